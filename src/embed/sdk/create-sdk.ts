import type * as Sdk from "./embed.d.ts";
import { mountUploader } from "./mount.ts";
import { pickInDialog } from "./pick.ts";

/**
 * The SDK of the service that this script was loaded from.
 * @param script its address; whatever it is in a bundle, it is not looked at where `app` is given.
 */
export function createSdk(script: string): { mount: typeof Sdk.mount; pick: typeof Sdk.pick } {
  return {
    mount: (target, options) => mountUploader(target, { ...options, app: options?.app ?? script }),
    pick: (options) => pickInDialog({ ...options, app: options?.app ?? script }),
  };
}
