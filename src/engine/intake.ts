import type { ErrorCode } from "../contract/errors.ts";
import { type FilePolicy, refuseSize } from "../contract/policy.ts";
import type { EngineOptions } from "./options.ts";
import type { EnginePorts, Preparer } from "./ports.ts";
import type { FileId } from "./state.ts";
import { watch } from "./watch.ts";

/** Where queued files wait until the policy is known. One request serves all of them. */
export interface Intake {
  enter(id: FileId): void;
  withdraw(id: FileId): void;
  /** Asks again for the next file that enters: the rules may have changed. */
  forgetPolicy(): void;
}

/** What becomes of the files that waited. */
export interface IntakeOutcome {
  /** The policy is known. */
  admit(id: FileId, policy: FilePolicy): void;
  /** It could not be had. */
  fail(ids: readonly FileId[], error: unknown): void;
  /** Everybody who waited was answered. */
  answered(): void;
}

/** @param life aborted when nobody needs the policy any more. */
export function createIntake(
  { clock, policySource }: EnginePorts,
  { gatewayMs }: EngineOptions,
  life: AbortSignal,
  outcome: IntakeOutcome,
): Intake {
  const waiting = new Set<FileId>();
  const patience = { limitMs: () => gatewayMs, failure: { code: "gateway_unreachable" } as const };
  let policy: FilePolicy | undefined;
  let loading = false;
  let outdated = false;

  const takeAll = () => {
    const ids = [...waiting];
    waiting.clear();
    return ids;
  };

  const load = async () => {
    loading = true;
    try {
      const loaded = await watch(clock, life, patience, (inner) => policySource.policy(inner, outdated));
      policy = loaded;
      outdated = false;
      loading = false;
      for (const id of takeAll()) outcome.admit(id, loaded);
    } catch (error) {
      loading = false;
      outcome.fail(takeAll(), error);
    }
    outcome.answered();
  };

  return {
    enter(id) {
      if (policy) {
        outcome.admit(id, policy);
        return;
      }
      waiting.add(id);
      if (!loading) void load();
    },
    withdraw: (id) => waiting.delete(id),
    forgetPolicy() {
      policy = undefined;
      outdated = true;
    },
  };
}

/** Why a file may not be prepared, by its size alone, or `undefined`. What may yet shrink is measured afterwards. */
export function refuseChosen(blob: Blob, policy: FilePolicy, preparer: Preparer): ErrorCode | undefined {
  const refused = refuseSize(blob.size, policy);
  return refused === "too_large" && preparer.mayShrink?.(blob) === true ? undefined : refused;
}
