import { randomBytes } from "node:crypto";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { makeCertificate } from "../third-party/secure.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { startGatewayProcess } from "./gateway-process.ts";
import { askSign, relay } from "./relay-client.ts";
import { fileOf, startTestGateway } from "./start.ts";

test("a sign API and a store over TLS are used when their certificate is trusted, and not when it is not", {
  timeout: 60_000,
}, async () => {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-tls-"));
  const { path, ...tls } = makeCertificate(dir);
  const third = await startThirdParty({ tls });
  expect(third.storeOrigin).toMatch(/^https:/);
  const trusting = await startGatewayProcess({ ...third.environment, NODE_EXTRA_CA_CERTS: path });
  const wary = await startTestGateway(third.environment);
  onTestFinished(async () => {
    await Promise.all([trusting.close(), wary.close(), third.close(), rm(dir, { recursive: true, force: true })]);
  });

  // More than one piece, and more than TLS takes at once.
  const file = fileOf(randomBytes(3 * 1024 ** 2));
  const { body } = await askSign(trusting.origin, file);
  const answer = await relay(trusting.port, body.data.relay, file.bytes);
  expect(answer).toMatchObject({ status: 200, headers: { etag: `"${file.md5}"` } });
  expect(third.objects.get(new URL(body.data.CDN).pathname)?.bytes?.equals(file.bytes)).toBe(true);

  const asked = third.signRequests.length;
  expect(await askSign(wary.origin, file)).toMatchObject({ status: 502, body: { reason: "sign_unreachable" } });
  expect(third.signRequests.length).toBe(asked);
});
