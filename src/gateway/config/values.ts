import { isIP } from "node:net";
import { domainToASCII } from "node:url";
import * as v from "valibot";
import { KNOWN_IMAGE_TYPES } from "../../contract/image-type.ts";
import { MAX_PORT } from "../../store/defaults.ts";

/** A TCP port; 0 stands for "any free one". */
export const Port = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(MAX_PORT));

/** An address or a name to listen on, IPv6 without brackets. */
export const ListenHost = v.pipe(
  v.string(),
  v.check((text) => isIP(text) !== 0 || /^[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?$/i.test(text)),
);

/** An http(s) origin, normalised as browsers write it. A single slash at the end is forgiven; a path is not. */
export const Origin = v.pipe(
  v.string(),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const origin = toOrigin(dataset.value);
    if (origin !== undefined) return origin;
    addIssue({});
    return NEVER;
  }),
);

/** A name or an address and perhaps a port; nothing that would mean something else in a policy's list of sources. */
const WRITTEN_ORIGIN = /^https?:\/\/(?:[^\s/\\@?#*%;,'"()[\]:]+|\[[\da-f:.]+\])(?::\d+)?\/?$/i;

function toOrigin(text: string): string | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  const bare = url.href === `${url.origin}/` && (url.protocol === "http:" || url.protocol === "https:");
  // The parser forgives much (`https:/a\b`); what it had to repair is a mistake all the same.
  return bare && WRITTEN_ORIGIN.test(text) ? url.origin : undefined;
}

/** A list of `item`s with commas or white space between them, without repeats. */
export function listOf<T>(item: v.GenericSchema<string, T>) {
  return v.pipe(
    v.string(),
    v.transform((text) => text.split(/[\s,]+/).filter((part) => part !== "")),
    v.array(item),
    v.transform((items) => [...new Set(items)]),
  );
}

/**
 * A path, relative or absolute. What only a shell would replace (`~`) is refused, and so is white space at the ends, such
 * as the carriage return of a Windows line: both would make a new folder beside the one that was meant.
 */
export const FolderPath = v.pipe(v.string(), v.minLength(1), v.regex(/^(?!~(?:$|\/))\S(?:.*\S)?$/));

/** A MIME type that the page can prove by a file's first bytes; any other could never be uploaded by it. */
export const AcceptedType = v.pipe(v.string(), v.toLowerCase(), v.picklist(KNOWN_IMAGE_TYPES));

/** Key segments that need no encoding in a URL, with single slashes between them. */
export const KeyPrefix = v.pipe(v.string(), v.maxLength(200), v.regex(/^[A-Za-z0-9_-]+(?:\/[A-Za-z0-9_-]+)*$/));

/** A whole http(s) URL that a query can be added to: no user info, no query, no fragment. */
export const ApiUrl = v.pipe(
  v.string(),
  v.check((text) => {
    const url = URL.parse(text);
    if (url === null || !/^https?:\/\/[^\s\\@?#]+$/i.test(text)) return false;
    return (url.protocol === "https:" || url.protocol === "http:") && url.username === "";
  }),
  v.transform((text) => new URL(text).href),
);

/** A bucket's name with its APPID, as COS has it (COS documentation, Naming Conventions). */
export const BucketName = v.pipe(v.string(), v.regex(/^[a-z0-9](?:[a-z0-9-]{0,48}[a-z0-9])?-\d{5,12}$/));

/** A COS region, such as ap-guangzhou. */
export const Region = v.pipe(v.string(), v.regex(/^[a-z]{2,}(?:-[a-z0-9]+)*$/));

/** What stands in a header or keys an HMAC: visible ASCII. */
export const Secret = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));

/** Fewer characters could be guessed by trying. */
export const SHORTEST_TICKET_SECRET = 32;
/** What seals tickets and passes. */
export const TicketSecret = v.pipe(Secret, v.minLength(SHORTEST_TICKET_SECRET));

/** A host pattern (`img.example.com`, `*.example.com` for all names below), or a whole origin. */
export type RelayHost =
  | { readonly kind: "pattern"; readonly pattern: string }
  | { readonly kind: "origin"; readonly origin: string };

const HOST_PATTERN = /^(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)+$/;

/** One entry of `RELAY_HOSTS`; a pattern in lower case. */
export const RelayHost: v.GenericSchema<string, RelayHost> = v.union([
  v.pipe(
    Origin,
    v.transform((origin): RelayHost => ({ kind: "origin", origin })),
  ),
  v.pipe(
    v.string(),
    // Else the rest of an address would be dropped in silence.
    v.regex(/^[^\s/\\?#@:%]+$/),
    // As the URL standard has it, in lower case: the sign API's url is compared in that form. Nothing where it is no host.
    v.transform(domainToASCII),
    v.regex(HOST_PATTERN),
    // An address is named as an origin: a bare one would not say which port and which protocol. What ends in a number
    // is one to a browser (URL standard, host parsing), also behind a `*.`, and no resolver would look at it.
    v.check((text) => !/\.\d+$/.test(text)),
    v.transform((pattern): RelayHost => ({ kind: "pattern", pattern })),
  ),
]);

/** An IP address, or a network in CIDR form. */
export const ProxyAddress = v.pipe(
  v.string(),
  v.check((text) => {
    const [, address = "", bits] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? [];
    const version = isIP(address);
    return version !== 0 && (bits === undefined || Number(bits) <= (version === 4 ? 32 : 128));
  }),
);

/** How often one client may do something: `requests` at once, refilled over `seconds`. */
export interface Rate {
  readonly requests: number;
  readonly seconds: number;
}

const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3600 };
const RATE = /^([1-9]\d{0,8})\/([1-9]\d{0,4})?([smh])$/;

/** `6000/10m`, `5/s`, or `off`. */
export const RateSetting = v.pipe(
  v.string(),
  v.check((text) => text === "off" || RATE.test(text)),
  v.transform((text): Rate | undefined => {
    const [, requests = "", count = "1", unit = ""] = RATE.exec(text) ?? [];
    return text === "off" ? undefined : { requests: Number(requests), seconds: Number(count) * (SECONDS[unit] ?? 1) };
  }),
);

/** Whole seconds, up to a day. */
export const Seconds = v.pipe(v.string(), v.regex(/^\d{1,5}$/), v.transform(Number), v.maxValue(86_400));

/** `on` or `off`. */
export const OnOff = v.pipe(
  v.picklist(["on", "off"]),
  v.transform((text) => text === "on"),
);
