import { createSdk } from "./create-sdk.ts";

/* /embed.global.js: a classic script, which leaves `window.cosdrop`. */

const { currentScript } = document;
const script = currentScript instanceof HTMLScriptElement ? currentScript.src : location.href;
Object.assign(globalThis, { cosdrop: createSdk(script) });
