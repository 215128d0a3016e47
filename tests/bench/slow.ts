import { randomBytes } from "node:crypto";
import { connect } from "node:net";
import { parseArgs } from "node:util";
import { startGatewayProcess } from "../gateway/gateway-process.ts";
import { askTicket } from "../gateway/relay-client.ts";
import { fileOf } from "../gateway/start.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { buildGateway } from "./relay-build.ts";
import { verdict } from "./relay-statistics.ts";

/*
 * Many slow clients at once through the relay: each sends a small file in small pieces over some seconds, as phones on a
 * bad network do. None may fail, and the gateway's memory may not grow with how slow they are: it is compared with the
 * most that the same clients took when they were fast.
 *
 *   npm run bench:slow -- [--clients 200] [--seconds 20]
 */

const text = { type: "string" } as const;
const { values } = parseArgs({ options: { clients: text, seconds: text } });
const clients = Number(values.clients ?? 200);
const seconds = Number(values.seconds ?? 20);
const SIZE = 200 * 1024;
const PIECES = 40;
/** The same clients, fast: what so many connections cost by themselves, once. */
const WARM_UP_SECONDS = 1;
const GROWTH_AIM_MIB = 32;

const third = await startThirdParty({ forgetBytes: true });
const built = await buildGateway();
const gateway = await startGatewayProcess({ ...third.environment, RATE_LIMIT: "off" }, built.script);
await sendFromAll(WARM_UP_SECONDS);
const before = gateway.memory().peak;
const answers = await sendFromAll(seconds);
const failed = answers.filter((answer) => !answer.startsWith("HTTP/1.1 200 "));
const grown = (gateway.memory().peak - before) / 1024 ** 2;
console.log(`${clients} clients, ${SIZE / 1024} KiB each over ${seconds} s: ${failed.length} failed`);
console.log(
  `  ${third.objects.size} objects stored in all; the gateway's memory grew by ${grown.toFixed(1)} MiB at most`,
);
console.log(`  ${verdict("none fails", failed.length === 0)}`);
console.log(`  ${verdict(`memory grows by less than ${GROWTH_AIM_MIB} MiB`, grown < GROWTH_AIM_MIB)}`);
for (const answer of failed.slice(0, 3)) console.log(answer);
if (failed.length > 0) process.exitCode = 1;
await gateway.close();
await third.close();
await built.remove();

function sendFromAll(duration: number): Promise<string[]> {
  return Promise.all(Array.from({ length: clients }, () => sendSlowly(duration)));
}

/** @param duration seconds. @returns the beginning of the answer, or the error. */
async function sendSlowly(duration: number): Promise<string> {
  const file = fileOf(randomBytes(SIZE));
  const path = await askTicket(gateway.origin, file);
  return new Promise((resolve) => {
    let answer = "";
    const socket = connect(gateway.port, "127.0.0.1");
    socket.write(`PUT ${path} HTTP/1.1\r\nHost: 127.0.0.1:${gateway.port}\r\nContent-Length: ${SIZE}\r\n\r\n`);
    let sent = 0;
    const piece = SIZE / PIECES;
    const timer = setInterval(
      () => {
        socket.write(file.bytes.subarray(sent, sent + piece));
        sent += piece;
        if (sent >= SIZE) clearInterval(timer);
      },
      (duration * 1000) / PIECES,
    );
    socket.once("data", (chunk: Buffer) => {
      answer = chunk.toString();
      socket.end();
    });
    socket.on("error", (error) => {
      answer ||= String(error);
    });
    socket.once("close", () => {
      clearInterval(timer);
      resolve(answer);
    });
  });
}
