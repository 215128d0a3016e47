import type { Page } from "@playwright/test";

/**
 * A line on which uploads take long enough to be seen.
 * @param bytesPerSecond of all uploads together. @param latency in milliseconds.
 * @returns what opens the line again.
 */
export async function limitUploads(page: Page, bytesPerSecond: number, latency = 0): Promise<() => Promise<void>> {
  const session = await page.context().newCDPSession(page);
  const emulate = (uploadThroughput: number) =>
    session.send("Network.emulateNetworkConditions", {
      offline: false,
      latency,
      downloadThroughput: -1,
      uploadThroughput,
    });
  await emulate(bytesPerSecond);
  return async () => {
    await emulate(-1);
  };
}
