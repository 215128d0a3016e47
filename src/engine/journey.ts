import { createVerify, type Verify } from "./link-look.ts";
import type { EngineOptions } from "./options.ts";
import { createSign, type Sign, withRecall } from "./permission.ts";
import type { EnginePorts } from "./ports.ts";
import { createHash, type Hash } from "./preparing.ts";
import { createSend, type Send } from "./sending.ts";

/** One file's way, in the parts that have places of their own. All reject with the reason once aborted. */
export interface Journey {
  readonly hash: Hash;
  readonly sign: Sign;
  readonly send: Send;
  readonly verify: Verify;
}

/** The way through these ports. */
export function createJourney(ports: EnginePorts, options: EngineOptions): Journey {
  const sign = createSign(ports, options);
  return {
    hash: createHash(ports, options),
    sign: withRecall(ports, options, sign),
    // What this browser has was looked up before: a permission that ran out is asked for of the sign API alone.
    send: createSend(ports, options, sign),
    verify: createVerify(ports, options),
  };
}
