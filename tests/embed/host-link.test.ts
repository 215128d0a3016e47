import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { createHints } from "../../src/embed/frame/hints.ts";
import { type HostLink, openHostLink } from "../../src/embed/frame/host-link.ts";

const HOST_ORIGIN = "https://admin.example";

/** A frame's window and its host's, as far as the link needs them. */
function world(bridge: "port" | "window" = "port") {
  const frame = new EventTarget();
  const host = { postMessage: vi.fn() };
  const hints: string[] = [];
  const onConnect = vi.fn();
  const link: HostLink = openHostLink({
    frame: frame as unknown as Window,
    host: host as unknown as Window,
    hostOrigin: HOST_ORIGIN,
    instance: "i",
    session: "s",
    bridge,
    opaque: false,
    hints: createHints((text) => hints.push(text)),
    onConnect,
    onMessage: () => undefined,
  });
  const tell = (type: string, payload: object, more: object = {}, ports = [new MessageChannel().port1]) => {
    const data = { ns: "cosdrop", v: 1, id: 1, type, payload, ...more };
    frame.dispatchEvent(Object.assign(new Event("message"), { source: host, origin: HOST_ORIGIN, data, ports }));
  };
  const said = () => host.postMessage.mock.calls.map(([message]) => message);
  const readies = () => said().filter(({ type }) => type === "ready").length;
  return { host, link, tell, said, readies, hints, onConnect };
}

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

describe("ready", () => {
  test("is said every half second for ten seconds, to the host's origin alone, and then given up with a hint", () => {
    const { host, link, readies, hints } = world();
    expect(readies()).toBe(1);
    for (let half = 1; half < 20; half += 1) {
      vi.advanceTimersByTime(499);
      expect(readies()).toBe(half);
      vi.advanceTimersByTime(1);
      expect(readies()).toBe(half + 1);
    }
    vi.advanceTimersByTime(60_000);
    expect(readies()).toBe(20);
    expect(new Set(host.postMessage.mock.calls.map(([, origin]) => origin))).toEqual(new Set([HOST_ORIGIN]));
    expect(hints).toEqual([expect.stringContaining('did not answer "ready"')]);
    link.close();
  });

  test("is no more said once init was taken, and still said after one that was refused", () => {
    const { link, tell, readies, said } = world();
    tell("init", { version: 7 });
    expect(said().at(-1)).toMatchObject({ re: 1, ok: false, error: { code: "malformed" } });
    vi.advanceTimersByTime(500);
    expect(readies()).toBe(2);
    tell("init", { version: 1, locale: "no such tag" });
    expect(said().at(-1)).toMatchObject({ re: 1, ok: true });
    vi.advanceTimersByTime(60_000);
    expect(readies()).toBe(2);
    link.close();
  });
});

test("a host that says init is told everything from then on, by the window as by a port", () => {
  for (const bridge of ["port", "window"] as const) {
    const { link, tell, said, onConnect } = world(bridge);
    onConnect.mockClear();
    for (const count of [1, 2]) {
      tell("init", { version: 1 }, {}, bridge === "port" ? undefined : []);
      expect(said().at(-1)).toMatchObject({ re: 1, ok: true });
      expect(onConnect, bridge).toHaveBeenCalledTimes(count);
    }
    tell("init", { version: 7 }, {}, bridge === "port" ? undefined : []);
    expect(onConnect, bridge).toHaveBeenCalledTimes(2);
    link.close();
  }
});

test("one line is said for a wrong version, however many numbers it comes with", () => {
  const { link, tell, hints } = world("window");
  for (let version = 2; version < 50; version += 1) tell("ping", {}, { v: version });
  expect(hints).toEqual([expect.stringContaining("version 2")]);
  link.close();
});

test("too many messages are answered as such, and far too many not at all", () => {
  const { link, tell, said } = world("window");
  for (let n = 0; n < 500; n += 1) tell("ping", {}, { id: `p${n}` });
  const replies = said().filter(({ re }) => re !== undefined);
  expect(replies.filter(({ ok }) => ok)).toHaveLength(100);
  expect(replies.filter(({ error }) => error?.code === "flood")).toHaveLength(100);
  expect(replies).toHaveLength(200);
  link.close();
});
