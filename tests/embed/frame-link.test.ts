import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { openFrameLink } from "../../src/embed/sdk/frame-link.ts";

const APP = "https://up.example";
const READY = { session: "s", versions: [1] };

/** A host's window, and the frame in it, as far as the link needs them. */
function world() {
  const page = new EventTarget();
  vi.stubGlobal("addEventListener", page.addEventListener.bind(page));
  const inside = { postMessage: vi.fn() };
  const frame = Object.assign(new EventTarget(), { contentWindow: inside, src: `${APP}/embed` });
  const init = vi.fn(() => Promise.resolve({ config: {}, token: { value: "open-sesame" } }));
  const onMessage = vi.fn();
  const hint = vi.fn();
  const life = new AbortController();
  const onFailure = vi.fn();
  openFrameLink({
    frame: frame as unknown as HTMLIFrameElement,
    instance: "i",
    origin: APP,
    hint,
    signal: life.signal,
    init,
    onLoad: () => undefined,
    onMessage,
    onFailure,
  });
  /** What `from` posts, in an envelope that is right in every way. */
  const hear = async (from: { source?: object; origin?: string }, type: string, payload: object) => {
    const data = { ns: "cosdrop", v: 1, instance: "i", id: "f1", type, payload };
    page.dispatchEvent(Object.assign(new Event("message"), { source: inside, origin: APP, data, ports: [], ...from }));
    await vi.advanceTimersByTimeAsync(0);
  };
  return { inside, init, hear, hint, close: () => life.abort() };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

test("the frame that says ready is given the options and the token, at its own origin alone", async () => {
  const { inside, hear, close } = world();
  await hear({}, "ready", READY);
  const [message, target] = inside.postMessage.mock.calls[0] ?? [];
  expect(message).toMatchObject({ type: "init", payload: { token: { value: "open-sesame" } } });
  expect(target).toBe(APP);
  close();
});

test.each([
  ["another window, from the app's own origin", { source: { postMessage: vi.fn() } }, "another frame"],
  ["the frame's window, once another site's page is in it", { origin: "https://evil.example" }, "https://evil.example"],
  ["the frame's window, once a page without an origin is in it", { origin: "null" }, "null"],
])("%s is given nothing, however right its message, and the console says why", async (_, from, why) => {
  const { inside, init, hear, hint, close } = world();
  await hear(from, "ready", READY);
  expect(init).not.toHaveBeenCalled();
  expect(inside.postMessage).not.toHaveBeenCalled();
  expect(hint).toHaveBeenCalledWith(expect.stringContaining(why));
  close();
});
