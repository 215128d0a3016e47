import { startTestGateway } from "./start.ts";

/* A gateway in a process of its own, set up by environment variables; says its ports as JSON, ends with its input. */

const names = ["SIGN_API_URL", "RELAY_HOSTS", "MAX_FILE_SIZE", "RATE_LIMIT", "EXISTS_CHECK", "UPLOAD_ROUTE"];
const bucket = ["COS_BUCKET", "COS_REGION", "COS_SECRET_ID", "COS_SECRET_KEY", "COS_ENDPOINT", "TICKET_SECRET"];
const others = ["PUBLIC_URL", "TRUST_PROXY", "LOG_LEVEL"];
const given = [...names, ...bucket, ...others].flatMap((name) => {
  const value = process.env[name];
  return value === undefined ? [] : [[name, value] as const];
});
const gateway = await startTestGateway(Object.fromEntries(given), { keepLog: false });
process.stdout.write(`${JSON.stringify({ port: gateway.port, storePort: gateway.storePort })}\n`);
process.stdin.resume().once("end", async () => {
  await gateway.close();
  process.exit(0);
});
