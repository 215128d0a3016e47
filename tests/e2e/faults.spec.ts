import type { Page, Request, Route } from "@playwright/test";
import type { ErrorCode } from "../../src/contract/errors.ts";
import { createFormats } from "../../src/ui/i18n/formats.ts";
import { zhErrors } from "../../src/ui/i18n/zh-errors.ts";
import { describeFault, FAULTS, type FaultCase, type LineFault } from "../faults/table.ts";
import { type RunningApp, startApp } from "../helpers/app-process.ts";
import { paddedPng, type TestFile } from "../helpers/images.ts";
import { startThirdParty, type ThirdParty } from "../third-party/third-party.ts";
import { test as base, expect, writeFiles } from "./fixtures.ts";
import { kept, reload } from "./journal-page.ts";
import { UploadPage } from "./upload-page.ts";

/*
 * The table of faults, case by case, in a real browser. The page's clock is wound forward over its pauses and limits, so
 * that the limits are those of production and nobody waits for them.
 */

/** Longer than any pause between two tries here, in ms. */
const OVER_A_PAUSE_MS = 35_000;
/** Over the limit for a small answer, or for an upload that sends nothing, in ms; under every other one. */
const OVER_THE_LIMIT_MS = { config: 21_000, sign: 21_000, put: 31_000, link: 16_000 } as const;
const SIZE = 200 * 1024;
const OBJECT = /\/[0-9a-f]{40}_[0-9a-f]+(\.[a-z]+)?$/;

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
      const app = await startApp("built", { ...thirdParty.environment, RATE_LIMIT: "off" });
      await use(app);
      await app.stop();
    },
    { scope: "worker", timeout: 120_000 },
  ],
});
test.describe.configure({ mode: "parallel" });
// Sixty traces would cost more time than the cases.
test.use({ trace: "off" });

for (const [index, fault] of FAULTS.entries()) {
  test(describeFault(fault, index), async ({ page, app, folder, thirdParty, relayed }) => {
    const file = await paddedPng("picture.png", SIZE);
    const [path = ""] = await writeFiles(folder, [file]);
    const scene = new Scene(page, fault);
    thirdParty.faults.heal();
    if ("sign" in fault.fault) thirdParty.faults.sign(fault.fault.sign, fault.times);
    if ("put" in fault.fault) thirdParty.faults.put(fault.fault.put, fault.times);

    await scene.prepare();
    await scene.upload.open(fault.way === "direct" ? app.url : relayed.url);
    await scene.upload.drop(path);
    await scene.act();
    await scene.hurryToTheEnd();
    thirdParty.faults.heal();

    if (fault.ends === "done") await scene.expectLink(file);
    else await scene.expectFailure(fault.ends);
  });
}

/** One page that meets one fault. */
class Scene {
  readonly upload: UploadPage;
  readonly #page: Page;
  readonly #fault: FaultCase;
  /** Requests that get no answer, until the page gives them up. */
  readonly #held = new Map<Request, Route>();
  #left: number;

  constructor(page: Page, fault: FaultCase) {
    this.#page = page;
    this.#fault = fault;
    this.#left = fault.times ?? Number.POSITIVE_INFINITY;
    this.upload = new UploadPage(page);
  }

