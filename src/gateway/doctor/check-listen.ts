import { createServer } from "node:http";
import { systemCode } from "../../store/system-error.ts";
import type { GatewayConfig } from "../config/config.ts";
import { adviseOnListen, listen } from "../listen.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import { type Finding, fail, note, ok } from "./finding.ts";

/** Listens for a moment where the gateway is to listen, and the embedded store. Never throws. */
export async function checkListen({ listen: { host, port }, mode }: GatewayConfig): Promise<Finding[]> {
  const page = await tryPort(host, port, "PORT");
  if (mode.kind !== "embedded" || page.status === "fail") return [page];
  return [page, await tryPort(host, mode.store.port, "STORE_PORT")];
}

async function tryPort(host: string, port: number, variable: "PORT" | "STORE_PORT"): Promise<Finding> {
  const server = createServer();
  try {
    const found = await listen(server, host, port);
    return ok(port === 0 ? `Any free port of ${host} will do for ${variable}.` : `Port ${found} of ${host} is free.`);
  } catch (error) {
    if (systemCode(error) === "EADDRINUSE")
      return note(
        `Port ${port} is in use.`,
        `That is fine if this gateway is running already; otherwise stop the other program, or set ${variable} to another one.`,
      );
    return fail(
      `The gateway cannot listen on port ${port} of ${host}.`,
      reasonOf(adviseOnListen(error, variable, port)),
    );
  } finally {
    await new Promise((closed) => server.close(closed));
  }
}
