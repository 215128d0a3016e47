import { afterEach, expect, test, vi } from "vitest";
import { createPutter } from "../../src/platform/put-xhr.ts";

afterEach(() => vi.unstubAllGlobals());

const GRANT = {
  url: "https://store.example/a.png",
  method: "PUT" as const,
  header: {},
  CDN: "https://cdn.example/a.png",
  relay: "/upload/ticket",
};
const nobodyAsks = () => Promise.reject(new Error("nobody asks"));

/** A request that is sent and never answered; aborted as browsers do it, whether this page or the browser itself asks. */
function stubRequests() {
  const sent: { abort(): void }[] = [];
  vi.stubGlobal("location", new URL("https://up.example/"));
  vi.stubGlobal(
    "XMLHttpRequest",
    class {
      readonly upload = {};
      onabort: () => void = () => undefined;
      onloadend: () => void = () => undefined;
      open() {}
      send() {
        sent.push(this);
      }
      abort() {
        this.onabort();
        this.onloadend();
      }
    },
  );
  return sent;
}

const put = (signal: AbortSignal) =>
  createPutter({ config: nobodyAsks, freshConfig: nobodyAsks }).put(signal, GRANT, new Blob(["a"]), () => undefined);

test("an upload that the browser itself stops, as its stop button does, is a line that broke", async () => {
  const sent = stubRequests();
  const outcome = expect(put(new AbortController().signal)).rejects.toMatchObject({
    failure: { code: "put_unreachable", detail: "https://up.example" },
  });
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  sent[0]?.abort();
  await outcome;
});

test("an upload that the page stops rejects with the page's reason", async () => {
  const sent = stubRequests();
  const life = new AbortController();
  const reason = new Error("cancelled");
  const outcome = expect(put(life.signal)).rejects.toBe(reason);
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  life.abort(reason);
  await outcome;
});
