import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Builder, By, Capabilities, type WebDriver } from "selenium-webdriver";
import type { BrowserSession } from "./browser-session.ts";
import { WEBKIT_BROWSER, WEBKIT_DRIVER } from "./installed.ts";

/** Software rendering, and no sandbox: it cannot start one as root. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  LIBGL_ALWAYS_SOFTWARE: "1",
};

const START_LIMIT_MS = 30_000;

/** WebKitGTK's MiniBrowser over WebDriver, on a display that nobody sees. */
export async function openWebKit(): Promise<BrowserSession> {
  const port = await freePort();
  const server = spawn("xvfb-run", ["-a", WEBKIT_DRIVER, `--port=${port}`], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: "ignore",
    // A group of its own: the display, the driver and the browser end together.
    detached: true,
  });
  const stop = () => {
    if (server.pid !== undefined) process.kill(-server.pid);
  };
  try {
    return sessionOf(await connect(port), stop);
  } catch (error) {
    stop();
    throw error;
  }
}

function sessionOf(driver: WebDriver, stop: () => void): BrowserSession {
  const within = async <T>(embedded: boolean, act: () => Promise<T>): Promise<T> => {
    if (embedded) await driver.switchTo().frame(await driver.findElement(By.css("iframe")));
    try {
      return await act();
    } finally {
      if (embedded) await driver.switchTo().defaultContent();
    }
  };
  const evaluate = async (expression: string) => {
    const [error, value] = await driver.executeAsyncScript<[string | null, unknown]>(
      `const done = arguments[arguments.length - 1];
       Promise.resolve().then(() => (${expression})).then((value) => done([null, value]), (error) => done([String(error), null]));`,
    );
    if (error !== null) throw new Error(error);
    return value;
  };
  return {
    name: "webkit",
    open: (url) => driver.get(url),
    evaluate: (expression, embedded = false) => within(embedded, () => evaluate(expression)),
    chooseFiles: (selector, paths, embedded = false) =>
      within(embedded, () => driver.findElement(By.css(selector)).sendKeys(paths.join("\n"))),
    async close() {
      await driver.quit();
      stop();
    },
  };
}

async function connect(port: number): Promise<WebDriver> {
  const address = `http://127.0.0.1:${port}`;
  const until = Date.now() + START_LIMIT_MS;
  while (!(await fetch(`${address}/status`).catch(() => undefined))?.ok) {
    if (Date.now() > until) throw new Error("WebKitWebDriver does not answer");
    await pause(100);
  }
  const options = { binary: WEBKIT_BROWSER, args: ["--automation"] };
  const driver = await new Builder()
    .usingServer(address)
    .withCapabilities(new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options }))
    .build();
  await driver.manage().setTimeouts({ script: 60_000 });
  return driver;
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  server.close();
  await once(server, "close");
  if (address === null || typeof address === "string") throw new Error("No free port");
  return address.port;
}
