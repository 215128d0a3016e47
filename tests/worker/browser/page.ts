import { engineLab } from "./engine-lab.ts";
import { poolLab } from "./pool-lab.ts";
import { readingLab } from "./reading-lab.ts";

/** What the suites call in the page; every method answers plain data. */
declare global {
  var hashLab: typeof engineLab & typeof poolLab & typeof readingLab;
}

globalThis.hashLab = { ...engineLab, ...poolLab, ...readingLab };
