import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { createServer, type RequestListener, type Server } from "node:http";
import { createServer as createSecureServer } from "node:https";
import { join } from "node:path";

/** A certificate and its key, PEM. */
export interface TlsFiles {
  readonly cert: string;
  readonly key: string;
}

/** A certificate for 127.0.0.1 that nobody trusts unless told to. @returns its path too, for NODE_EXTRA_CA_CERTS. */
export function makeCertificate(dir: string): TlsFiles & { readonly path: string } {
  const [path, keyPath] = [join(dir, "certificate.pem"), join(dir, "key.pem")];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  const subject = ["-subj", "/CN=third party", "-addext", "subjectAltName=IP:127.0.0.1"];
  execFileSync("openssl", ["req", ...kind, ...subject, "-keyout", keyPath, "-out", path], { stdio: "ignore" });
  return { path, cert: readFileSync(path, "utf8"), key: readFileSync(keyPath, "utf8") };
}

export function createPlainOrSecure(tls: TlsFiles | undefined, listener: RequestListener): Server {
  return tls === undefined ? createServer(listener) : createSecureServer({ ...tls }, listener);
}