  async prepare(): Promise<void> {
    const page = this.#page;
    await page.clock.install();
    page.on("requestfailed", (request) => this.#held.delete(request));
    const { fault } = this.#fault;
    if ("line" in fault) await this.#meet((route) => this.#misbehave(route, fault.line));
    if (!("person" in fault)) return;
    if (fault.person === "hides the tab") {
      // A hidden tab is given no frames.
      await page.addInitScript(() => {
        window.requestAnimationFrame = () => 0;
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
      });
    } else if (fault.person !== "goes offline") {
      await this.#meet(async (route) => {
        this.#held.set(route.request(), route);
      });
    }
  }

  /** What the person does in the middle of it. */
  async act(): Promise<void> {
    const { fault } = this.#fault;
    if (!("person" in fault) || fault.person === "hides the tab") return;
    const row = this.upload.row("picture.png");
    const button = (name: string) => row.getByRole("button", { name: `${name} picture.png` });
    if (fault.person === "goes offline") {
      await this.#page.context().setOffline(true);
      await button("重试").or(this.upload.rowsAt("waiting")).or(this.upload.rowsAt("done")).first().waitFor();
      await this.#page.context().setOffline(false);
      return;
    }
    await expect.poll(() => this.#held.size).toBe(1);
    if (fault.person === "reloads") {
      await this.#page.clock.fastForward(OVER_A_PAUSE_MS / 10);
      await expect.poll(() => kept(this.#page)).toEqual(["picture.png: hashed, kept"]);
      this.#left = 0;
      return reload(this.#page);
    }
    const [stop, again] = fault.person === "cancels" ? ["取消", "重试"] : ["暂停", "继续"];
    await button(stop ?? "").click();
    await button(again ?? "").waitFor();
    this.#left = 0;
    await button(again ?? "").click();
  }

  /** Winds the clock over pauses and over the limits of requests that get no answer, and never over honest work. */
  async hurryToTheEnd(): Promise<void> {
    const row = this.upload.row("picture.png");
    await expect
      .poll(
        async () => {
          const stage = await row.getAttribute("data-stage");
          if (stage === "waiting") await this.#page.clock.fastForward(OVER_A_PAUSE_MS);
          else if (this.#held.size > 0) await this.#page.clock.fastForward(OVER_THE_LIMIT_MS[this.#fault.stage]);
          return stage;
        },
        { timeout: 45_000, intervals: [100] },
      )
      .toMatch(/done|failed/);
  }

  async expectLink({ bytes }: TestFile): Promise<void> {
    const row = this.upload.row("picture.png");
    await expect(row).toHaveAttribute("data-stage", "done");
    const answer = await fetch((await this.upload.link("picture.png").getAttribute("href")) ?? "");
    expect(Buffer.from(await answer.arrayBuffer()).equals(bytes)).toBe(true);
  }

  async expectFailure(code: ErrorCode): Promise<void> {
    const row = this.upload.row("picture.png");
    await expect(row).toHaveAttribute("data-stage", "failed");
    await expect(row).toContainText(sentenceStart(code));
  }

  async #meet(handle: (route: Route) => Promise<unknown>): Promise<void> {
    const { stage } = this.#fault;
    await this.#page.route(
      (url) => isOf(stage, url),
      async (route) => {
        if (!isMethodOf(stage, route.request().method()) || this.#left <= 0) return route.fallback();
        this.#left -= 1;
        await handle(route);
      },
    );
  }

  async #misbehave(route: Route, fault: LineFault): Promise<void> {
    if (fault.kind === "reset") return route.abort("connectionreset");
    if (fault.kind === "silent") return void this.#held.set(route.request(), route);
    if (fault.kind === "slow") {
      await new Promise((resolve) => setTimeout(resolve, fault.ms));
      return route.fallback();
    }
    const { status, body, type } = fault;
    const headers = { "access-control-allow-origin": "*" };
    await route.fulfill({ status, body, contentType: type, headers });
  }
}

function isOf(stage: FaultCase["stage"], { pathname }: URL): boolean {
  if (stage === "config") return pathname === "/api/config";
  if (stage === "sign") return pathname === "/tool/cos/sign";
  return OBJECT.test(pathname);
}

function isMethodOf(stage: FaultCase["stage"], method: string): boolean {
  return method === (stage === "put" ? "PUT" : "GET");
}

/** What the page says first; the rest may name limits and the server's own words. */
function sentenceStart(code: ErrorCode): string {
  return zhErrors[code]({ policy: undefined, detail: undefined, formats: createFormats("zh-CN") }).what.slice(0, 5);
}
