import { afterEach, beforeEach, describe, expect, test, vi } from "vitest";
import { ERROR_CODES, type ErrorCode, type Failure } from "../../src/contract/errors.ts";
import { en as enHistory } from "../../src/ui/history/en.ts";
import { zh as zhHistory } from "../../src/ui/history/zh.ts";
import { en } from "../../src/ui/i18n/en.ts";
import { errorSentence } from "../../src/ui/i18n/error-sentence.ts";
import { errorText } from "../../src/ui/i18n/error-text.ts";
import { createFormats } from "../../src/ui/i18n/formats.ts";
import { loadMessages, preferredLanguage } from "../../src/ui/i18n/languages.ts";
import { zh } from "../../src/ui/i18n/zh.ts";

const policy = { accept: ["image/png", "image/jpeg"], maxFileSize: 100 * 1024 ** 2 };

describe.each([
  ["zh-CN", zh],
  ["en", en],
] as const)("in %s", (language, messages) => {
  test.each(ERROR_CODES)("%s says what happened and what to do next, each in a full sentence", (code) => {
    const text = errorText({ code }, messages, { policy, formats: createFormats(language) });
    for (const sentence of [text.what, text.next]) expect(sentence).toMatch(/[\p{L})）][.。]$/u);
  });

  test("types of which any will do are told with an or before the last", () => {
    const formats = createFormats(language);
    const three = { ...policy, accept: ["image/png", "image/webp", "image/avif"] };
    const next = (accepted: typeof policy) =>
      errorText({ code: "type_not_accepted" }, messages, { policy: accepted, formats }).next;
    expect([next(three), next(policy), next({ ...policy, accept: ["image/png"] })]).toEqual(
      language === "en"
        ? [
            "Convert it to PNG, WebP, or AVIF and try again.",
            "Convert it to PNG or JPEG and try again.",
            "Convert it to PNG and try again.",
          ]
        : ["请转换为 PNG、WebP 或 AVIF 后再试。", "请转换为 PNG 或 JPEG 后再试。", "请转换为 PNG 后再试。"],
    );
  });

  test("a picture over the limit is called converted only where it was", () => {
    const what = (detail: string) =>
      errorText({ code: "too_large", detail }, messages, { policy, formats: createFormats(language) }).what;
    expect(["converted", "animated", "larger", "pixels", "undecodable"].map(what)).toEqual(
      language === "en"
        ? [
            "Even after conversion, the file is over the limit of 100 MB.",
            "Animated images are not converted, and the file is over the limit of 100 MB.",
            "Conversion did not make it smaller, and the file is over the limit of 100 MB.",
            "Conversion did not make it smaller, and the file is over the limit of 100 MB.",
            "Conversion did not make it smaller, and the file is over the limit of 100 MB.",
          ]
        : [
            "转换后，文件仍超过了 100 MB 的上限。",
            "动图不会被转换，文件超过了 100 MB 的上限。",
            "转换没能缩小文件，文件超过了 100 MB 的上限。",
            "转换没能缩小文件，文件超过了 100 MB 的上限。",
            "转换没能缩小文件，文件超过了 100 MB 的上限。",
          ],
    );
  });

  test("the upstream's own words stand in the sentence about its refusal", () => {
    const failure = { code: "sign_refused", detail: "额度不足。" } as const;
    const { what } = errorText(failure, messages, { policy, formats: createFormats(language) });
    expect(what).toMatch(/[：:] ?额度不足[.。]$/);
  });

  describe("a server that asks for a pause", () => {
    const next = (failure: Failure) =>
      errorText(failure, messages, { policy, formats: createFormats(language) }).next.replaceAll("\u202f", " ");
    const asking = (
      code: ErrorCode,
      ...at: [hour: number, minute: number, second: number, inDays?: number]
    ): Failure => {
      const [hour, minute, second, inDays = 0] = at;
      const retryAt = new Date(2026, 4, 3 + inDays, hour, minute, second).getTime();
      return { code, retryAfterMs: retryAt - Date.now(), retryAt };
    };
    const say = (inChinese: string, inEnglish: string) => (language === "en" ? inEnglish : inChinese);

    beforeEach(() => void vi.useFakeTimers({ now: new Date(2026, 4, 3, 14, 0) }));
    afterEach(() => void vi.useRealTimers());

    test.each<ErrorCode>(["rate_limited", "gateway_failed", "sign_unreachable", "store_busy", "store_failed"])(
      "is named with the time at which %s is over",
      (code) => {
        expect(next(asking(code, 15, 0, 0))).toBe(say("请等到 15:00 再重试。", "Wait until 3:00 PM, then retry."));
        // Never a moment too early.
        expect(next(asking(code, 15, 0, 1))).toBe(say("请等到 15:01 再重试。", "Wait until 3:01 PM, then retry."));
      },
    );

    test("until another day is named with the day", () => {
      expect(next(asking("store_busy", 9, 30, 0, 1))).toBe(
        say("请等到 5月4日 09:30 再重试。", "Wait until May 4, 9:30 AM, then retry."),
      );
    });

    test("for a day's allowance is named beside who may raise it", () => {
      expect(next(asking("daily_limit", 0, 0, 0, 1))).toBe(
        say(
          "请等到 5月4日 00:00 再重试，或联系管理员提高额度。",
          "Wait until May 4, 12:00 AM, then retry, or ask the administrator for more.",
        ),
      );
    });

    test("of less than a minute, or of longer than anybody waits, is not named", () => {
      const usual = next({ code: "rate_limited" });
      for (const retryAfterMs of [0, 59_000, 32 * 24 * 3_600_000, Number.POSITIVE_INFINITY])
        expect(next({ code: "rate_limited", retryAfterMs, retryAt: Date.now() + retryAfterMs })).toBe(usual);
    });

    test("is not named where waiting does not help", () => {
      expect(next(asking("token_needed", 15, 0, 0))).toBe(next({ code: "token_needed" }));
    });

    test("is told the same to a page around this one", () => {
      const sentence = errorSentence(asking("store_busy", 15, 0, 0), { policy, maxFiles: undefined }, [language]);
      expect(sentence).toContain(say("15:00", "3:00"));
    });
  });
});

