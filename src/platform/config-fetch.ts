import * as v from "valibot";
import { CONFIG_PATH, PublicConfig } from "../contract/config.ts";
import { UploadError } from "../contract/errors.ts";
import { getJson } from "./http.ts";

/** The gateway's public configuration. Raises `gateway_unreachable` and `gateway_failed`. */
export async function fetchConfig(signal: AbortSignal): Promise<PublicConfig> {
  const { status, json, facts } = await getJson(signal, CONFIG_PATH, {
    unreachable: "gateway_unreachable",
    timeout: "gateway_unreachable",
  });
  const config = v.safeParse(PublicConfig, json);
  if (config.success) return config.output;
  throw new UploadError({
    code: "gateway_failed",
    status,
    detail: `${CONFIG_PATH} answered HTTP ${status}, not a configuration`,
    ...facts,
  });
}
