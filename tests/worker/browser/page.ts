import { engineLab } from "./engine-lab.ts";
import { poolLab } from "./pool-lab.ts";

/** What the suites call in the page; every method answers plain data. */
declare global {
  var hashLab: typeof engineLab & typeof poolLab;
}

globalThis.hashLab = { ...engineLab, ...poolLab };
