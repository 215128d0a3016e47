import { testFaults } from "./fault-fixtures.ts";

/*
 * The few cases of the table that every test run has: the page against somebody else's sign API and store, through the
 * relay, and without a network. All of them: `npm run test:faults`.
 */
testFaults(({ everyRun }) => everyRun === true);
