import { describe, expect, test } from "vitest";
import { ERROR_CODES } from "../../src/contract/errors.ts";
import { en } from "../../src/ui/i18n/en.ts";
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
    const text = errorText(code, messages, { policy, detail: undefined, formats: createFormats(language) });
    for (const sentence of [text.what, text.next]) expect(sentence).toMatch(/[\p{L})）][.。]$/u);
  });

  test("types of which any will do are told with an or before the last", () => {
    const formats = createFormats(language);
    const three = { ...policy, accept: ["image/png", "image/webp", "image/avif"] };
    const next = (accepted: typeof policy) =>
      errorText("type_not_accepted", messages, { policy: accepted, detail: undefined, formats }).next;
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

  test("the upstream's own words stand in the sentence about its refusal", () => {
    const { what } = errorText("sign_refused", messages, {
      policy,
      detail: "额度不足。",
      formats: createFormats(language),
    });
    expect(what).toMatch(/[：:] ?额度不足[.。]$/);
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
    "No file added; 3 system files skipped, such as .DS_Store",
  ],
  [
    { files: 0, unreadable: 0, skipped: 0, stopped: true },
    "已停止读取，尚未读到的文件没有添加",
    "Stopped reading: files not read yet were not added",
  ],
  [
    { files: 1, unreadable: 1, skipped: 0, stopped: false, leftOut: 2, limit: 1 },
    "已添加 1 个文件；2 个超出上限（1 个），没有添加；1 个无法读取",
    "1 file added; 2 left out, over the limit of 1; 1 could not be read",
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
