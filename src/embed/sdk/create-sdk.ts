import type * as Sdk from "./embed.d.ts";
import { mountUploader } from "./mount.ts";
import { pickInDialog } from "./pick.ts";

/** The SDK of the service that this script was loaded from. */
export function createSdk(script: string): { mount: typeof Sdk.mount; pick: typeof Sdk.pick } {
  const app = new URL(".", script).href;
  return {
    mount: (target, options = {}) => mountUploader(target, { app, ...options }),
    pick: (options = {}) => pickInDialog({ app, ...options }),
  };
}
