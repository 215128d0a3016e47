import { readStream } from "../../../src/worker/blob-chunks.ts";

/** Collections without a byte between them after which a read counts as one that never ends. */
const MOST_COLLECTIONS = 200;

/** The reading of a blob by itself. */
export const readingLab = {
  /** The chosen file, while everything that nobody holds is collected again and again. @returns how many bytes came. */
  async readWhileCollecting(): Promise<number | "stuck"> {
    const [file = new Blob()] = document.querySelector<HTMLInputElement>("#files")?.files ?? [];
    let bytes = 0;
    let collections = 0;
    let timer: ReturnType<typeof setInterval> | undefined;
    const stuck = new Promise<"stuck">((resolve, reject) => {
      timer = setInterval(() => {
        // Chromium has it when it is started with `--js-flags=--expose-gc`.
        if (gc === undefined) return reject(new Error("No collector to call"));
        gc();
        collections += 1;
        if (collections > MOST_COLLECTIONS) resolve("stuck");
      });
    });
    const read = async () => {
      for await (const chunk of readStream(file)) {
        bytes += chunk.byteLength;
        collections = 0;
      }
      return bytes;
    };
    try {
      return await Promise.race([read(), stuck]);
    } finally {
      clearInterval(timer);
    }
  },
};
