import { afterEach, describe, expect, test, vi } from "vitest";
import { MAX_MESSAGES_PER_SECOND } from "../../src/contract/embed-protocol.ts";
import { createFloodGuard } from "../../src/embed/frame/flood-guard.ts";
import { readFrameQuery } from "../../src/embed/frame/frame-query.ts";
import { chooseHostOrigin } from "../../src/embed/frame/host-origin.ts";
import { narrowPolicy } from "../../src/embed/frame/narrow-policy.ts";
import { createTokenBox, TOKEN_ASK_INTERVAL_MS, type TokenStore } from "../../src/embed/frame/token-box.ts";
import { createAccessToken } from "../../src/platform/access-token.ts";

const ALLOWED = ["https://admin.example", "https://shop.example"];

describe("which page the frame talks to", () => {
  test("is the one that the address names, where the list has it", () => {
    const chosen = chooseHostOrigin({ claimed: ALLOWED[1], ancestors: [], allowed: ALLOWED });
    expect(chosen).toEqual({ kind: "known", origin: "https://shop.example" });
  });

  test("is never one that the list does not have, whoever claims it", () => {
    for (const claimed of [
      "https://evil.example",
      "https://admin.example.evil.example",
      "null",
      "*",
      "",
      "https://admin.example/",
    ]) {
      expect(chooseHostOrigin({ claimed, ancestors: ALLOWED, allowed: ALLOWED }).kind, claimed).toBe("refused");
    }
  });

  test("is the one that the browser names where the address does not, or the only one there is", () => {
    const ancestors = ["https://admin.example"];
    expect(chooseHostOrigin({ claimed: undefined, ancestors, allowed: ALLOWED })).toMatchObject({
      origin: ancestors[0],
    });
    expect(chooseHostOrigin({ claimed: undefined, ancestors: [], allowed: ["https://a.example"] }).kind).toBe("known");
    expect(chooseHostOrigin({ claimed: undefined, ancestors: [], allowed: ALLOWED }).kind).toBe("refused");
  });

  test("names the variable to change when it is refused", () => {
    const refused = chooseHostOrigin({ claimed: "https://new.example", ancestors: [], allowed: ALLOWED });
    expect(refused).toMatchObject({ why: expect.stringMatching(/https:\/\/new\.example.*EMBED_ORIGINS/) });
  });
});

test("an instance that could break out of a message is replaced, and two made-up ones differ", () => {
  expect(readFrameQuery("?instance=abc-1&bridge=window")).toMatchObject({ instance: "abc-1", bridge: "window" });
  expect(readFrameQuery("?instance=%3Cscript%3E").instance).toMatch(/^[a-z0-9]+$/);
  expect(readFrameQuery("").instance).not.toBe(readFrameQuery("").instance);
  expect(readFrameQuery("?bridge=other").bridge).toBe("port");
});

test("a flood is cut off until its second is over, and answered only up to a point", () => {
  let now = 0;
  const admit = createFloodGuard(() => now);
  const admissions = Array.from({ length: 5 * MAX_MESSAGES_PER_SECOND }, admit);
  const count = (wanted: string) => admissions.filter((each) => each === wanted).length;
  expect([count("pass"), count("refuse")]).toEqual([MAX_MESSAGES_PER_SECOND, MAX_MESSAGES_PER_SECOND]);
  now = 999;
  expect(admit()).toBe("drop");
  now = 1_000;
  expect(admit()).toBe("pass");
});

describe("a host's wishes", () => {
  const policy = { accept: ["image/png", "image/jpeg", "image/gif"], maxFileSize: 1_000 };

  test.each([
    [["image/*"], ["image/png", "image/jpeg", "image/gif"]],
    [["image/png"], ["image/png"]],
    [
      [".jpg", ".PNG"],
      ["image/png", "image/jpeg"],
    ],
    [[".jpeg"], ["image/jpeg"]],
    [["image/jpg"], ["image/jpeg"]],
    [["*"], ["image/png", "image/jpeg", "image/gif"]],
    [["text/html", "image/svg+xml", "image/p"], []],
  ])("accept %j narrows to %j", (accept, expected) => {
    expect(narrowPolicy(policy, { accept }).accept).toEqual(expected);
  });

  test("cannot allow what the gateway does not", () => {
    expect(narrowPolicy(policy, { accept: ["image/heic"], maxBytes: 5_000 })).toEqual({
      accept: [],
      maxFileSize: 1_000,
    });
    expect(narrowPolicy(policy, { maxBytes: 10 }).maxFileSize).toBe(10);
  });
});

