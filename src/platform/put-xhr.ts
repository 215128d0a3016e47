import type { PublicConfig } from "../contract/config.ts";
import { contentMd5 } from "../contract/digest.ts";
import { type Failure, UploadError } from "../contract/errors.ts";
import type { SignData } from "../contract/sign.ts";
import type { PutResult, Putter } from "../engine/ports.ts";
import { readPutRefusal } from "./cos-answer.ts";
import { readRetryAfter } from "./http.ts";

/**
 * The only headers of a sign answer that a page passes on. A browser drops Host, Connection and Content-Length in
 * silence and sends its own; Firefox would add User-Agent to the preflight, which then fails (Fetch standard,
 * "forbidden request-header"; COS's allowed headers).
 */
const SETTABLE_HEADER = /^(authorization|content-type|content-md5|x-cos-[a-z0-9-]+)$/i;

export interface PutXhrOptions {
  config(signal: AbortSignal): Promise<PublicConfig>;
}

/** Sends bytes by XMLHttpRequest: the one browser API that reports how far an upload is. */
export function createPutter({ config }: PutXhrOptions): Putter {
  return {
    async put(signal, grant, blob, onProgress) {
      const route = chooseRoute(grant, await config(signal));
      // An untyped blob, so that the browser adds no Content-Type that was not signed.
      const body = blob.slice(0, blob.size, "");
      const answer = await send(signal, route, body, onProgress).catch((error) => explainBreak(signal, body, error));
      if (answer.status === 200) return { requestId: answer.requestId, existed: false };

      const refusal = readPutRefusal(answer.status, answer.contentType, answer.body);
      const requestId = refusal.requestId ?? answer.requestId;
      if (refusal.code === "already_exists" && (await isSameObject(signal, grant))) return { requestId, existed: true };
      throw new UploadError(failureOf(refusal.code, refusal.detail, answer, requestId));
    },
  };
}

interface Route {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

function chooseRoute(grant: SignData, config: PublicConfig): Route {
  if (grant.relay !== undefined) return { url: grant.relay, headers: {} };
  const url = new URL(grant.url);
  if (!config.uploadOrigins.includes(url.origin) || url.username !== "" || url.password !== "") {
    throw new UploadError({
      code: "sign_destination_refused",
      detail: url.origin,
    });
  }
  const headers = Object.entries(grant.header).filter(([name]) => SETTABLE_HEADER.test(name));
  return { url: grant.url, headers: Object.fromEntries(headers) };
}

/** A browser gives one error for a broken line and for bytes that it can no longer read; the file itself tells which. */
async function explainBreak(signal: AbortSignal, body: Blob, error: unknown): Promise<never> {
  signal.throwIfAborted();
  try {
    await body.slice(0, 1).arrayBuffer();
  } catch (cause) {
    throw new UploadError({ code: "file_changed" }, { cause });
  }
  throw error;
}

interface PutAnswer {
  readonly status: number;
  readonly contentType: string;
  readonly body: string;
  readonly requestId: string | undefined;
  readonly retryAfterMs: number | undefined;
}

function send(signal: AbortSignal, route: Route, body: Blob, onProgress: (loaded: number) => void): Promise<PutAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal.addEventListener("abort", abort, { once: true });

    xhr.upload.onprogress = (event) => onProgress(Math.min(event.loaded, body.size));
    xhr.onload = () =>
      resolve({
        status: xhr.status,
        contentType: xhr.getResponseHeader("content-type") ?? "",
        body: xhr.responseText,
        requestId: exposedHeader(xhr, "x-cos-request-id") ?? exposedHeader(xhr, "x-request-id"),
        retryAfterMs: readRetryAfter(exposedHeader(xhr, "retry-after") ?? null),
      });
    xhr.onabort = () => reject(signal.reason);
    xhr.onerror = () =>
      reject(
        new UploadError({
          code: "put_unreachable",
          detail: new URL(route.url, location.href).origin,
        }),
      );
    xhr.onloadend = () => signal.removeEventListener("abort", abort);

    xhr.open("PUT", route.url);
    for (const [name, value] of Object.entries(route.headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

/** Asking for a header that the server does not expose logs an error in the console, so look at the list first. */
function exposedHeader(xhr: XMLHttpRequest, name: string): string | undefined {
  const exposed = new RegExp(`^${name}:`, "im").test(xhr.getAllResponseHeaders());
  return exposed ? (xhr.getResponseHeader(name) ?? undefined) : undefined;
}

/**
 * Whether the object in the way of a PUT is the one that was to be sent. Where the store lets nobody ask, the key
 * itself decides: one that names both digests cannot hold anything else.
 */
async function isSameObject(signal: AbortSignal, grant: SignData): Promise<boolean> {
  try {
    const response = await fetch(grant.url, {
      method: "HEAD",
      credentials: "omit",
      redirect: "error",
      signal,
    });
    if (response.ok) {
      const md5 = response.headers.get("etag")?.replaceAll('"', "");
      return md5 !== undefined && contentMd5(md5) === header(grant, "content-md5");
    }
  } catch {
    signal.throwIfAborted();
  }
  const digests = /\/([0-9a-f]{32})\/[0-9a-f]{40}_[0-9a-f]+\.[a-z0-9]+$/.exec(new URL(grant.url).pathname);
  return digests?.[1] !== undefined && contentMd5(digests[1]) === header(grant, "content-md5");
}

function header(grant: SignData, name: string): string | undefined {
  return Object.entries(grant.header).find(([key]) => key.toLowerCase() === name)?.[1];
}

function failureOf(
  code: Failure["code"],
  detail: string,
  answer: PutAnswer,
  requestId: PutResult["requestId"],
): Failure {
  return {
    code,
    detail,
    status: answer.status,
    ...(requestId !== undefined && { requestId }),
    ...(answer.retryAfterMs !== undefined && {
      retryAfterMs: answer.retryAfterMs,
    }),
  };
}
