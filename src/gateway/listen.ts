import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import { systemCode } from "../store/system-error.ts";
import { Advice } from "./advice.ts";

/** Listens, and says which port it became. @throws Node's own error, such as EADDRINUSE. */
export function listen(server: Server, host: string, port: number): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve(listeningPort(server));
    });
  });
}

/** @throws Error when the server does not listen on a TCP port. */
export function listeningPort(server: { address(): AddressInfo | string | null }): number {
  const address = server.address();
  if (address === null || typeof address === "string") throw new Error("The server does not listen on a TCP port.");
  return address.port;
}

/** Of an address or a name of another machine, of a kind that this one has not, without its scope, or not to be found. */
const NO_ADDRESS_HERE = ["EADDRNOTAVAIL", "ENOTFOUND", "EAI_AGAIN", "EAFNOSUPPORT", "EINVAL"];

/** The same failure as advice that names the variable, where there is something to advise; else as it is. */
export function adviseOnListen(error: unknown, variable: "PORT" | "STORE_PORT", port: number): unknown {
  const advice = adviceFor(error, variable, port);
  return advice === undefined ? error : new Advice(advice, { cause: error });
}

function adviceFor(error: unknown, variable: "PORT" | "STORE_PORT", port: number): string | undefined {
  const code = systemCode(error);
  const fix = `set ${variable} to another one, or to 0 for any free one`;
  if (code === "EADDRINUSE") return `Port ${port} is in use by another program: stop that program, or ${fix}.`;
  if (code === "EACCES") return `Port ${port} may not be used by this user: ${fix}.`;
  if (code !== undefined && NO_ADDRESS_HERE.includes(code)) {
    return "HOST names no address of this machine: set it to one, such as 127.0.0.1, or to 0.0.0.0 for all of them.";
  }
  return undefined;
}
