import { appendFile, rm } from "node:fs/promises";
import { expect, type Page, type Request, type Route } from "@playwright/test";
import type { ErrorCode } from "../../src/contract/errors.ts";
import type { FaultCase, LineFault, PersonFault } from "../faults/cases.ts";
import type { TestFile } from "../helpers/images.ts";
import type { ThirdParty } from "../third-party/third-party.ts";
import { fillStorage, hideTab, meetWorkers, stopMeetingWorkers } from "./fault-scripts.ts";
import { kept, reload } from "./journal-page.ts";
import { UploadPage } from "./upload-page.ts";

/** Longer than any pause between two tries here, in ms. */
const OVER_A_PAUSE_MS = 35_000;
/** Longer than a row is unfinished before it is noted and its bytes are kept, in ms. */
const OVER_THE_NOTING_MS = 3_500;
/** Over the limit for a small answer, or for an upload that sends nothing, in ms; under every other one. */
const OVER_THE_LIMIT_MS = { config: 21_000, sign: 21_000, put: 31_000, link: 16_000, prepare: 0, hash: 0 } as const;
/** Over the limit for a store that has all bytes and says nothing, in ms. */
const OVER_THE_ANSWER_MS = 121_000;
const OBJECT = /\/[0-9a-f]{40}_[0-9a-f]+(\.[a-z]+)?$/;
const UNCONFIRMED = "已上传，链接暂未确认";
const EXISTED = "已存在，秒传";
/** What a link that was seen to show its picture has beside its name, and no other. */
const PIXELS = "320\u00a0×\u00a0200";
const OFFLINE = "网络已断开，恢复后自动继续";

export interface SceneFile {
  readonly file: TestFile;
  readonly path: string;
  readonly thirdParty: ThirdParty;
}

/** One page that meets one fault. */
export class FaultScene {
  readonly upload: UploadPage;
  readonly #page: Page;
  readonly #fault: FaultCase;
  readonly #props: SceneFile;
  /** Requests that get no answer, until the page or the scene gives them up. */
  readonly #held = new Map<Request, Route>();
  readonly #putsBefore: number;
  #putsWoundOver = 0;
  #left: number;

  constructor(page: Page, fault: FaultCase, props: SceneFile) {
    this.#page = page;
    this.#fault = fault;
    this.#props = props;
    this.#putsBefore = props.thirdParty.puts.length;
    this.#left = fault.times ?? Number.POSITIVE_INFINITY;
    this.upload = new UploadPage(page);
  }

