import { lookup } from "node:dns/promises";
import type { LookupFunction } from "node:net";
import { isPublicAddress } from "./public-address.ts";

/** One address of a host name, as `dns.lookup` gives it; `family` is 4 or 6. */
export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

/** All addresses of a host name. @throws what the system's resolver raises, such as ENOTFOUND. */
export type Resolve = (hostname: string) => Promise<readonly ResolvedAddress[]>;

/** As the system resolves names: /etc/hosts counts. */
export const systemResolve: Resolve = (hostname) => lookup(hostname, { all: true });

/** A host name led to an address that is not on the public internet, and no connection was made. */
export class PrivateAddressError extends Error {
  override readonly name = "PrivateAddressError";
}

/**
 * For `net.connect`: resolves once, looks at every address, and hands over those very addresses to connect to. A name
 * whose answer changes afterwards (DNS rebinding) changes nothing. One private address among public ones refuses all.
 */
export function guardedLookup(resolve: Resolve): LookupFunction {
  return function lookupPublic(hostname, options, callback) {
    resolve(hostname).then(
      (addresses) => {
        const [first] = addresses;
        if (first === undefined || !addresses.every(({ address }) => isPublicAddress(address))) {
          callback(new PrivateAddressError(`${hostname} has an address that is not public`), "", 0);
        } else if (options.all === true) callback(null, [...addresses]);
        else callback(null, first.address, first.family);
      },
      (error: unknown) => callback(error instanceof Error ? error : new Error(String(error)), "", 0),
    );
  };
}
