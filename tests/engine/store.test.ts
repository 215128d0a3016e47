import { describe, expect, it } from "vitest";
import type { UploadFile } from "../../src/engine/state.ts";
import { createRowStore } from "../../src/engine/store.ts";
import { VirtualClock } from "./support/virtual-clock.ts";

const row = (id: string, state: UploadFile["state"] = { stage: "queued" }): UploadFile => ({
  id,
  name: id,
  folder: "",
  size: 100,
  lastModified: 0,
  blob: undefined,
  state,
});

function setUp() {
  const clock = new VirtualClock();
  const store = createRowStore(clock);
  const told: string[] = [];
  return { clock, store, told };
}

describe("the rows", () => {
  it("give the same snapshot until something in it changes", () => {
    const { store } = setUp();
    const empty = store.snapshot();
    expect(store.snapshot()).toBe(empty);
    store.put(row("a"));
    const one = store.snapshot();
    expect(one).not.toBe(empty);
    expect(store.snapshot()).toBe(one);
    store.put(row("a", { stage: "preparing" }));
    expect(store.snapshot()).toBe(one);
    store.setHold("all");
    expect(store.snapshot()).toMatchObject({ paused: true });
    expect(store.snapshot()).not.toBe(one);
  });

  it("keep the ids' array while only the totals change, and the totals while only ids' order could", () => {
    const { store } = setUp();
    store.put(row("a"));
    const before = store.snapshot();
    store.put(row("a", { stage: "cancelled", digests: undefined }));
    const after = store.snapshot();
    expect(after.ids).toBe(before.ids);
    expect(after.totals).not.toBe(before.totals);
    store.put(row("b"));
    expect(store.snapshot().ids).toEqual(["a", "b"]);
    expect(before.ids).toEqual(["a"]);
  });

  it("tell their listeners once a frame, however much has changed", () => {
    const { clock, store, told } = setUp();
    store.subscribe(() => told.push("list"));
    store.put(row("a"));
    store.put(row("b"));
    store.subscribeRow("a", () => told.push("a"));
    store.subscribeRow("b", () => told.push("b"));
    for (let loaded = 0; loaded < 50; loaded += 1) store.put(row("a", { stage: "hashing", loaded }));
    expect(told).toEqual([]);
    clock.frame();
    expect(told.sort()).toEqual(["a", "list"]);
    clock.frame();
    expect(told).toHaveLength(2);
    store.put(row("b", { stage: "hashing", loaded: 1 }));
    clock.frame();
    expect(told.slice(2)).toEqual(["b"]);
  });

  it("do not wake the list's listeners for what does not show in the list", () => {
    const { clock, store, told } = setUp();
    store.put(row("a", { stage: "hashing", loaded: 1 }));
    clock.frame();
    store.subscribe(() => told.push("list"));
    store.put(row("a", { stage: "hashing", loaded: 2 }));
    clock.frame();
    expect(told).toEqual([]);
  });

  it("tell a row's listeners that it is gone", () => {
    const { clock, store, told } = setUp();
    store.put(row("a"));
    store.subscribeRow("a", () => told.push(`a is ${store.get("a") ? "there" : "gone"}`));
    store.remove("a");
    clock.frame();
    expect(told).toEqual(["a is gone"]);
  });

  it("tell one function that was given twice twice, and each until it is taken back", () => {
    const { clock, store, told } = setUp();
    const listener = () => told.push("list");
    const stop = store.subscribe(listener);
    store.subscribe(listener);
    store.put(row("a"));
    clock.frame();
    expect(told).toHaveLength(2);
    stop();
    stop();
    store.put(row("b"));
    clock.frame();
    expect(told).toHaveLength(3);
  });

  it("let a listener that throws keep nobody else from hearing, and do not hide its error", () => {
    const { clock, store, told } = setUp();
    store.subscribe(() => {
      throw new Error("a broken listener");
    });
    store.subscribe(() => told.push("list"));
    store.put(row("a"));
    expect(() => clock.frame()).toThrow("a broken listener");
    expect(told).toEqual(["list"]);
    store.put(row("b"));
    expect(() => clock.frame()).toThrow("a broken listener");
    expect(told).toHaveLength(2);
  });

  it("tell what a listener changes in the next frame", () => {
    const { clock, store, told } = setUp();
    store.subscribe(() => {
      told.push(store.snapshot().ids.join());
      if (told.length === 1) store.put(row("b"));
    });
    store.put(row("a"));
    clock.frame();
    expect(told).toEqual(["a"]);
    clock.frame();
    expect(told).toEqual(["a", "a,b"]);
  });
});
