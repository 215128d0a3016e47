import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as pause } from "node:timers/promises";
import { Builder, Capabilities, type WebDriver } from "selenium-webdriver";

export const WEBKIT_DRIVER = "/usr/bin/WebKitWebDriver";
/** Debian keeps it under the machine's own name. */
const MACHINES: Readonly<Record<string, string>> = { x64: "x86_64", arm64: "aarch64" };
export const WEBKIT_BROWSER = `/usr/lib/${MACHINES[process.arch] ?? process.arch}-linux-gnu/webkit2gtk-4.1/MiniBrowser`;

/** Software rendering, and no sandbox: it cannot start one as root. */
const ENVIRONMENT = {
  WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
  WEBKIT_DISABLE_COMPOSITING_MODE: "1",
  LIBGL_ALWAYS_SOFTWARE: "1",
};

const START_LIMIT_MS = 30_000;

interface RunningWebKit {
  readonly driver: WebDriver;
  /** Evaluates an expression in the page and awaits it; the value must be plain data. */
  evaluate(expression: string): Promise<unknown>;
  close(): Promise<void>;
}

/**
 * WebKitGTK's MiniBrowser over WebDriver, on a display that nobody sees.
 * @param scriptLimitMs how long an expression may take.
 */
export async function startWebKit(scriptLimitMs: number): Promise<RunningWebKit> {
  if (![WEBKIT_DRIVER, WEBKIT_BROWSER].every((path) => existsSync(path))) {
    throw new Error("No WebKit was found: install one (Debian: apt-get install webkit2gtk-driver xvfb xauth).");
  }
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
    const driver = await connect(port);
    await driver.manage().setTimeouts({ script: scriptLimitMs });
    return {
      driver,
      evaluate: (expression) => evaluateIn(driver, expression),
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

async function evaluateIn(driver: WebDriver, expression: string): Promise<unknown> {
  const [error, value] = await driver.executeAsyncScript<[string | null, unknown]>(
    `const done = arguments[arguments.length - 1];
     Promise.resolve().then(() => (${expression}))
       .then((value) => done([null, value]), (error) => done([String(error), null]));`,
  );
  if (error !== null) throw new Error(error);
  return value;
}

async function connect(port: number): Promise<WebDriver> {
  const address = `http://127.0.0.1:${port}`;
  const until = Date.now() + START_LIMIT_MS;
  while (!(await fetch(`${address}/status`).catch(() => undefined))?.ok) {
    if (Date.now() > until) throw new Error("WebKitWebDriver does not answer");
    await pause(100);
  }
  const options = { binary: WEBKIT_BROWSER, args: ["--automation"] };
  return new Builder()
    .usingServer(address)
    .withCapabilities(new Capabilities({ browserName: "MiniBrowser", "webkitgtk:browserOptions": options }))
    .build();
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
