import { parseArgs } from "node:util";
import { Advice } from "../advice.ts";
import { loadConfig } from "../config/load.ts";
import { redact } from "../log/redact.ts";
import { diagnose } from "./diagnose.ts";
import type { Finding } from "./finding.ts";

const USAGE = `Checks the settings in the environment and in .env for real, and says what to change.

  npm run doctor                 own bucket: puts one small object, always the same; third party: asks for a signature
  npm run doctor -- --upload     third party: puts a picture of one pixel as well
`;

const LABELS: Readonly<Record<Finding["status"], string>> = { ok: "ok    ", note: "note  ", fail: "FAIL  " };

try {
  const { values } = parseArgs({ options: { upload: { type: "boolean" }, help: { type: "boolean" } } });
  if (values.help === true) process.stdout.write(USAGE);
  else await run(values.upload === true);
} catch (error) {
  process.stderr.write(
    `${redact(error instanceof Advice || error instanceof TypeError ? error.message : String(error))}\n`,
  );
  process.exitCode = 1;
}

async function run(upload: boolean): Promise<void> {
  const config = loadConfig();
  process.stdout.write(`mode: ${config.mode.kind}\n`);
  const findings = await diagnose(config, upload);
  for (const { status, what, fix } of findings) {
    process.stdout.write(redact(`${LABELS[status]}${what}${fix === undefined ? "" : ` ${fix}`}\n`));
  }
  if (findings.some(({ status }) => status === "fail")) process.exitCode = 1;
}
