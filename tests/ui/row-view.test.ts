import { describe, expect, test } from "vitest";
import type { FileState } from "../../src/engine/state.ts";
import { zh } from "../../src/ui/i18n/zh.ts";
import { openProgress, openStageText } from "../../src/ui/list/row-view.ts";

const digests = { md5: "0".repeat(32), sha1: "0".repeat(40) };

describe("a file on its way", () => {
  test("is never shown as full, not even when every byte has been sent", () => {
    const states: FileState[] = [
      { stage: "hashing", loaded: 1000 },
      { stage: "uploading", digests, loaded: 1000 },
      {
        stage: "verifying",
        result: { ...digests, url: "", size: 1000, type: "", deduped: false, requestId: undefined },
      },
    ];
    for (const state of states) expect(openProgress(state, 1000)).toBeLessThan(1);
  });

  test("only moves forward from stage to stage", () => {
    const way: FileState[] = [
      { stage: "queued" },
      { stage: "preparing" },
      { stage: "hashing", loaded: 0 },
      { stage: "hashing", loaded: 1000 },
      { stage: "hashed", digests },
      { stage: "signing", digests },
      { stage: "signed", digests },
      { stage: "uploading", digests, loaded: 0 },
      { stage: "uploading", digests, loaded: 1000 },
    ];
    const values = way.map((state) => openProgress(state, 1000) ?? Number.NaN);
    expect(values).toEqual(values.toSorted((a, b) => a - b));
  });

  test("says that the store has not answered yet once every byte has been sent", () => {
    expect(openStageText({ stage: "uploading", digests, loaded: 999 }, 1000, zh, 0)).toBe(zh.stage.uploading);
    expect(openStageText({ stage: "uploading", digests, loaded: 1000 }, 1000, zh, 0)).toBe(zh.stage.storing);
  });

  test("counts the seconds down to its next try", () => {
    const waiting: FileState = {
      stage: "waiting",
      digests,
      failure: { code: "put_unreachable" },
      attempt: 1,
      until: 5000,
    };
    expect(openStageText(waiting, 1000, zh, 1200)).toBe("4 秒后重试");
    expect(openStageText({ ...waiting, until: undefined }, 1000, zh, 1200)).toBe(zh.stage.offline);
  });
});
