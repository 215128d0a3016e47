import { type ErrorCode, type Failure, UploadError } from "../contract/errors.ts";
import { askedPause } from "../contract/retry-after.ts";
import { embedPass } from "./opaque-origin.ts";

/** A sign answer or a configuration is a few KB; a longer one is not what it claims to be. */
const MAX_JSON_BYTES = 64 * 1024;

/** How long the gateway may take for a small answer, in ms. */
const JSON_TIMEOUT_MS = 20_000;

/** Which code a failure of a small JSON request carries. */
export interface JsonFailureCodes {
  readonly unreachable: ErrorCode;
  readonly timeout: ErrorCode;
}

/** What came back, whatever its status. */
export interface JsonAnswer {
  readonly status: number;
  /** What a failure has to say of the answer besides its status. */
  readonly facts: Pick<Failure, "requestId" | "retryAfterMs" | "retryAt">;
  /** Not looked at yet; undefined for what is no JSON or too long, such as a proxy's own page. */
  readonly json: unknown;
}

/**
 * GETs a small JSON answer of the page's own server. Rejects with the signal's reason when aborted, else with an
 * UploadError of one of `codes`.
 */
export async function getJson(
  signal: AbortSignal,
  path: string,
  codes: JsonFailureCodes,
  headers: Record<string, string> = {},
): Promise<JsonAnswer> {
  signal.throwIfAborted();
  // A controller of its own: an abort that comes right after the answer would make the browser drop the connection.
  const request = new AbortController();
  const onAbort = () => request.abort();
  signal.addEventListener("abort", onAbort, { once: true });
  let timedOut = false;
  const timer = setTimeout(() => {
    timedOut = true;
    request.abort();
  }, JSON_TIMEOUT_MS);
  try {
    const response = await fetch(path, {
      headers: { accept: "application/json", ...embedPass(), ...headers },
      credentials: "same-origin",
      cache: "no-store",
      redirect: "error",
      signal: request.signal,
    });
    const text = await (isShort(response) ? response.text() : readCapped(response));
    const requestId = response.headers.get("x-request-id");
    return {
      status: response.status,
      facts: { ...(requestId !== null && { requestId }), ...askedPause(response.headers.get("retry-after")) },
      json: parseJson(text),
    };
  } catch (error) {
    signal.throwIfAborted();
    if (timedOut) throw new UploadError({ code: codes.timeout }, { cause: error });
    throw new UploadError({ code: codes.unreachable, detail: String(error) }, { cause: error });
  } finally {
    clearTimeout(timer);
    signal.removeEventListener("abort", onAbort);
  }
}

/** Said to be short: read as a whole, after which Chromium keeps the connection; a read stream it sometimes gives up. */
function isShort(response: Response): boolean {
  const length = response.headers.get("content-length");
  return length !== null && Number(length) <= MAX_JSON_BYTES && !response.headers.has("content-encoding");
}

async function readCapped(response: Response): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return "";
  const decoder = new TextDecoder();
  let text = "";
  let read = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    read += value.byteLength;
    if (read > MAX_JSON_BYTES) {
      await reader.cancel();
      return "";
    }
    text += decoder.decode(value, { stream: true });
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
