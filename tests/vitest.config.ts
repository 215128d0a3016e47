import { relative } from "node:path";
import { defineConfig } from "vitest/config";
import { BaseSequencer, type TestSpecification } from "vitest/node";

const ROOT = new URL("..", import.meta.url).pathname;

/** Tens of seconds each: begun last, one of them would leave a core idle at the end. Longest first. */
const LONGEST = [
  "tests/worker/browser/engines.test.ts",
  "tests/worker/browser/files.test.ts",
  "tests/metadata/broken-files.test.ts",
  "tests/worker/engines.test.ts",
];

/** Folders of tests that keep within their process, where one file leaves nothing behind for the next. */
const PARTS = "access,architecture,contract,convert,cos,embed,engine,history,intake,journal,links,metadata,put,ui";

/** As vitest has it, which knows from runs before what takes long; a clean checkout has had none. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const place = ({ moduleId }: TestSpecification) => {
      const at = LONGEST.indexOf(relative(ROOT, moduleId));
      return at < 0 ? LONGEST.length : at;
    };
    return (await super.sort(files)).sort((a, b) => place(a) - place(b));
  }
}

export default defineConfig({
  root: ROOT,
  test: {
    // Only ends what hangs: on a shared machine, 5 s of work have taken 24.
    testTimeout: 60_000,
    // By itself vitest leaves one of two cores to the machine.
    maxWorkers: 2,
    restoreMocks: true,
    unstubGlobals: true,
    unstubEnvs: true,
    sequence: { sequencer: LongestFirst },
    projects: [
      {
        extends: true,
        test: {
          name: "whole",
          include: ["tests/**/*.test.ts"],
          exclude: [`tests/{${PARTS}}/!(broken-files).test.ts`, "tests/e2e/**", "tests/bench/**"],
        },
      },
      {
        extends: true,
        // Most of their time went into loading the same modules for every file again.
        test: { name: "parts", include: [`tests/{${PARTS}}/!(broken-files).test.ts`], isolate: false },
      },
    ],
  },
});
