import { describe, expect, test } from "vitest";
import { runCommand } from "../../src/embed/frame/commands.ts";
import { limitFiles } from "../../src/embed/frame/limit-files.ts";
import { World } from "../engine/support/world.ts";

const ID = "this-";
const engineId = (id: string) => (id.startsWith(ID) ? id.slice(ID.length) : undefined);

describe("a host's command", () => {
  test("for an id of another frame does nothing to the file that has its number here", async () => {
    const world = new World();
    world.hasher.script.push(() => undefined);
    const [id = ""] = await world.add(world.candidate());
    const { engine } = world;
    const context = { engine, engineId, one: false };
    const before = world.row(id).state.stage;
    for (const type of ["cancel", "pause"] as const) {
      runCommand({ type, payload: { ids: [`other-${id}`, `that-${id}`, id] } }, context);
    }
    expect(world.row(id).state.stage).toBe(before);
    runCommand({ type: "cancel", payload: { ids: [ID + id] } }, context);
    expect(world.row(id).state.stage).toBe("cancelled");
  });

  test("that brings several files where one is wanted keeps the last, as calls apart would", () => {
    const world = new World();
    const engine = limitFiles(world.engine, () => ({ multiple: false }));
    const files = ["a.png", "b.png"].map((name) => new File([name], name));
    runCommand({ type: "files:add", payload: { files } }, { engine, engineId, one: true });
    expect(engine.getSnapshot().ids.map((id) => engine.getFile(id)?.name)).toEqual(["b.png"]);
  });
});
