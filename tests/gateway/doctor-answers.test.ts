import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { type Environment, readConfig } from "../../src/gateway/config/config.ts";
import { diagnose } from "../../src/gateway/doctor/diagnose.ts";
import type { Finding } from "../../src/gateway/doctor/finding.ts";
import { makeCertificate } from "../third-party/secure.ts";
import { startThirdParty } from "../third-party/third-party.ts";
import { serve } from "./own-store.ts";

const examine = (environment: Environment, upload = false) =>
  diagnose(readConfig({ PORT: "0", ...environment }), upload);
const failures = (findings: readonly Finding[]) => findings.filter(({ status }) => status === "fail");
const text = (findings: readonly Finding[]) =>
  findings.map(({ status, what, fix }) => `${status} ${what} ${fix ?? ""}`).join("\n");
const cosError = (code: string, message: string) => `<Error><Code>${code}</Code><Message>${message}</Message></Error>`;

const BUCKET = {
  COS_BUCKET: "pictures-1250000000",
  COS_REGION: "ap-guangzhou",
  COS_SECRET_ID: "AKIDoperator",
  COS_SECRET_KEY: "operators-secret",
};

describe("an endpoint", () => {
  test.each<[string, number, Record<string, string>, string, RegExp]>([
    ["a page for success", 200, { "content-type": "text/html" }, "<html>", /fail .*is no object store's.*COS_ENDPOINT/],
    ["another object's ETag", 200, { etag: `"${"0".repeat(32)}"` }, "", /fail .*other bytes/],
    [
      "a redirect",
      302,
      { location: "https://login.example/?session=canary" },
      "",
      /fail .*https:\/\/login\.example.*COS_ENDPOINT/,
    ],
    ["a failure of its own", 503, {}, cosError("SlowDown", "Slow down."), /fail .*SlowDown.*Try again/],
    ["a code not known here", 403, {}, cosError("ArrearsOverdue", "Pay first."), /fail .*ArrearsOverdue: Pay first\./],
    ["no code at all", 403, {}, "<html>", /fail .*HTTP 403, and no error of COS's.*COS_ENDPOINT/],
  ])("that answers with %s is not taken for one", async (_, status, headers, body, expected) => {
    const COS_ENDPOINT = await serve((req, res) => {
      req.resume().once("end", () => res.writeHead(status, headers).end(body));
    });
    const found = text(failures(await examine({ ...BUCKET, COS_ENDPOINT })));
    expect(found).toMatch(expected);
    expect(found).not.toContain("canary");
  });
});

describe("somebody else's store", () => {
  test.each([
    ["page-instead", /fail .*is no object store's/],
    ["names-another", /fail .*other bytes/],
    ["endless", /fail .*answers too long/],
    ["reset", /fail .*cannot be reached/],
  ] as const)("that answers an upload by %s fails, and what was good before is still told", async (fault, expected) => {
    const third = await startThirdParty({ faults: { put: fault } });
    onTestFinished(() => third.close());
    const found = text(await examine(third.environment, true));
    expect(found).toMatch(expected);
    expect(found).toContain("answers and signs");
    expect(found).not.toContain("was uploaded");
  });
});

test("a certificate that nobody vouches for is told with the way to vouch for it", async () => {
  const dir = await mkdtemp(join(tmpdir(), "cosdrop-doctor-"));
  onTestFinished(() => rm(dir, { recursive: true }));
  const third = await startThirdParty({ tls: makeCertificate(dir) });
  onTestFinished(() => third.close());
  expect(text(failures(await examine(third.environment)))).toContain("NODE_EXTRA_CA_CERTS");
  const bucket = { ...BUCKET, COS_ENDPOINT: third.storeOrigin };
  expect(text(failures(await examine(bucket)))).toContain("NODE_EXTRA_CA_CERTS");
});
