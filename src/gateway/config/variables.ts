import * as v from "valibot";
import { AccessToken } from "../../contract/access-token.ts";
import { COS_MAX_PUT_SIZE, DEFAULT_ACCEPT, DEFAULT_MAX_FILE_SIZE } from "../../contract/policy.ts";
import { DEFAULT_HOST, DEFAULT_PAGE_PORT, DEFAULT_STORE_DIR, DEFAULT_STORE_PORT } from "../../store/defaults.ts";
import { formatSize, Size } from "./size.ts";
import {
  AcceptedType,
  ApiUrl,
  BucketName,
  FolderPath,
  KeyPrefix,
  ListenHost,
  listOf,
  OnOff,
  Origin,
  Port,
  ProxyAddress,
  RateSetting,
  Region,
  RelayHost,
  Seconds,
  Secret,
  SHORTEST_TICKET_SECRET,
  TicketSecret,
} from "./values.ts";

/** The first parts of an object key, as in the published example. */
const DEFAULT_KEY_PREFIX = "songlist/p";
/** One client can drop thousands of files at once, and then ten a second. */
export const DEFAULT_RATE_LIMIT = "6000/10m";
/** How long uploads under way may take after the gateway was told to stop, in seconds. */
export const DEFAULT_STOP_TIMEOUT_SECONDS = 30;

/** A variable with a default; `wanted` completes the sentence "give …". */
function setting<T, F extends string>(schema: v.GenericSchema<string, T>, wanted: string, fallback: F) {
  return v.optional(v.config(schema, { message: wanted, abortEarly: true, abortPipeEarly: true }), fallback);
}

/** A variable that may be left out. */
function optional<T>(schema: v.GenericSchema<string, T>, wanted: string) {
  return v.optional(v.config(schema, { message: wanted, abortEarly: true, abortPipeEarly: true }));
}

const AN_ORIGIN = "a scheme, a host and perhaps a port, without a path, such as https://up.example";
const ORIGINS = "a list of origins, each a scheme, a host and perhaps a port, such as https://admin.example";

/** Every environment variable that the gateway reads, with its form and its default. */
export const Variables = v.object({
  PORT: setting(Port, "a whole number from 0 to 65535 (0 picks a free port)", `${DEFAULT_PAGE_PORT}`),
  HOST: setting(ListenHost, "an IP address or a host name to listen on, such as 127.0.0.1 or 0.0.0.0", DEFAULT_HOST),
  PUBLIC_URL: optional(Origin, AN_ORIGIN),

  STORE_PORT: setting(Port, "a whole number from 0 to 65535 (0 picks a free port)", `${DEFAULT_STORE_PORT}`),
  STORE_DIR: setting(FolderPath, "the path of a folder, without ~ or spaces at its ends", DEFAULT_STORE_DIR),
  STORE_PUBLIC_URL: optional(Origin, AN_ORIGIN),
  STORE_MAX_BYTES: optional(v.pipe(Size, v.minValue(1)), "a size such as 500MB or 20GB"),
  COS_KEY_PREFIX: setting(
    KeyPrefix,
    "parts of letters, digits, _ and -, with / between them, such as songlist/p",
    DEFAULT_KEY_PREFIX,
  ),

  SIGN_API_URL: optional(
    ApiUrl,
    "the sign API's whole address, without a query, such as https://api.example/tool/cos/sign",
  ),
  RELAY_HOSTS: setting(
    listOf(RelayHost),
    "a list of host names, such as img.example.com or *.example.com, or whole origins, such as http://127.0.0.1:9100",
    "",
  ),

  COS_BUCKET: optional(BucketName, "the bucket's name with its APPID, such as pictures-1250000000"),
  COS_REGION: optional(Region, "the bucket's region, such as ap-guangzhou"),
  COS_SECRET_ID: optional(Secret, "the SecretId of a key that may put and head objects in the bucket"),
  COS_SECRET_KEY: optional(Secret, "the SecretKey that belongs to COS_SECRET_ID"),
  COS_SESSION_TOKEN: optional(Secret, "the token of a temporary key, as it was given out"),
  COS_ENDPOINT: optional(Origin, AN_ORIGIN),
  CDN_URL: optional(Origin, AN_ORIGIN),
  UPLOAD_ROUTE: optional(v.picklist(["auto", "direct", "relay"]), "auto, direct or relay"),
  EXISTS_CHECK: setting(OnOff, "on or off", "on"),
  TICKET_SECRET: optional(TicketSecret, `at least ${SHORTEST_TICKET_SECRET} visible ASCII characters without spaces`),

  ACCEPT: setting(
    v.pipe(listOf(AcceptedType), v.minLength(1)),
    `a list of image types out of these: ${AcceptedType.pipe[2].options.join(", ")}`,
    DEFAULT_ACCEPT.join(","),
  ),
  MAX_FILE_SIZE: setting(
    v.pipe(Size, v.minValue(1), v.maxValue(COS_MAX_PUT_SIZE)),
    `a size from 1 byte to ${formatSize(COS_MAX_PUT_SIZE)}, such as 100MB or 1GiB`,
    `${DEFAULT_MAX_FILE_SIZE}`,
  ),
  ACCESS_TOKEN: optional(AccessToken, "up to 4096 visible ASCII characters without spaces"),
  RATE_LIMIT: setting(RateSetting, "requests and a period, such as 6000/10m or 5/s, or off", DEFAULT_RATE_LIMIT),
  DAILY_BYTES: optional(v.pipe(Size, v.minValue(1)), "a size such as 50GB"),
  TRUST_PROXY: setting(
    listOf(ProxyAddress),
    "a list of your proxies' addresses or networks, such as 127.0.0.1 or 10.0.0.0/8",
    "",
  ),
  STOP_TIMEOUT: setting(Seconds, "a whole number of seconds, up to 86400", `${DEFAULT_STOP_TIMEOUT_SECONDS}`),
  EMBED_ORIGINS: setting(listOf(Origin), ORIGINS, ""),
  CORS_ORIGINS: setting(listOf(Origin), ORIGINS, ""),
});
export type Variables = v.InferOutput<typeof Variables>;

/** Never printed, not even when they are wrong. */
export const SECRET_VARIABLES: ReadonlySet<string> = new Set([
  "ACCESS_TOKEN",
  "COS_SECRET_ID",
  "COS_SECRET_KEY",
  "COS_SESSION_TOKEN",
  "TICKET_SECRET",
]);
