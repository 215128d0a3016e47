/** COS's error codes that we raise, each with its HTTP status (COS documentation, Error Codes). */
const COS_ERROR_STATUS = {
  BadDigest: 400,
  EntitySizeNotMatch: 400,
  EntityTooLarge: 400,
  IncompleteBody: 400,
  InvalidArgument: 400,
  InvalidDigest: 400,
  InvalidRequest: 400,
  InvalidURI: 400,
  KeyTooLong: 400,
  RequestTimeout: 400,
  UserNetworkTooSlow: 400,
  AccessDenied: 403,
  AccessForbidden: 403,
  InvalidAccessKeyId: 403,
  RequestTimeTooSkewed: 403,
  SignatureDoesNotMatch: 403,
  NoSuchKey: 404,
  MethodNotAllowed: 405,
  FileAlreadyExists: 409,
  MissingContentLength: 411,
  PreconditionFailed: 412,
  InvalidRange: 416,
  InternalError: 500,
  NotImplemented: 501,
  ServiceUnavailable: 503,
  SlowDown: 503,
} as const;
/** A code of COS's that we raise. */
export type CosErrorCode = keyof typeof COS_ERROR_STATUS;

/** What a `SignatureDoesNotMatch` shows of the server's side of the calculation, so that a client can compare. */
export interface SignatureClue {
  readonly stringToSign: string;
  readonly formatString: string;
}

/** A refusal in COS's words. The message is for people, and holds no secret. */
export class CosError extends Error {
  override readonly name = "CosError";
  readonly code: CosErrorCode;
  readonly clue: SignatureClue | undefined;
  constructor(code: CosErrorCode, message: string, options: ErrorOptions & { clue?: SignatureClue } = {}) {
    super(message, options);
    this.code = code;
    this.clue = options.clue;
  }
  /** HTTP status of this refusal. */
  get status(): number {
    return COS_ERROR_STATUS[this.code];
  }
}

/** The body of an error answer, `application/xml`. */
export function errorXml(error: CosError, request: { readonly resource: string; readonly requestId: string }): string {
  const fields: readonly (readonly [string, string | undefined])[] = [
    ["Code", error.code],
    ["Message", error.message],
    ["StringToSign", error.clue?.stringToSign],
    ["FormatString", error.clue?.formatString],
    ["Resource", request.resource],
    ["RequestId", request.requestId],
    ["TraceId", request.requestId],
  ];
  const nodes = fields.map(([name, text]) => (text === undefined ? "" : `\t<${name}>${escapeXml(text)}</${name}>\n`));
  return `<?xml version="1.0" encoding="utf-8" ?>\n<Error>\n${nodes.join("")}</Error>\n`;
}

const ENTITIES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&apos;",
  "\r": "&#13;",
};

/** Text for an XML 1.0 element; characters that XML cannot hold become U+FFFD. */
export function escapeXml(text: string): string {
  return text
    .replace(/[^\t\n\r\x20-\uD7FF\uE000-\uFFFD\u{10000}-\u{10FFFF}]/gu, "\uFFFD")
    .replace(/[&<>"'\r]/g, (char) => ENTITIES[char] ?? char);
}
