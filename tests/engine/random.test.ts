import * as fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { FileId } from "../../src/engine/state.ts";
import { anyCommand, type Command } from "./support/commands.ts";
import { anyBehaviour, type Behaviour } from "./support/faults.ts";
import { anyOptions, FOREVER_MS, Trial } from "./support/trial.ts";
import { settled } from "./support/virtual-clock.ts";
import { POLICY } from "./support/world.ts";

const RUNS = 200;
/** On a machine that does much else at the same time, in ms. */
const TIME_LIMIT_MS = 90_000;

const anyCommands = fc.array(anyCommand, { minLength: 3, maxLength: 40 });
const anyFaults = fc.array(anyBehaviour, { maxLength: 80 });
/** What is done to a page before it is closed, and of which rows the browser still has the bytes then; over and over. */
const anyPage = fc.record({
  commands: fc.array(anyCommand, { minLength: 1, maxLength: 20 }),
  keptBytes: fc.infiniteStream(fc.integer({ min: 0, max: 4 }).map((n) => n > 0)),
});

describe("the engine under any commands and any faults", () => {
  it(
    "keeps its promises, leaves no file stuck, and brings every good file to its link in the end",
    async () => {
      const property = fc.asyncProperty(anyOptions, anyFaults, anyCommands, async (options, behaviours, commands) => {
        const faults = [...behaviours];
        const trial = new Trial(options, faults);
        await obey(trial, commands);
        await finish(trial, faults, new Set());
      });
      await fc.assert(property, { numRuns: RUNS });
    },
    TIME_LIMIT_MS,
  );

  it(
    "takes up on the next page what this one leaves, whenever it is closed",
    async () => {
      const pages = fc.array(anyPage, { minLength: 1, maxLength: 3 });
      const property = fc.asyncProperty(anyOptions, anyFaults, pages, async (options, behaviours, all) => {
        const faults = [...behaviours];
        const trial = new Trial(options, faults);
        let lost: ReadonlySet<FileId> = new Set();
        for (const { commands, keptBytes } of all) {
          await obey(trial, commands);
          lost = await trial.reload(() => keptBytes.next().value);
          trial.check();
        }
        await finish(trial, faults, lost);
      });
      await fc.assert(property, { numRuns: RUNS });
    },
    TIME_LIMIT_MS,
  );
});

async function obey(trial: Trial, commands: readonly Command[]): Promise<void> {
  for (const command of commands) {
    await trial.run(command);
    trial.check();
    await settled();
    trial.check();
  }
}

/** However it stands, it comes to an end by itself; and well, once nothing goes wrong any more and a person asks again. */
async function finish(trial: Trial, faults: Behaviour[], lost: ReadonlySet<FileId>): Promise<void> {
  const { world } = trial;
  world.setOnline(true);
  await trial.run({ kind: "resumeAll" });
  expect(await world.clock.runOut(FOREVER_MS)).toBe(true);
  trial.check();
  expect(world.stages().filter((stage) => !["done", "failed", "cancelled"].includes(stage))).toEqual([]);

  faults.length = 0;
  for (const id of trial.ids) world.engine.retry(id);
  trial.stopped.clear();
  await world.clock.runOut(FOREVER_MS);
  trial.check();
  for (const id of trial.ids) {
    const { size } = world.row(id);
    const good = size > 0 && size <= POLICY.maxFileSize && !lost.has(id);
    expect(world.row(id).state.stage).toBe(good ? "done" : "failed");
  }

  world.engine.dispose();
  await world.clock.runOut(FOREVER_MS);
  expect(world.clock.sleeping).toBe(0);
}
