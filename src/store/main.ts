import { pino, stdSerializers } from "pino";
import { readCommandLine, USAGE } from "./command-line.ts";
import { type RunningStore, startStore } from "./server.ts";

async function run(): Promise<void> {
  const commandLine = readCommandLine(process.argv.slice(2), process.env);
  if (commandLine === "help") {
    process.stdout.write(USAGE);
    return;
  }
  const { options, newCredentials } = commandLine;
  // By itself pino knows an error by the name `err` alone, and writes any other as `{}`.
  const logger = pino({ serializers: { error: stdSerializers.err } });
  const store = await startStore({
    ...options,
    log: ({ type, ...fields }) => logger[type === "failure" ? "error" : "info"](fields, type),
  });
  process.stdout.write(`Objects in ${options.dir} at http://${hostInUrl(options.host)}:${store.port}/\n`);
  if (newCredentials) {
    const { secretId, secretKey } = options.credentials;
    process.stdout.write(`COS_SECRET_ID=${secretId}\nCOS_SECRET_KEY=${secretKey}\n`);
  }
  closeOnSignals(store);
}

function hostInUrl(host: string): string {
  return host.includes(":") ? `[${host}]` : host;
}

function closeOnSignals(store: RunningStore): void {
  const stop = () => {
    // A second one, whichever, ends the process at once.
    process.off("SIGTERM", stop).off("SIGINT", stop);
    void store.close();
  };
  process.on("SIGTERM", stop).on("SIGINT", stop);
}

run().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error));
  process.exitCode = 1;
});
