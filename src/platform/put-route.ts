import type { PublicConfig } from "../contract/config.ts";
import { UploadError } from "../contract/errors.ts";
import type { SignData } from "../contract/sign.ts";

/** The gateway's configuration. */
export interface ConfigSource {
  /** As it was when the page last asked. */
  config(signal: AbortSignal): Promise<PublicConfig>;
  /** As it is now: the gateway may have been started with another one since. */
  freshConfig(signal: AbortSignal): Promise<PublicConfig>;
}

/** Where the bytes go, and what is said with them. */
export interface Route {
  readonly url: string;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The only headers of a sign answer that a page passes on. A browser drops Host, Connection and Content-Length in
 * silence and sends its own; Firefox would add User-Agent to the preflight, which then fails (Fetch standard,
 * "forbidden request-header"; COS's allowed headers).
 */
const SETTABLE_HEADER = /^(authorization|content-type|content-md5|x-cos-[a-z0-9-]+)$/i;

/** The way of a grant. Raises `sign_destination_refused` for a store that the gateway, asked once more, does not name. */
export async function chooseRoute(signal: AbortSignal, grant: SignData, source: ConfigSource): Promise<Route> {
  if (grant.relay !== undefined) return { url: grant.relay, headers: {} };
  const { origin, username, password } = new URL(grant.url);
  const isNamed = ({ uploadOrigins }: PublicConfig) => uploadOrigins.includes(origin);
  const allowed =
    username === "" &&
    password === "" &&
    (isNamed(await source.config(signal)) || isNamed(await source.freshConfig(signal)));
  if (!allowed) throw new UploadError({ code: "sign_destination_refused", detail: origin });
  const headers = Object.entries(grant.header).filter(([name]) => SETTABLE_HEADER.test(name));
  return { url: grant.url, headers: Object.fromEntries(headers) };
}