describe("the token", () => {
  afterEach(() => vi.useRealTimers());

  function world() {
    vi.useFakeTimers();
    const listeners = new Set<() => void>();
    let state: ReturnType<TokenStore["get"]> = { value: undefined, refused: false };
    const kept: boolean[] = [];
    const change = (next: typeof state) => {
      state = next;
      for (const listener of listeners) listener();
    };
    const store: TokenStore = {
      get: () => state,
      set(value, remember) {
        kept.push(remember);
        change({ value, refused: false });
      },
      subscribe(listener) {
        listeners.add(listener);
        return () => listeners.delete(listener);
      },
    };
    const asked: string[] = [];
    const box = createTokenBox(store, (reason) => asked.push(reason) > 0);
    return { box, store, asked, kept, refuse: () => change({ ...state, refused: true }) };
  }

  test("is asked for where it is missing, and never remembered in the browser", () => {
    const { box, store, asked, kept } = world();
    box.require();
    box.put({ value: "t" });
    box.require();
    expect(asked).toEqual(["missing"]);
    expect(store.get().value).toBe("t");
    expect(kept).toEqual([false]);
  });

  test("that was refused is not taken again, so nobody asks without an end; another one is", () => {
    const { box, store, asked, refuse } = world();
    expect(box.put({ value: "old" })).toBe(true);
    refuse();
    expect(asked).toEqual(["refused"]);
    expect(box.put({ value: "old" })).toBe(false);
    expect(store.get()).toEqual({ value: "old", refused: true });
    vi.advanceTimersByTime(10 * TOKEN_ASK_INTERVAL_MS);
    expect(asked).toEqual(["refused"]);
    expect(box.put({ value: "new" })).toBe(true);
    expect(store.get()).toEqual({ value: "new", refused: false });
  });

  test("that is refused once more is asked for once more, though the host gave the same one the first time", () => {
    vi.useFakeTimers();
    const token = createAccessToken({ get: () => undefined, set: () => undefined, subscribe: () => () => undefined });
    const asked: string[] = [];
    const box = createTokenBox(token, (reason) => asked.push(reason) > 0);
    box.put({ value: "old" });
    token.refuse("old");
    expect(box.put({ value: "old" })).toBe(false);
    vi.advanceTimersByTime(3 * TOKEN_ASK_INTERVAL_MS);
    expect(asked).toEqual(["refused"]);
    token.refuse("old");
    expect(asked).toEqual(["refused", "refused"]);
    expect(box.put({ value: "new" })).toBe(true);
    expect(token.get()).toEqual({ value: "new", refused: false });
  });

  test("whose time is over by the gateway's clock is asked for as such, and is not taken again", () => {
    vi.useFakeTimers();
    const token = createAccessToken({ get: () => undefined, set: () => undefined, subscribe: () => () => undefined });
    const asked: string[] = [];
    const box = createTokenBox(token, (reason) => asked.push(reason) > 0);
    box.put({ value: "old" });
    token.refuse("old", true);
    expect(asked).toEqual(["expired"]);
    expect(box.put({ value: "old" })).toBe(false);
    expect(box.put({ value: "wrong" })).toBe(true);
    token.refuse("wrong");
    expect(asked).toEqual(["expired", "refused"]);
    expect(box.put({ value: "new" })).toBe(true);
    expect(token.get()).toEqual({ value: "new", refused: false });
  });

  test("is forgotten when its time is over, and asked for again", () => {
    const { box, store, asked } = world();
    box.put({ value: "t", expiresAt: Date.now() + 60_000 });
    vi.advanceTimersByTime(59_999);
    expect(store.get().value).toBe("t");
    vi.advanceTimersByTime(1);
    expect(store.get().value).toBeUndefined();
    expect(asked).toEqual(["expired"]);
  });

  test("that lasts longer than a timer can wait is not forgotten at once", () => {
    const { box, store } = world();
    box.put({ value: "t", expiresAt: Date.now() + 2 ** 40 });
    vi.advanceTimersByTime(1_000);
    expect(store.get().value).toBe("t");
  });

  test("that is refused over and over is not asked for over and over", () => {
    const { box, asked, refuse } = world();
    for (let round = 0; round < 50; round += 1) {
      box.put({ value: `wrong ${round}` });
      refuse();
    }
    expect(asked).toEqual(["refused"]);
    vi.advanceTimersByTime(TOKEN_ASK_INTERVAL_MS);
    box.put({ value: "wrong again" });
    refuse();
    expect(asked).toEqual(["refused", "refused"]);
  });

  test("that is refused soon after it was asked for is asked for again when the time has come", () => {
    const { box, asked, refuse } = world();
    for (const wrong of ["first", "second"]) {
      box.put({ value: wrong });
      refuse();
    }
    vi.advanceTimersByTime(TOKEN_ASK_INTERVAL_MS - 1);
    expect(asked).toEqual(["refused"]);
    vi.advanceTimersByTime(1);
    expect(asked).toEqual(["refused", "refused"]);
  });

  test("that was given meanwhile is not asked for any more", () => {
    const { box, asked, refuse } = world();
    for (const wrong of ["first", "second"]) {
      box.put({ value: wrong });
      refuse();
    }
    box.put({ value: "right" });
    vi.advanceTimersByTime(2 * TOKEN_ASK_INTERVAL_MS);
    expect(asked).toEqual(["refused"]);
  });

  test("is no longer watched once the frame is done", () => {
    const { box, asked, refuse } = world();
    box.put({ value: "t", expiresAt: Date.now() + 10 });
    box.stop();
    refuse();
    vi.advanceTimersByTime(20);
    expect(asked).toEqual([]);
  });
});
