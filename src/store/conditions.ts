/** What makes a stored object the same as another: its entity tag and its date. */
export interface Validators {
  /** Quoted, strong. */
  readonly etag: string;
  /** ms since the epoch, whole seconds. */
  readonly lastModified: number;
}

/** Values of the conditional headers, as sent. */
export interface Conditions {
  readonly ifMatch: string | undefined;
  readonly ifUnmodifiedSince: string | undefined;
  readonly ifNoneMatch: string | undefined;
  readonly ifModifiedSince: string | undefined;
}

/** Judges a GET's or HEAD's conditions in the order of RFC 9110, section 13.2.2. */
export function judgeConditions(conditions: Conditions, object: Validators): "send" | "not-modified" | "failed" {
  const { ifMatch, ifUnmodifiedSince, ifNoneMatch, ifModifiedSince } = conditions;
  if (ifMatch !== undefined) {
    if (!listsTag(ifMatch, object.etag, "strong")) return "failed";
  } else if (isBefore(ifUnmodifiedSince, object.lastModified)) return "failed";

  if (ifNoneMatch !== undefined) return listsTag(ifNoneMatch, object.etag, "weak") ? "not-modified" : "send";
  const since = parseHttpDate(ifModifiedSince);
  return since !== undefined && object.lastModified <= since ? "not-modified" : "send";
}

/** Whether If-Range lets a range be sent (RFC 9110, section 13.1.5): the same tag, or exactly the same date. */
export function rangeStillFits(ifRange: string | undefined, object: Validators): boolean {
  if (ifRange === undefined || ifRange === object.etag) return true;
  return parseHttpDate(ifRange) === object.lastModified;
}

function listsTag(list: string, etag: string, comparison: "strong" | "weak"): boolean {
  if (list.trim() === "*") return true;
  const tags = list.match(/(?:W\/)?"[^"]*"/g) ?? [];
  return tags.some((tag) => tag === etag || (comparison === "weak" && tag === `W/${etag}`));
}

function isBefore(date: string | undefined, time: number): boolean {
  const parsed = parseHttpDate(date);
  return parsed !== undefined && parsed < time;
}

const HTTP_DATE = /^(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/** The one form that is still generated (RFC 9110, section 5.6.7); a date in any other form is no condition. */
function parseHttpDate(text: string | undefined): number | undefined {
  if (text === undefined || !HTTP_DATE.test(text)) return undefined;
  const time = Date.parse(text);
  return Number.isNaN(time) ? undefined : time;
}
