import { utimes } from "node:fs/promises";
import { SMALL_BYTES } from "../../src/contract/worker-messages.ts";
import { describeFault, type FaultCase } from "../faults/cases.ts";
import { FAULTS } from "../faults/table.ts";
import { freePort } from "../gateway/nginx.ts";
import { type RunningApp, startApp } from "../helpers/app-process.ts";
import { paddedPng } from "../helpers/images.ts";
import { startThirdParty, type ThirdParty } from "../third-party/third-party.ts";
import { FaultScene } from "./fault-scene.ts";
import { test as base, writeFiles } from "./fixtures.ts";

/** In bytes. A file of at most `SMALL_BYTES` is prepared and hashed in one job, and has no hash job that could go wrong. */
const sizeFor = ({ stage }: FaultCase) => (stage === "hash" ? SMALL_BYTES + 1 : 200 * 1024);

/** Chromium compares a file's time in whole seconds: a change in the second in which the file was written is not noticed. */
const LONG_AGO = new Date("2024-01-01");

/** Browsers know every name below `localhost` as their own machine; the page knows only the names of loopback itself. */
const REMOTE_NAME = "up.localhost";

const test = base.extend<object, { thirdParty: ThirdParty; relayed: RunningApp }>({
  thirdParty: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the fixtures that a function wants from its pattern
    async ({}, use) => {
      const thirdParty = await startThirdParty();
      await use(thirdParty);
      await thirdParty.close();
    },
    { scope: "worker" },
  ],
  relayed: [
    async ({ thirdParty }, use) => {
      // The page's public address has to be known before the page has started.
      const port = await freePort();
      const PUBLIC_URL = `http://${REMOTE_NAME}:${port}`;
      const env = { ...thirdParty.environment, RATE_LIMIT: "off", PORT: String(port), PUBLIC_URL };
      const app = await startApp("built", env);
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});

/*
 * The table of faults, case by case, in a real browser: the page against its own gateway and store, and against somebody
 * else's sign API and store through the relay. The page's clock is wound forward over its pauses and limits, so that the
 * limits are those of production and nobody waits for them.
 */
test.describe.configure({ mode: "parallel" });
for (const [index, fault] of FAULTS.entries()) {
  test(describeFault(fault, index), async ({ page, app, folder, thirdParty, relayed }) => {
    const file = await paddedPng("picture.png", sizeFor(fault));
    const [path = ""] = await writeFiles(folder, [file]);
    await utimes(path, LONG_AGO, LONG_AGO);
    const scene = new FaultScene(page, fault, { file, path, thirdParty });
    thirdParty.faults.heal();
    if (fault.there) thirdParty.keep(file.bytes);
    if ("sign" in fault.fault) thirdParty.faults.sign(fault.fault.sign, fault.times);
    if ("put" in fault.fault) thirdParty.faults.put(fault.fault.put, fault.times);

    await scene.prepare();
    await scene.upload.open(fault.way === "direct" ? app.url : relayed.url);
    await scene.upload.drop(path);
    await scene.act();
    await scene.hurryToTheEnd();
    thirdParty.faults.heal();

    if (fault.ends === "done") await scene.expectLink();
    else await scene.expectFailure(fault.ends);
  });
}
