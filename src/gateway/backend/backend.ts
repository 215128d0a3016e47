import type { SignData, SignRequest } from "../../contract/sign.ts";
import type { Refusal } from "../http/refusals.ts";
import type { Relay } from "../relay/relay.ts";

/** A signed PUT, or why there is none. */
export type Signing =
  | { readonly kind: "granted"; readonly data: SignData }
  | { readonly kind: "refused"; readonly refusal: Refusal; readonly why?: string };

/** Who asks for a signature. */
export interface Asker {
  /** The host name under which the browser sees the gateway, as in a URL. */
  readonly gatewayHostname: string;
  /** The origin of the page that will send the bytes; `null` of one that has none. */
  readonly pageOrigin: string;
}

/** What stands behind the sign API in one mode. Requests that reach it satisfy the file policy. */
export interface Backend {
  sign(request: SignRequest, asker: Asker): Promise<Signing>;
  /** Exact origins that a signed PUT may go to straight from the page, or a link may be on over plain http. */
  readonly uploadOrigins: readonly string[];
  /** Takes bytes for `data.relay`; absent where they never go through the gateway. */
  readonly relay?: Relay;
  health(): Promise<BackendHealth>;
  close(): Promise<void>;
}

/** Whether uploads can work now; `details` is for an operator, and holds nothing secret. */
export interface BackendHealth {
  readonly ok: boolean;
  readonly details: Readonly<Record<string, unknown>>;
}
