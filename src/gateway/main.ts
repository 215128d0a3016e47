import { join } from "node:path";
import { inspect } from "node:util";
import { loadConfig } from "./config/load.ts";
import { createLog, type Log } from "./log/log.ts";
import { redact } from "./log/redact.ts";
import { type RunningServer, startServer } from "./server.ts";

/*
 * Production: `npm start` serves dist/client with the gateway before it. Log lines go to standard output,
 * what keeps it from starting to standard error.
 */

const CLIENT_DIR = join(import.meta.dirname, "../client");

surviveLostLog();
try {
  const config = loadConfig();
  const log = createLog();
  const server = await startServer({ config, clientDir: CLIENT_DIR, log });
  const { url, port, store } = server;
  log.info({ url, port, ...(store && { store }), mode: config.mode.kind, pid: process.pid }, "listening");
  stopOnSignals(server, log);
} catch (error) {
  process.stderr.write(`${redact(inspect(error))}\n`);
  process.exitCode = 1;
}

/** A full disk, or a reader of the log that has gone, must not end the uploads: lines are lost, which is said once. */
function surviveLostLog(): void {
  process.stderr.on("error", () => undefined);
  process.stdout.once("error", (error) => {
    process.stdout.on("error", () => undefined);
    process.stderr.write(`Log lines are lost: standard output cannot be written (${error.message}).\n`);
  });
}

function stopOnSignals(server: RunningServer, log: Log): void {
  const stop = async (signal: NodeJS.Signals) => {
    // A second one, whichever, ends the process at once, as people expect of Ctrl-C.
    process.off("SIGTERM", stop).off("SIGINT", stop);
    log.info({ signal }, "stopping");
    await server.close();
    log.info("stopped");
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}
