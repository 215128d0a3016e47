import { createServer, type IncomingMessage, request, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { openExchange } from "../../src/store/exchange.ts";
import { DEFAULT_LIMITS } from "../../src/store/limits.ts";
import { receiveBody } from "../../src/store/receive-body.ts";

/** Sends a body to a real server whose handler is the test's; resolves with the answer's text. */
async function sendTo(
  body: Buffer,
  handler: (req: IncomingMessage, res: ServerResponse) => Promise<string>,
): Promise<string> {
  const server = createServer((req, res) => {
    handler(req, res).then(
      (text) => res.end(text),
      (error: unknown) => res.end(String(error)),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  return await new Promise((resolve, reject) => {
    const req = request({ host: "127.0.0.1", port, method: "PUT", agent: false }, (res) => {
      let text = "";
      res.on("data", (piece: Buffer) => {
        text += piece.toString();
      });
      res.on("end", () => resolve(text));
    });
    req.on("error", reject);
    req.end(body);
  });
}

async function turns(count: number): Promise<void> {
  for (let i = 0; i < count; i++) await new Promise<void>((resolve) => setImmediate(resolve));
}

describe("receiving a body", () => {
  const body = Buffer.alloc(2 * 1024 ** 2, "0123456789abcde");

  test("hands over one piece at a time, in order, however slow the taker is", async () => {
    const pieces: Buffer[] = [];
    let taking = 0;
    let most = 0;
    const answer = await sendTo(body, async (req, res) => {
      await receiveBody(openExchange(req, res, false), DEFAULT_LIMITS, async (piece) => {
        most = Math.max(most, ++taking);
        await turns(5);
        pieces.push(piece);
        taking--;
      });
      return "done";
    });
    expect(answer).toBe("done");
    expect(most).toBe(1);
    expect(Buffer.concat(pieces).equals(body)).toBe(true);
  });

  test("ends only once the last piece is taken", async () => {
    let taken = 0;
    const answer = await sendTo(Buffer.from("last"), async (req, res) => {
      await receiveBody(openExchange(req, res, false), DEFAULT_LIMITS, async (piece) => {
        await turns(20);
        taken += piece.length;
      });
      return String(taken);
    });
    expect(answer).toBe("4");
  });

  test("fails with what the taker throws, and lets the answer through", async () => {
    let calls = 0;
    const answer = await sendTo(body, async (req, res) => {
      await receiveBody(openExchange(req, res, false), DEFAULT_LIMITS, async () => {
        calls++;
        await turns(1);
        throw new Error("no more room");
      });
      return "never";
    });
    expect(answer).toBe("Error: no more room");
    expect(calls).toBe(1);
  });

  test("fails only after the piece on its way is done with, when the connection breaks meanwhile", async () => {
    const steps: string[] = [];
    const answer = await sendTo(body, async (req, res) => {
      const exchange = openExchange(req, res, false);
      const received = receiveBody(exchange, DEFAULT_LIMITS, async () => {
        await turns(1);
        exchange.broken.abort(new Error("broken meanwhile"));
        await turns(20);
        steps.push("taken");
      });
      await received.finally(() => steps.push("failed"));
      return "never";
    });
    expect(answer).toBe("Error: broken meanwhile");
    expect(steps).toEqual(["taken", "failed"]);
  });

  test("fails at once when the connection broke before it began", async () => {
    const answer = await sendTo(body, async (req, res) => {
      const exchange = openExchange(req, res, false);
      exchange.broken.abort(new Error("broken before"));
      await receiveBody(exchange, DEFAULT_LIMITS, async () => {});
      return "never";
    });
    expect(answer).toBe("Error: broken before");
  });
});
