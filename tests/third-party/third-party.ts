import { createHash, randomBytes } from "node:crypto";
import { createServer, type Server } from "node:http";
import { Server as SecureServer } from "node:https";
import type { AddressInfo } from "node:net";
import { Faults, type PutFault, type SignFault } from "./faults.ts";
import { createObjectStore, type ReceivedPut, type StoredObject } from "./object-store.ts";
import type { ThirdPartyKey } from "./official-signature.ts";
import type { TlsFiles } from "./secure.ts";
import { createSignApi, objectPath } from "./sign-api.ts";

export interface ThirdPartyOptions {
  readonly faults?: { readonly sign?: SignFault; readonly put?: PutFault };
  /** 0, the default, picks a free one. */
  readonly signPort?: number;
  readonly storePort?: number;
  /** Keep only what is known of a body: for benches. */
  readonly forgetBytes?: boolean;
  /** Speak https under this certificate, which is for 127.0.0.1. */
  readonly tls?: TlsFiles;
}

/** Somebody else's sign API and store, on two origins, without CORS; signatures are the official SDK's. */
export interface ThirdParty {
  /** For `SIGN_API_URL`. */
  readonly signApiUrl: string;
  /** For `RELAY_HOSTS`. Links are there too. */
  readonly storeOrigin: string;
  /** Variables that point a gateway here. */
  readonly environment: { readonly SIGN_API_URL: string; readonly RELAY_HOSTS: string };
  readonly faults: Faults;
  readonly key: ThirdPartyKey;
  /** Path → object; a test may put one there without a PUT. */
  readonly objects: Map<string, StoredObject>;
  /** Every PUT that reached the store. */
  readonly puts: readonly ReceivedPut[];
  /** Raw request targets that reached the sign API. */
  readonly signRequests: readonly string[];
  /** Requests that came to where redirects point: nothing should. */
  readonly strays: readonly string[];
  /** Puts an object where the sign API would have it put. */
  keep(bytes: Buffer): void;
  close(): Promise<void>;
}

export async function startThirdParty(options: ThirdPartyOptions = {}): Promise<ThirdParty> {
  const faults = new Faults();
  if (options.faults?.sign !== undefined) faults.sign(options.faults.sign);
  if (options.faults?.put !== undefined) faults.put(options.faults.put);
  const key = {
    secretId: `AKIDthirdparty${randomBytes(8).toString("hex")}`,
    secretKey: randomBytes(16).toString("hex"),
    token: `third-party-token-${randomBytes(24).toString("base64url")}`,
  };
  const objects = new Map<string, StoredObject>();
  const puts: ReceivedPut[] = [];
  const signRequests: string[] = [];
  const strays: string[] = [];

  const elsewhereServer = createServer((req, res) => {
    strays.push(req.url ?? "");
    res.end("stray");
  });
  const elsewhere = await listen(elsewhereServer, 0);
  const { tls } = options;
  const store = createObjectStore({
    tls,
    key,
    objects,
    puts,
    nextFault: () => faults.nextPut(),
    slowBytesPerSecond: () => faults.slowBytesPerSecond,
    elsewhere: () => elsewhere,
    forgetBytes: options.forgetBytes ?? false,
  });
  const storeOrigin = await listen(store, options.storePort ?? 0);
  const signApi = createSignApi({
    tls,
    key,
    storeOrigin: () => storeOrigin,
    linkOrigin: () => storeOrigin,
    nextFault: () => faults.nextSign(),
    elsewhere: () => elsewhere,
    onRequest: (req) => signRequests.push(req.url ?? ""),
  });
  const signApiUrl = `${await listen(signApi, options.signPort ?? 0)}/tool/cos/sign`;
  return {
    signApiUrl,
    storeOrigin,
    environment: { SIGN_API_URL: signApiUrl, RELAY_HOSTS: storeOrigin },
    faults,
    key,
    objects,
    puts,
    signRequests,
    strays,
    keep(bytes) {
      const [md5, sha1] = ["md5", "sha1"].map((name) => createHash(name).update(bytes).digest("hex"));
      objects.set(objectPath({ sha1: sha1 ?? "", size: bytes.length }), { bytes, size: bytes.length, md5: md5 ?? "" });
    },
    close: async () => {
      await Promise.all([elsewhereServer, store, signApi].map(close));
    },
  };
}

function listen(server: Server, port: number): Promise<string> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const scheme = server instanceof SecureServer ? "https" : "http";
    server.listen(port, "127.0.0.1", () => resolve(`${scheme}://127.0.0.1:${(server.address() as AddressInfo).port}`));
  });
}

function close(server: Server): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
  });
}
