import { createSdk } from "./create-sdk.ts";

/* /embed.js: an ES module. */

export const { mount, pick } = createSdk(import.meta.url);
