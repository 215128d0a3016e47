import { describe, expect, test } from "vitest";
import type { EmbedConfig } from "../../src/contract/embed-messages.ts";
import { limitFiles } from "../../src/embed/frame/limit-files.ts";
import type { Candidate } from "../../src/engine/ports.ts";
import { countLeftOut, withoutLeftOut } from "../../src/ui/drop/outcome.ts";
import { World } from "../engine/support/world.ts";

const lost: Candidate = { kind: "unreadable", name: "lost.png", folder: "", code: "file_unreadable" };

function limited(config: EmbedConfig) {
  const world = new World();
  const engine = limitFiles(world.engine, () => config);
  const codes = () =>
    engine.getSnapshot().ids.map((id) => {
      const { state } = world.row(id);
      return state.stage === "failed" ? state.failure.code : "taken";
    });
  return { world, engine, codes };
}

describe("a host's limit on the number of files", () => {
  test("is used up by files, and not by what cannot be read", () => {
    const { world, engine, codes } = limited({ maxFiles: 2 });
    engine.add([lost, world.candidate(), world.candidate(), lost, world.candidate()]);
    expect(codes()).toEqual(["file_unreadable", "taken", "taken", "file_unreadable", "too_many_files"]);
  });

  test("leaves out of the count what it leaves out of the list", () => {
    const { world, engine } = limited({ maxFiles: 1 });
    const ids = engine.add([world.candidate(), lost, world.candidate(), world.candidate()]);
    const sum = withoutLeftOut({ files: 3, unreadable: 1, skipped: 0, stopped: false }, countLeftOut(engine, ids));
    expect(sum).toMatchObject({ files: 1, leftOut: 2, unreadable: 1 });
  });

  test("of one picture keeps the first of a drop that comes in parts, and lets the next drop replace it", () => {
    const { world, engine, codes } = limited({ multiple: false });
    engine.add([world.candidate()]);
    const [first] = engine.getSnapshot().ids;
    engine.addMore([world.candidate()]);
    expect(engine.getSnapshot().ids[0]).toBe(first);
    expect(codes()).toEqual(["taken", "too_many_files"]);
    engine.add([world.candidate()]);
    expect(codes()).toEqual(["taken"]);
    expect(engine.getSnapshot().ids[0]).not.toBe(first);
  });

  test("of one file among several takes nothing away for a second: that one is too many", () => {
    const { world, engine, codes } = limited({ maxFiles: 1 });
    engine.add([world.candidate()]);
    const [first] = engine.getSnapshot().ids;
    engine.add([world.candidate()]);
    expect(engine.getSnapshot().ids[0]).toBe(first);
    expect(codes()).toEqual(["taken", "too_many_files"]);
  });
});
