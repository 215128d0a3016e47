import * as v from "valibot";
import { SignQuery, type SignRequest } from "../contract/sign.ts";
import { badParameter, badRequest, type Refusal } from "./http/refusals.ts";

/** What a query asks for, or why it is refused. */
export type SignQueryResult =
  | { readonly kind: "request"; readonly request: SignRequest }
  | { readonly kind: "refused"; readonly refusal: Refusal };

type Parameter = keyof typeof SignQuery.entries;

/** What each parameter has to be; completes a sentence. */
const WANTED: Readonly<Record<Parameter, { zh: string; en: string }>> = {
  sha1: { zh: "40 位小写十六进制", en: "the file's SHA-1 as 40 lower-case hex digits" },
  md5: { zh: "32 位小写十六进制", en: "the file's MD5 as 32 lower-case hex digits" },
  size: { zh: "文件字节数（十进制整数）", en: "the file's size in bytes as a plain decimal number" },
  type: { zh: "MIME 类型，例如 image/png", en: "a MIME type such as image/png, or leave it out" },
};

function isParameter(name: string): name is Parameter {
  return Object.hasOwn(WANTED, name);
}

/**
 * Reads the sign API's query strictly: what two readers could understand in two ways, such as a repeated parameter, is
 * refused.
 * @param search without `?`.
 */
export function readSignQuery(search: string): SignQueryResult {
  const given = [...new URLSearchParams(search)];
  const names = given.map(([name]) => name);
  if (!names.every(isParameter)) return { kind: "refused", refusal: UNKNOWN_PARAMETER };
  if (new Set(names).size !== names.length) return { kind: "refused", refusal: REPEATED_PARAMETER };

  const parsed = v.safeParse(SignQuery, Object.fromEntries(given), { abortEarly: true });
  if (parsed.success) return { kind: "request", request: parsed.output };
  const name = String(parsed.issues[0].path?.[0]?.key ?? "");
  return { kind: "refused", refusal: isParameter(name) ? badParameter(name, WANTED[name]) : UNKNOWN_PARAMETER };
}

const UNKNOWN_PARAMETER = badRequest({
  zh: "含有未知参数，仅支持 sha1、md5、size、type。",
  en: "There is a parameter that this API does not know. Send sha1, md5, size and, if you like, type.",
});

const REPEATED_PARAMETER = badRequest({
  zh: "参数重复，每个参数只能出现一次。",
  en: "A parameter is there more than once. Send each one once.",
});
