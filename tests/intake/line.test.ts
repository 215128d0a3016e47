import { expect, test } from "vitest";
import { createIntakeLine, type Reading } from "../../src/ui/drop/intake-line.ts";

/** A reading that a test moves by hand. */
function steered({ remote = false, signal = new AbortController().signal } = {}) {
  let end: (count: number) => void = () => undefined;
  let fail: (error: Error) => void = () => undefined;
  const sum = new Promise<number>((resolve, reject) => {
    end = resolve;
    fail = reject;
  });
  let onBatch: (batch: readonly string[]) => void = () => undefined;
  const start = (on: typeof onBatch): Reading<number> => {
    onBatch = on;
    return { sum, remote, signal };
  };
  return { start, give: (...batch: readonly string[]) => onBatch(batch), end, fail };
}

function listed() {
  const list: string[] = [];
  const line = createIntakeLine<string, number>();
  return {
    list,
    line: (start: Parameters<typeof line>[0]) => line(start, (batch) => list.push(...batch)),
  };
}

test("what is dropped while a folder is still being read comes behind it, and is shown as it is read after that", async () => {
  const { list, line } = listed();
  const [folder, loose] = [steered(), steered()];
  const turns = [line(folder.start), line(loose.start)];
  loose.give("loose");
  folder.give("first");
  await Promise.resolve();
  loose.end(1);
  folder.give("second");
  folder.end(2);
  expect(await Promise.all(turns)).toEqual([2, 1]);
  expect(list).toEqual(["first", "second", "loose"]);
});

test("a reading that fails makes room for the next one, whether it had its turn or not", async () => {
  const { list, line } = listed();
  const [broken, waiting, last] = [steered(), steered(), steered()];
  const turns = [line(broken.start), line(waiting.start), line(last.start)];
  last.give("last");
  last.end(1);
  waiting.fail(new Error("while it waits"));
  await expect(turns[1]).rejects.toThrow("while it waits");
  broken.fail(new Error("at its turn"));
  await expect(turns[0]).rejects.toThrow("at its turn");
  expect(await turns[2]).toBe(1);
  expect(list).toEqual(["last"]);
});

test("a reading that cannot start at all leaves the line as it was", async () => {
  const { line } = listed();
  const broken = line(() => {
    throw new Error("no entry");
  });
  await expect(broken).rejects.toThrow("no entry");
  const next = steered();
  next.end(0);
  expect(await line(next.start)).toBe(0);
});

test("a picture that its site never gives keeps nobody waiting", async () => {
  const { list, line } = listed();
  void line(steered({ remote: true }).start);
  const loose = steered();
  const turn = line(loose.start);
  loose.give("loose");
  loose.end(1);
  expect(await turn).toBe(1);
  expect(list).toEqual(["loose"]);
});

test("a picture of another site comes into the list when it is there, whatever is still being read", async () => {
  const { list, line } = listed();
  const [folder, remote] = [steered(), steered({ remote: true })];
  void line(folder.start);
  const turn = line(remote.start);
  remote.give("remote");
  remote.end(1);
  expect(await turn).toBe(1);
  expect(list).toEqual(["remote"]);
});

test("what waited for its turn is not handed on once it has been called off", async () => {
  const { list, line } = listed();
  const life = new AbortController();
  const [folder, loose] = [steered(life), steered(life)];
  const turns = [line(folder.start), line(loose.start)];
  folder.give("first");
  loose.give("loose");
  await Promise.resolve();
  life.abort();
  folder.end(0);
  loose.end(0);
  await Promise.all(turns);
  expect(list).toEqual(["first"]);
});
