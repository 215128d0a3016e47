import type * as Sdk from "./embed.d.ts";

/** What the SDK's promises reject with. */
export class SdkError extends Error implements Sdk.CosdropError {
  override readonly name = "CosdropError";
  readonly code: Sdk.CosdropError["code"];
  constructor(code: Sdk.CosdropError["code"], message: string) {
    super(`cosdrop: ${message}`);
    this.code = code;
  }
}
