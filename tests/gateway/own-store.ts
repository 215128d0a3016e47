import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { onTestFinished } from "vitest";
import { startTestGateway, type TestGateway } from "./start.ts";

/** A server that answers as a test needs it, until the test ends; its origin. */
export async function serve(listener: RequestListener): Promise<string> {
  const server = createServer(listener).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** A gateway, until the test ends, that relays into a bucket at this origin. */
export async function relayingTo(origin: string, more: Record<string, string> = {}): Promise<TestGateway> {
  const gateway = await startTestGateway({
    COS_BUCKET: "pictures-1250000000",
    COS_REGION: "ap-guangzhou",
    COS_SECRET_ID: "AKIDoperator",
    COS_SECRET_KEY: "operators-secret",
    COS_ENDPOINT: origin,
    UPLOAD_ROUTE: "relay",
    ...more,
  });
  onTestFinished(() => gateway.close());
  return gateway;
}
