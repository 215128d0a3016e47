import { use } from "react";
import type * as Sdk from "../../../src/embed/sdk/embed.d.ts";

const app = document.querySelector<HTMLMetaElement>('meta[name="cosdrop"]')?.content ?? "";
const loading: Promise<typeof Sdk> = import(/* @vite-ignore */ `${app}/embed.js`);

/** The SDK of the service that the page names; suspends until it is loaded. */
export function useSdk(): typeof Sdk {
  return use(loading);
}
