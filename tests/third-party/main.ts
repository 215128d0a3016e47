import { parseArgs } from "node:util";
import { PUT_FAULTS, SIGN_FAULTS } from "./faults.ts";
import { startThirdParty } from "./third-party.ts";

const USAGE = `A sign API and a COS-like store of somebody else's, to try the third-party mode against.

  npx tsx tests/third-party/main.ts [options]

  --sign-port <number>   default 9100; 0 picks a free one
  --store-port <number>  default 9101
  --sign-fault <name>    ${SIGN_FAULTS.join(", ")}
  --put-fault <name>     ${PUT_FAULTS.join(", ")}
`;

const text = { type: "string" } as const;
const { values } = parseArgs({
  options: {
    help: { type: "boolean" },
    "sign-port": text,
    "store-port": text,
    "sign-fault": text,
    "put-fault": text,
  },
});
if (values.help === true) process.stdout.write(USAGE);
else await run();

async function run(): Promise<void> {
  const third = await startThirdParty({
    signPort: Number(values["sign-port"] ?? 9100),
    storePort: Number(values["store-port"] ?? 9101),
  });
  const signFault = SIGN_FAULTS.find((name) => name === values["sign-fault"]);
  const putFault = PUT_FAULTS.find((name) => name === values["put-fault"]);
  if (signFault !== undefined) third.faults.sign(signFault);
  if (putFault !== undefined) third.faults.put(putFault);
  for (const [name, value] of Object.entries(third.environment)) process.stdout.write(`${name}=${value}\n`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => void third.close());
}
