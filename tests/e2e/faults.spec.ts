import { testFaults } from "./fault-fixtures.ts";

/*
 * The table of faults, case by case, in a real browser. The page's clock is wound forward over its pauses and limits, so
 * that the limits are those of production and nobody waits for them.
 */
testFaults(() => true);
