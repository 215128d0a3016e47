import type { Stage } from "../../../src/engine/state.ts";
import type { FakePort } from "./fake-port.ts";
import type { World } from "./world.ts";

/** Every stage at which something is under way, and the port that has it. */
export const AT_WORK = [
  { stage: "preparing", port: "preparer" },
  { stage: "hashing", port: "hasher" },
  { stage: "signing", port: "signer" },
  { stage: "uploading", port: "putter" },
  { stage: "verifying", port: "verifier" },
] as const satisfies { stage: Stage; port: keyof World }[];

export function portOf(world: World, name: (typeof AT_WORK)[number]["port"]): FakePort<unknown, unknown> {
  return world[name] as unknown as FakePort<unknown, unknown>;
}

/** What the port would have answered. */
export function answer(world: World, name: (typeof AT_WORK)[number]["port"]): void {
  const port = portOf(world, name);
  port.always(port.last);
}
