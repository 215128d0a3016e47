import { renderersMemory } from "./hash-memory.ts";
import type { PlainPage } from "./plain-browser.ts";

const SAMPLE_MS = 250;

/** What a run cost the person at the page. */
export interface Cost {
  /** Main-thread tasks over 50 ms, in ms, the longest first; the browser tells of no shorter ones. */
  readonly longTasks: readonly number[];
  /** How much more the renderers held at their most than before, in bytes. */
  readonly memory: number;
}

/** To be called before the page is opened: counts its long tasks from the start. */
export async function watchTasks(page: PlainPage): Promise<void> {
  await page.addInitScript(() => {
    const tasks: number[] = [];
    const observer = new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) tasks.push(duration);
    });
    observer.observe({ type: "longtask" });
    globalThis.longTasks = {
      start() {
        observer.takeRecords();
        tasks.length = 0;
      },
      take() {
        for (const { duration } of observer.takeRecords()) tasks.push(duration);
        return tasks;
      },
    };
  });
}

/** Does `act` and says what it cost beside its time. */
export async function withCost<T>(page: PlainPage, act: () => Promise<T>): Promise<[T, Cost]> {
  await page.evaluate(() => longTasks.start());
  const before = renderersMemory();
  let most = before;
  const sampler = setInterval(() => {
    most = Math.max(most, renderersMemory());
  }, SAMPLE_MS);
  try {
    const result = await act();
    const tasks = await page.evaluate(() => longTasks.take());
    return [result, { longTasks: tasks.sort((a, b) => b - a), memory: most - before }];
  } finally {
    clearInterval(sampler);
  }
}

declare global {
  var longTasks: { start(): void; take(): number[] };
}