test.each([
  [{ files: 1, unreadable: 0, skipped: 0, stopped: false }, "已添加 1 个文件", "1 file added"],
  [
    { files: 2, unreadable: 1, skipped: 0, stopped: false },
    "已添加 2 个文件；1 个无法读取",
    "2 files added; 1 could not be read",
  ],
  [
    { files: 0, unreadable: 0, skipped: 3, stopped: false },
    "没有添加文件；跳过 3 个系统文件（如 .DS_Store）",
    "No files added; 3 system files skipped, such as .DS_Store",
  ],
  [
    { files: 0, unreadable: 0, skipped: 0, stopped: true },
    "已停止读取，尚未读到的文件没有添加",
    "Stopped reading: files not read yet were not added",
  ],
  [
    { files: 1, unreadable: 1, skipped: 0, stopped: false, leftOut: 2, limit: 1 },
    "已添加 1 个文件；2 个超出上限（1 个），没有添加；1 个无法读取",
    "1 file added; 2 not added, over the limit of 1; 1 could not be read",
  ],
])("what came of a drop is told in both languages", (sum, inChinese, inEnglish) => {
  expect([zh.drop.outcome(sum, String), en.drop.outcome(sum, String)]).toEqual([inChinese, inEnglish]);
});

test.each([
  [{ done: 1, failed: 0, cancelled: 0 }, "上传结束：1 个成功", "Uploads ended: 1 succeeded"],
  [
    { done: 2, failed: 1, cancelled: 3 },
    "上传结束：2 个成功，1 个失败，3 个已取消",
    "Uploads ended: 2 succeeded, 1 failed, 3 cancelled",
  ],
  [{ done: 0, failed: 0, cancelled: 1 }, "上传结束：1 个已取消", "Uploads ended: 1 cancelled"],
])("how a run has ended is told in both languages, without what did not happen", (ends, inChinese, inEnglish) => {
  expect([zh.say.finished(ends, String), en.say.finished(ends, String)]).toEqual([inChinese, inEnglish]);
});

test.each([
  [{ asked: 1, checked: 1, dead: 0 }, "检查了 1 个链接，可以打开。", "1 link checked, it loads."],
  [{ asked: 1, checked: 1, dead: 1 }, "检查了 1 个链接，打不开。", "1 link checked, it did not load."],
  [{ asked: 2, checked: 2, dead: 0 }, "检查了 2 个链接，都能打开。", "2 links checked, all of them load."],
  [{ asked: 2, checked: 2, dead: 1 }, "检查了 2 个链接，其中 1 个打不开。", "2 links checked, 1 did not load."],
])("what a look at links has shown is told in both languages, of one as of many", (counts, inChinese, inEnglish) => {
  expect([zhHistory.rechecked(counts, String), enHistory.rechecked(counts, String)]).toEqual([inChinese, inEnglish]);
});

describe("sizes and durations", () => {
  const formats = createFormats("en");
  test.each([
    [0, "0 B"],
    [1023, "1,023 B"],
    [1024, "1 KB"],
    [1536, "1.5 KB"],
    [100 * 1024 ** 2, "100 MB"],
    [5 * 1024 ** 3, "5 GB"],
    [2000 * 1024 ** 4, "2,000 TB"],
  ])("%d bytes are %s", (bytes, text) => {
    expect(formats.size(bytes)).toBe(text);
  });

  test.each([
    [0.2, "1 sec"],
    [59, "59 sec"],
    [120, "2 min"],
    [7200, "2 hr"],
  ])("%d seconds are %s", (seconds, text) => {
    expect(formats.duration(seconds)).toBe(text);
  });

  test.each([
    [40, "40 秒"],
    [60, "1 分钟"],
    [7200, "2 小时"],
  ])("%d seconds are %s in Chinese, with a space before the unit as everywhere", (seconds, text) => {
    expect(createFormats("zh-CN").duration(seconds)).toBe(text);
  });
});

describe("the first language", () => {
  test.each([
    [["zh-TW", "en"], zh],
    [["fr", "zh-CN"], zh],
    [["en-GB"], en],
    [["fr", "de"], en],
    [[], en],
  ])("for a browser that prefers %j is one of ours", async (languages, messages) => {
    expect(await loadMessages(preferredLanguage(languages))).toBe(messages);
  });
});
