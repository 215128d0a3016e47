import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { connect, createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";

const NGINX = "/usr/sbin/nginx";
const CONF_DIR = join(import.meta.dirname, "../../docs/deploy");

/** Installs Debian's nginx where there is none and this process may. */
export function ensureNginx(): string {
  if (!existsSync(NGINX) && process.platform === "linux" && process.getuid?.() === 0) {
    const apt = (...args: string[]) =>
      execFileSync("apt-get", args, { stdio: "inherit", env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" } });
    apt("update");
    apt("install", "-y", "--no-install-recommends", "nginx", "openssl");
  }
  if (existsSync(NGINX)) return NGINX;
  throw new Error("No nginx was found: install it (Debian: apt-get install nginx).");
}

export interface RunningNginx {
  /** Where its configuration, its certificate and its logs are. */
  readonly dir: string;
  /** The certificate that its TLS servers show. */
  readonly certificate: string;
  log(): Promise<string>;
  close(): Promise<void>;
}

/** Runs nginx, in a folder of its own, with the files of docs/deploy as they are but for what an operator changes. */
export async function startNginx(
  files: readonly string[],
  change: (text: string) => string,
  waitFor: number,
): Promise<RunningNginx> {
  const nginx = ensureNginx();
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-nginx-"));
  const [certificate, key] = [join(dir, "fullchain.pem"), join(dir, "privkey.pem")];
  const subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost,DNS:img.localhost"];
  const kind = ["-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "2"];
  execFileSync("openssl", ["req", ...kind, ...subject, "-keyout", key, "-out", certificate], { stdio: "ignore" });

  const servers = await Promise.all(files.map((name) => readFile(join(CONF_DIR, name), "utf8")));
  const ours = change(servers.join("\n"))
    .replaceAll("/etc/ssl/cosdrop/", `${dir}/`)
    .replaceAll("/var/log/nginx/", `${dir}/`);
  const temporary = ["client_body", "proxy", "fastcgi", "uwsgi", "scgi"].map(
    (name) => `${name}_temp_path ${dir}/${name};`,
  );
  const user = process.getuid?.() === 0 ? "user root;" : "";
  const main = `${user} daemon off; worker_processes 1; pid ${dir}/pid; error_log ${dir}/error.log;
    events { worker_connections 2048; }
    http { access_log off; ${temporary.join(" ")} ${ours} }`;
  await writeFile(join(dir, "nginx.conf"), main);
  const child = spawn(nginx, ["-p", dir, "-c", join(dir, "nginx.conf"), "-e", join(dir, "error.log")], {
    stdio: ["ignore", "inherit", "inherit"],
  });
  await listening(child, waitFor);
  return {
    dir,
    certificate: await readFile(certificate, "utf8"),
    log: () => readFile(join(dir, "cosdrop.log"), "utf8"),
    async close() {
      const ended = once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(dir, { recursive: true, force: true });
    },
  };
}

async function listening(child: ChildProcess, port: number): Promise<void> {
  let ended = false;
  child.once("exit", () => {
    ended = true;
  });
  for (;;) {
    const open = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1", () => resolve(true));
      socket.once("error", () => resolve(false)).once("connect", () => socket.destroy());
    });
    if (open) return;
    if (ended) throw new Error("nginx ended at once: see what it said");
    await new Promise((go) => setTimeout(go, 20));
  }
}

/** A port that was free a moment ago. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  return typeof address === "object" && address !== null ? address.port : 0;
}
