import { type Failure, UploadError } from "../contract/errors.ts";
import { doubtSuccess, ENCRYPTED_HEADER, type PutSuccess } from "../contract/put-success.ts";
import { askedPause } from "../contract/retry-after.ts";
import { EXISTED_HEADER } from "../contract/sign.ts";
import type { PutResult, Putter } from "../engine/ports.ts";
import { readPutRefusal } from "./cos-answer.ts";
import { type ConfigSource, chooseRoute, type Route } from "./put-route.ts";
import { nameSizeRefusal } from "./size-refusal.ts";
import { headerOf, isSameObject } from "./stored-object.ts";

/** Sends bytes by XMLHttpRequest: the one browser API that reports how far an upload is. */
export function createPutter(source: ConfigSource): Putter {
  return {
    async put(signal, grant, blob, onProgress) {
      const route = await chooseRoute(signal, grant, source);
      const body = untyped(blob, route);
      const answer = await send(signal, route, body, onProgress).catch((error) => explainBreak(signal, body, error));
      if (answer.status === 200) {
        const doubt = doubtSuccess(headerOf(grant, "content-md5"), answer);
        if (doubt === undefined) return { requestId: answer.requestId, existed: answer.existed };
        throw new UploadError(failureOf(doubt, `HTTP 200, ETag ${answer.etag}`, answer, answer.requestId));
      }

      const refusal = readPutRefusal(answer.status, answer.contentType, answer.body);
      const requestId = refusal.requestId ?? answer.requestId;
      if (refusal.code === "already_exists" && (await isSameObject(signal, grant, blob.size)))
        return { requestId, existed: true };
      const code = await nameSizeRefusal(signal, refusal.code, blob.size, source);
      throw new UploadError(failureOf(code, refusal.detail, answer, requestId));
    },
  };
}

/** The browser would add the blob's own Content-Type where none was signed. */
function untyped(blob: Blob, { headers }: Route): Blob {
  const typed = blob.type !== "" && !Object.keys(headers).some((name) => name.toLowerCase() === "content-type");
  return typed ? blob.slice(0, blob.size, "") : blob;
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

interface PutAnswer extends PutSuccess {
  readonly status: number;
  readonly contentType: string;
  /** The relay found that the object was there already. */
  readonly existed: boolean;
  readonly requestId: string | undefined;
  readonly pause: ReturnType<typeof askedPause>;
}

function send(signal: AbortSignal, route: Route, body: Blob, onProgress: (loaded: number) => void): Promise<PutAnswer> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const xhr = new XMLHttpRequest();
    const abort = () => xhr.abort();
    signal.addEventListener("abort", abort, { once: true });

    xhr.upload.onprogress = (event) => onProgress(Math.min(event.loaded, body.size));
    xhr.onload = () => {
      const headers = exposedHeaders(xhr);
      resolve({
        status: xhr.status,
        contentType: headers.get("content-type") ?? "",
        body: xhr.responseText,
        etag: headers.get("etag") ?? undefined,
        encrypted: headers.has(ENCRYPTED_HEADER),
        existed: headers.get(EXISTED_HEADER) === "1",
        requestId: headers.get("x-cos-request-id") ?? headers.get("x-request-id") ?? undefined,
        pause: askedPause(headers.get("retry-after")),
      });
    };
    const onBreak = () =>
      reject(new UploadError({ code: "put_unreachable", detail: new URL(route.url, location.href).origin }));
    xhr.onerror = onBreak;
    // The browser aborts requests as well: its stop button does, and `window.stop()`.
    xhr.onabort = () => (signal.aborted ? reject(signal.reason) : onBreak());
    xhr.onloadend = () => signal.removeEventListener("abort", abort);

    xhr.open("PUT", route.url);
    for (const [name, value] of Object.entries(route.headers)) xhr.setRequestHeader(name, value);
    xhr.send(body);
  });
}

/** All that this page may read: asking for a header that the server does not expose logs an error in the console. */
function exposedHeaders(xhr: XMLHttpRequest): Headers {
  const headers = new Headers();
  for (const line of xhr.getAllResponseHeaders().split("\r\n")) {
    const colon = line.indexOf(":");
    if (colon > 0) headers.append(line.slice(0, colon), line.slice(colon + 1));
  }
  return headers;
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
    ...answer.pause,
  };
}
