import puppeteer, { type Browser, type CDPSession } from "puppeteer-core";
import { CHROMIUM_ARGS, chromiumPath } from "../helpers/chromium.ts";

/*
 * Chromium as a person has it. What drives pages for tests listens to the network, and a browser that is listened to
 * spends a third more processor time on an upload, and keeps what it has sent. Here nobody listens.
 */

export interface PlainBrowser {
  /** Chromium's own name and number. */
  readonly version: string;
  /** A page in a browser profile of its own. */
  newPage(options?: { readonly locale?: string; readonly bypassCsp?: boolean }): Promise<PlainPage>;
  close(): Promise<void>;
}

export interface PlainPage {
  /** Runs before the scripts of every page that is opened after this. */
  addInitScript(script: () => void): Promise<void>;
  /** Resolves once the page has loaded. */
  goto(url: string): Promise<void>;
  /** Runs in the page; a function as it is written, with an argument that JSON can hold. */
  evaluate<R>(script: string | (() => R)): Promise<Awaited<R>>;
  evaluate<A, R>(script: (argument: A) => R, argument: A): Promise<Awaited<R>>;
  /** Chooses files in a file input. */
  setFiles(selector: string, paths: readonly string[]): Promise<void>;
  /** Drags files from the desktop onto the page. */
  drop(paths: readonly string[]): Promise<void>;
  /** From now on every answer takes at least so many ms to come, as over a long line. */
  delay(ms: number): Promise<void>;
  /** Gives the answers of this kind of address another body, until the way to stop is called. */
  rewrite(urlPattern: string, change: (body: string) => string): Promise<() => Promise<void>>;
  /** Ends the page and its profile. */
  close(): Promise<void>;
}

export async function launchPlainBrowser(): Promise<PlainBrowser> {
  const browser = await puppeteer.launch({ executablePath: chromiumPath(), args: CHROMIUM_ARGS, pipe: true });
  return {
    version: await browser.version(),
    newPage: (options) => openPage(browser, options),
    close: () => browser.close(),
  };
}

async function openPage(browser: Browser, { locale = "en", bypassCsp = false } = {}): Promise<PlainPage> {
  const root = await browser.target().createCDPSession();
  const { browserContextId } = await root.send("Target.createBrowserContext");
  const { targetId } = await root.send("Target.createTarget", { url: "about:blank", browserContextId });
  const { sessionId } = await root.send("Target.attachToTarget", { targetId, flatten: true });
  const session = root.connection()?.session(sessionId);
  if (!session) throw new Error("no session of the new page");
  await session.send("Page.enable");
  await session.send("Emulation.setLocaleOverride", { locale });
  await session.send("Emulation.setUserAgentOverride", {
    userAgent: await browser.userAgent(),
    acceptLanguage: locale,
  });
  await session.send("Page.setBypassCSP", { enabled: bypassCsp });
  const run = (expression: string) => evaluate(session, expression);

  return {
    async addInitScript(script) {
      await session.send("Page.addScriptToEvaluateOnNewDocument", { source: call(script, undefined) });
    },
    async goto(url) {
      const loaded = new Promise<void>((resolve) => session.once("Page.loadEventFired", () => resolve()));
      const { errorText } = await session.send("Page.navigate", { url });
      if (errorText) throw new Error(`${url}: ${errorText}`);
      await loaded;
    },
    evaluate: (script: unknown, argument?: unknown) =>
      run(typeof script === "string" ? script : call(script, argument)),
    async setFiles(selector, paths) {
      const expression = `document.querySelector(${JSON.stringify(selector)})`;
      const { result } = await session.send("Runtime.evaluate", { expression });
      if (result.objectId === undefined) throw new Error(`no ${selector}`);
      await session.send("DOM.setFileInputFiles", { files: [...paths], objectId: result.objectId });
    },
    async drop(paths) {
      const data = { items: [], files: [...paths], dragOperationsMask: 1 };
      for (const type of ["dragEnter", "dragOver", "drop"] as const)
        await session.send("Input.dispatchDragEvent", { type, x: 200, y: 200, data });
    },
    async delay(latency) {
      await session.send("Network.enable", { maxPostDataSize: 0 });
      const unlimited = { offline: false, downloadThroughput: -1, uploadThroughput: -1 };
      await session.send("Network.emulateNetworkConditions", { ...unlimited, latency });
    },
    rewrite: (urlPattern, change) => rewrite(session, urlPattern, change),
    async close() {
      await root.send("Target.disposeBrowserContext", { browserContextId });
      await root.detach();
    },
  };
}

/** A name that the bundler gives to functions is none in the page. */
function call(script: unknown, argument: unknown): string {
  return `globalThis.__name ??= (named) => named; (${script})(${JSON.stringify(argument)})`;
}

async function evaluate<R>(session: CDPSession, expression: string): Promise<R> {
  const { result, exceptionDetails } = await session.send("Runtime.evaluate", {
    expression,
    awaitPromise: true,
    returnByValue: true,
  });
  if (exceptionDetails) throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
  return result.value;
}

async function rewrite(
  session: CDPSession,
  urlPattern: string,
  change: (body: string) => string,
): Promise<() => Promise<void>> {
  const answer = async (requestId: string, status: number, headers: { name: string; value: string }[]) => {
    const { body, base64Encoded } = await session.send("Fetch.getResponseBody", { requestId });
    const text = base64Encoded ? Buffer.from(body, "base64").toString() : body;
    await session.send("Fetch.fulfillRequest", {
      requestId,
      responseCode: status,
      responseHeaders: headers.filter(({ name }) => !/^content-(encoding|length)$/i.test(name)),
      body: Buffer.from(change(text)).toString("base64"),
    });
  };
  session.on("Fetch.requestPaused", ({ requestId, responseStatusCode = 200, responseHeaders = [] }) => {
    answer(requestId, responseStatusCode, responseHeaders).catch((error: unknown) => console.error(error));
  });
  await session.send("Fetch.enable", { patterns: [{ urlPattern, requestStage: "Response" }] });
  return () => session.send("Fetch.disable");
}
