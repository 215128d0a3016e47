import { afterAll, beforeEach } from "vitest";
import { startThirdParty, type ThirdParty } from "../third-party/third-party.ts";
import { startTestGateway, type TestGateway } from "./start.ts";

/** Somebody else's sign API and store, and a gateway before them, for all tests of a file; each begins without faults. */
export async function startThirdPartyGateway(): Promise<{
  readonly third: ThirdParty;
  readonly gateway: TestGateway;
}> {
  const third = await startThirdParty();
  const gateway = await startTestGateway(third.environment);
  beforeEach(() => third.faults.heal());
  afterAll(async () => {
    await gateway.close();
    await third.close();
  });
  return { third, gateway };
}
