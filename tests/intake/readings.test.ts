import { getEventListeners } from "node:events";
import { expect, test } from "vitest";
import type { Candidate, IntakeSum } from "../../src/engine/ports.ts";
import { readTransfer } from "../../src/platform/intake.ts";
import { createReadings } from "../../src/platform/readings.ts";
import { DroppedFile, DroppedFolder, noLimit, transferOf } from "./dropped-entries.ts";

const STOPPED = { stopped: true };

function listed() {
  const names: string[] = [];
  return { names, take: (batch: readonly Candidate[]) => void names.push(...batch.map(({ name }) => name)) };
}

test("a reading that is called off ends at once, hands nothing more on, and leaves the next one alone", async () => {
  const readings = createReadings();
  const { names, take } = listed();
  let giveLate: (batch: readonly Candidate[]) => void = () => undefined;
  const hanging = readings.read((on) => {
    giveLate = on;
    return { sum: new Promise<IntakeSum>(() => undefined), remote: false };
  }, take);

  readings.stop();
  expect(await hanging.sum).toMatchObject(STOPPED);
  expect(hanging.signal.aborted).toBe(true);
  giveLate([{ kind: "unreadable", name: "late.png", folder: "", code: "file_unreadable" }]);

  const next = readings.read(
    (on, signal) => readTransfer(transferOf(new DroppedFile("next.png")), on, noLimit, signal),
    take,
  );
  expect(await next.sum).toMatchObject({ files: 1, stopped: false });
  expect(names).toEqual(["next.png"]);
});

test("a folder is read no further once it is called off", async () => {
  const life = new AbortController();
  let reads = 0;
  const onRead = () => {
    reads += 1;
    if (reads === 3) life.abort();
  };
  const inner = (name: string) => new DroppedFolder(name, [[new DroppedFile(`${name}.png`)]], { onRead });
  const folder = new DroppedFolder("outer", [[inner("a"), inner("b"), inner("c")]], { onRead });
  const { names, take } = listed();
  const sum = await readTransfer(transferOf(folder), take, noLimit, life.signal).sum;
  expect(sum).toMatchObject(STOPPED);
  // Twice the outer one and once `a`, of which nothing was handed on.
  expect(reads).toBe(3);
  expect(names).toEqual([]);
});

test("a reading that is over leaves nothing at the signal that all readings share", async () => {
  const readings = createReadings();
  const { take } = listed();
  const { sum, signal } = readings.read(
    (on, inner) => readTransfer(transferOf(new DroppedFile("a.png")), on, noLimit, inner),
    take,
  );
  await sum;
  expect(getEventListeners(signal, "abort")).toEqual([]);
});