  async prepare(): Promise<void> {
    const page = this.#page;
    const { fault, stage, times } = this.#fault;
    await page.clock.install();
    page.on("requestfailed", (request) => this.#held.delete(request));
    if ("browser" in fault) {
      await page.addInitScript(fillStorage);
      return;
    }
    if ("line" in fault) return this.#meet((route) => this.#misbehave(route, fault.line));
    if ("sign" in fault || "put" in fault) return;
    if (stage === "prepare" || stage === "hash") {
      const crashes = "worker" in fault ? (times ?? 1_000) : 0;
      await page.addInitScript(meetWorkers, { stage, crashes });
      return;
    }
    await this.#meet(async (route) => {
      this.#held.set(route.request(), route);
    });
  }

  /** What happens in the middle of the stage. */
  async act(): Promise<void> {
    const { fault } = this.#fault;
    if ("line" in fault && fault.line.kind === "answer" && fault.line.retryAfter !== undefined)
      return this.#expectPause(fault.line.retryAfter);
    if (!("person" in fault) && !("disk" in fault)) return;
    await expect.poll(() => this.#holds()).toBe(1);
    if ("person" in fault) return this.#actAsPerson(fault.person);
    if (fault.disk === "changes") await appendFile(this.#props.path, "more");
    else await rm(this.#props.path);
    await this.#letGo();
  }

  async #actAsPerson(person: PersonFault): Promise<void> {
    const { page } = this.upload;
    switch (person) {
      case "hides the tab":
        await page.evaluate(hideTab);
        return this.#letGo();
      case "goes offline":
        return this.#goOffline();
      case "reloads": {
        const known = this.#fault.stage === "prepare" || this.#fault.stage === "hash" ? "new" : "hashed";
        await page.clock.fastForward(OVER_THE_NOTING_MS);
        await expect.poll(() => kept(page)).toEqual([`picture.png: ${known}, kept`]);
        await this.#stop();
        return reload(page);
      }
      case "cancels":
        return this.#stopAndGoOn("取消", "重试");
      case "pauses":
        return this.#stopAndGoOn("暂停", "继续");
    }
  }

  async #stopAndGoOn(stop: string, again: string): Promise<void> {
    const row = this.upload.row("picture.png");
    const button = (name: string) => row.getByRole("button", { name: `${name} picture.png` });
    await button(stop).click();
    await button(again).waitFor();
    await this.#stop();
    await button(again).click();
  }

  async #goOffline(): Promise<void> {
    const context = this.#page.context();
    await context.setOffline(true);
    await this.#letGo("internetdisconnected");
    const row = this.upload.row("picture.png");
    if (this.#fault.stage === "link") await expect(row).toContainText(UNCONFIRMED);
    else {
      await expect(this.upload.rowsAt("waiting")).toHaveCount(1);
      await expect(row).toContainText(OFFLINE);
    }
    await context.setOffline(false);
  }

  /** A server's own pause is waited for, by this file and by all others, and both are told. */
  async #expectPause(seconds: number): Promise<void> {
    const soon = new RegExp(`(${seconds - 1}|${seconds}|${seconds + 1}) 秒后`);
    await expect(this.upload.row("picture.png")).toContainText(soon);
    await expect(this.upload.summary).toContainText("暂缓发送");
    await expect(this.upload.summary).toContainText(soon);
  }

  /** Winds the clock over pauses and over the limits of requests that get no answer, and never over honest work. */
  async hurryToTheEnd(): Promise<void> {
    const row = this.upload.row("picture.png");
    const { clock } = this.#page;
    await expect
      .poll(
        async () => {
          const stage = await row.getAttribute("data-stage");
          if (stage === "waiting") await clock.fastForward(OVER_A_PAUSE_MS);
          // Run, not jumped over: a page whose clock jumps so far takes itself to have slept, and waits anew.
          else if (this.#storeIsSilent()) await clock.runFor(OVER_THE_ANSWER_MS);
          else if (this.#held.size > 0) await clock.fastForward(OVER_THE_LIMIT_MS[this.#fault.stage]);
          return stage;
        },
        { timeout: 45_000, intervals: [100] },
      )
      .toMatch(/done|failed/);
  }

  async expectLink(): Promise<void> {
    const row = this.upload.row("picture.png");
    await expect(row).toHaveAttribute("data-stage", "done");
    const { link } = this.#fault;
    if (link === "unconfirmed") await expect(row).toContainText(UNCONFIRMED);
    else await expect(row).toContainText(PIXELS);
    if (link === "existed") await expect(row).toContainText(EXISTED);
    const answer = await fetch((await this.upload.link("picture.png").getAttribute("href")) ?? "");
    expect(Buffer.from(await answer.arrayBuffer()).equals(this.#props.file.bytes)).toBe(true);
  }

  async expectFailure(code: ErrorCode): Promise<void> {
    const row = this.upload.row("picture.png");
    await expect(row).toHaveAttribute("data-stage", "failed");
    await expect(row).toHaveAttribute("data-code", code);
  }

  /** Each silent PUT is wound over once: the one after the last is honest. */
  #storeIsSilent(): boolean {
    const { fault, times = 0 } = this.#fault;
    if (!("put" in fault) || fault.put !== "silent" || this.#putsWoundOver >= times) return false;
    if (this.#props.thirdParty.puts.length - this.#putsBefore <= this.#putsWoundOver) return false;
    this.#putsWoundOver += 1;
    return true;
  }

  /** Jobs or requests that are held now. */
  async #holds(): Promise<number> {
    return this.#held.size + (await this.#page.evaluate(() => window.heldJobs?.length ?? 0));
  }

  /** No more faults, from now on. */
  async #stop(): Promise<void> {
    this.#left = 0;
    await this.#page.evaluate(stopMeetingWorkers);
  }

  /** What is held goes on, or breaks. */
  async #letGo(broken?: "internetdisconnected"): Promise<void> {
    this.#left = 0;
    const routes = [...this.#held.values()];
    this.#held.clear();
    for (const route of routes) await (broken ? route.abort(broken) : route.continue());
    await this.#page.evaluate(() => {
      for (const release of window.heldJobs?.splice(0) ?? []) release();
    });
  }

  async #meet(handle: (route: Route) => Promise<unknown>): Promise<void> {
    const { stage, way } = this.#fault;
    await this.#page.route(
      (url) => isOf(stage, way, url),
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
    if (fault.kind === "lost answer" || fault.stored) await this.#deliver(route.request());
    if (fault.kind === "lost answer") return route.abort("connectionreset");
    const { status, body, type, retryAfter, etag } = fault;
    const headers = {
      "access-control-allow-origin": "*",
      "access-control-expose-headers": "retry-after, etag",
      ...(etag !== undefined && { etag }),
      ...(retryAfter !== undefined && { "retry-after": String(retryAfter) }),
    };
    await route.fulfill({ status, body, contentType: type, headers });
  }

  /** Sends what the page sends; the browser gives a test no bytes of files. */
  async #deliver(request: Request): Promise<void> {
    const all = Object.entries(await request.allHeaders());
    const headers = all.filter(([name]) => /^(authorization|content-type|content-md5|origin|x-cos-.*)$/.test(name));
    const answer = await fetch(request.url(), {
      method: "PUT",
      headers,
      body: new Blob([Uint8Array.from(this.#props.file.bytes)]),
    });
    expect(answer.status).toBe(200);
  }
}

function isOf(stage: FaultCase["stage"], way: FaultCase["way"], { pathname }: URL): boolean {
  if (stage === "config") return pathname === "/api/config";
  if (stage === "sign") return pathname === "/tool/cos/sign";
  return stage === "put" && way === "relay" ? pathname.startsWith("/upload/") : OBJECT.test(pathname);
}

function isMethodOf(stage: FaultCase["stage"], method: string): boolean {
  return method === (stage === "put" ? "PUT" : "GET");
}
