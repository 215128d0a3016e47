import { resolve } from "node:path";
import type { Mistake } from "./mistakes.ts";
import type { Variables } from "./variables.ts";

/** The embedded default: an object store of our own beside the gateway. */
export interface EmbeddedMode {
  readonly kind: "embedded";
  readonly store: {
    /** 0 picks a free one. */
    readonly port: number;
    /** Absolute path. */
    readonly dir: string;
    /** The origin under which browsers reach the store, where it differs from the page's host name and its port. */
    readonly publicOrigin: string | undefined;
    /** Quota over all objects, in bytes; the disk alone when absent. */
    readonly maxBytes: number | undefined;
  };
  /** First parts of every object key, without slashes at the ends. */
  readonly keyPrefix: string;
}

/** Which way the bytes go: straight from the page, through the gateway, or whichever the bucket allows. */
export type UploadRoute = "auto" | "direct" | "relay";

/** The operator's own bucket: signed here. */
export interface BucketMode {
  readonly kind: "bucket";
  /** The bucket's own origin, or the endpoint that was named in its place. */
  readonly origin: string;
  /** Where links point. */
  readonly linkOrigin: string;
  readonly credentials: {
    readonly secretId: string;
    readonly secretKey: string;
    /** Of a temporary key. */
    readonly securityToken: string | undefined;
  };
  readonly keyPrefix: string;
  readonly route: UploadRoute;
  /** Ask the bucket, before signing, whether the object is there already. */
  readonly existsCheck: boolean;
}

/** Somebody else's sign API; the bytes go through the relay. */
export interface ThirdPartyMode {
  readonly kind: "third-party";
  readonly signApiUrl: string;
  /** Hosts that bytes may go to besides COS's own, over https: a name, or `*.` and a name. */
  readonly hostPatterns: readonly string[];
  /** Origins that bytes may go to, whatever their protocol, port and address. */
  readonly namedOrigins: readonly string[];
}

/** Who signs and where the bytes go; told apart by `kind`. */
export type ModeConfig = EmbeddedMode | BucketMode | ThirdPartyMode;

const REQUIRED_FOR_BUCKET = ["COS_BUCKET", "COS_REGION", "COS_SECRET_ID", "COS_SECRET_KEY"] as const;
const OF_BUCKET_MODE = [...REQUIRED_FOR_BUCKET, "COS_SESSION_TOKEN", "COS_ENDPOINT", "CDN_URL", "UPLOAD_ROUTE"];

/** Variables of two modes at once, or a mode's variables without those that choose it. */
export function findMixedModes(given: Readonly<Record<string, unknown>>): Mistake[] {
  const bucket = OF_BUCKET_MODE.filter((variable) => given[variable] !== undefined);
  const [first] = bucket;
  if (given.SIGN_API_URL !== undefined) {
    if (first === undefined) return [];
    return [
      {
        variable: first,
        problem: `SIGN_API_URL and ${bucket.join(", ")} ask for two different modes.`,
        fix: "Keep SIGN_API_URL for somebody else's sign API, or the others for a bucket of your own.",
      },
    ];
  }
  const strayRelayHosts: Mistake = {
    variable: "RELAY_HOSTS",
    problem: "RELAY_HOSTS is set without SIGN_API_URL, and would do nothing.",
    fix: "Give SIGN_API_URL, or leave RELAY_HOSTS out.",
  };
  const missing = REQUIRED_FOR_BUCKET.filter((variable) => bucket.length > 0 && given[variable] === undefined);
  return [
    ...(given.RELAY_HOSTS === undefined ? [] : [strayRelayHosts]),
    ...missing.map((variable) => ({
      variable,
      problem: `${variable} is missing: ${bucket.join(", ")} ${bucket.length === 1 ? "asks" : "ask"} for a bucket of your own.`,
      fix: `Give ${REQUIRED_FOR_BUCKET.join(", ")} together, or none of them to use the embedded store.`,
    })),
  ];
}

/** @param values free of mixed modes. */
export function chooseMode(values: Variables): ModeConfig {
  const { SIGN_API_URL, RELAY_HOSTS, COS_BUCKET, COS_REGION, COS_SECRET_ID, COS_SECRET_KEY } = values;
  if (SIGN_API_URL !== undefined) {
    return {
      kind: "third-party",
      signApiUrl: SIGN_API_URL,
      hostPatterns: RELAY_HOSTS.flatMap((host) => (host.kind === "pattern" ? [host.pattern] : [])),
      namedOrigins: RELAY_HOSTS.flatMap((host) => (host.kind === "origin" ? [host.origin] : [])),
    };
  }
  if (COS_BUCKET && COS_REGION && COS_SECRET_ID && COS_SECRET_KEY) {
    const origin = values.COS_ENDPOINT ?? `https://${COS_BUCKET}.cos.${COS_REGION}.myqcloud.com`;
    return {
      kind: "bucket",
      origin,
      linkOrigin: values.CDN_URL ?? origin,
      credentials: { secretId: COS_SECRET_ID, secretKey: COS_SECRET_KEY, securityToken: values.COS_SESSION_TOKEN },
      keyPrefix: values.COS_KEY_PREFIX,
      route: values.UPLOAD_ROUTE ?? "auto",
      existsCheck: values.EXISTS_CHECK,
    };
  }
  return {
    kind: "embedded",
    store: {
      port: values.STORE_PORT,
      dir: resolve(values.STORE_DIR),
      publicOrigin: values.STORE_PUBLIC_URL,
      maxBytes: values.STORE_MAX_BYTES,
    },
    keyPrefix: values.COS_KEY_PREFIX,
  };
}
