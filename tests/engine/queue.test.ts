import { expect, test } from "vitest";
import { createQueue } from "../../src/engine/queue.ts";

test("a long queue loses nobody when it drops those that are gone", () => {
  const ids = Array.from({ length: 5000 }, (_, i) => `${i}`);
  const queue = createQueue();
  for (const [ticket, id] of ids.entries()) queue.push({ id, ticket });
  const served: (string | undefined)[] = [];
  for (let first = queue.first(); first; first = queue.first()) {
    // Asking takes nobody out.
    served.push(queue.first()?.id);
    queue.remove(first.id);
  }
  expect(served).toEqual(ids);
});
