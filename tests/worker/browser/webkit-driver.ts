import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { Builder, By, Capabilities } from "selenium-webdriver";
import type { BrowserDriver } from "./driver.ts";

const DRIVER = "/usr/bin/WebKitWebDriver";
const BROWSER = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
const SCRIPT_TIMEOUT_MS = 1_200_000;

/** Software rendering, and no sandbox: it cannot start one as root. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  LIBGL_ALWAYS_SOFTWARE: "1",
};

const hasWebKit = () => existsSync(DRIVER) && existsSync(BROWSER);

/** WebKitGTK's own MiniBrowser, on a display that nobody sees. */
export async function launchWebKit(): Promise<BrowserDriver> {
  if (!hasWebKit()) {
    throw new Error("No WebKit was found: install one (Debian: apt-get install webkit2gtk-driver xvfb xauth).");
  }
  const port = await freePort();
  const server = spawn("xvfb-run", ["-a", DRIVER, `--port=${port}`], {
    env: { ...process.env, ...ENVIRONMENT },
    stdio: "ignore",
    // A group of its own: the display, the driver and the browser end together.
    detached: true,
  });
  const stop = () => {
    if (server.pid !== undefined) process.kill(-server.pid);
  };
  try {
    await answers(`http://127.0.0.1:${port}/status`);
    const driver = await new Builder()
      .usingServer(`http://127.0.0.1:${port}`)
      .withCapabilities(
        new Capabilities({
          browserName: "MiniBrowser",
          "webkitgtk:browserOptions": { binary: BROWSER, args: ["--automation"] },
        }),
      )
      .build();
    await driver.manage().setTimeouts({ script: SCRIPT_TIMEOUT_MS });
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
      async open(url) {
        await driver.get(url);
        // MiniBrowser answers before the page's modules have run.
        await evaluate(
          "document.readyState === 'complete' || new Promise((done) => addEventListener('load', done)).then(() => true)",
        );
      },
      evaluate,
      chooseFiles: (selector, paths) => driver.findElement(By.css(selector)).sendKeys(paths.join("\n")),
      async close() {
        await driver.quit();
        stop();
      },
    };
  } catch (error) {
    stop();
    throw error;
  }
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

async function answers(url: string): Promise<void> {
  const until = Date.now() + 30_000;
  for (;;) {
    const response = await fetch(url).catch(() => undefined);
    if (response?.ok) return;
    if (Date.now() > until) throw new Error("WebKitWebDriver does not answer");
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
}
