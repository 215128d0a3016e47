import type { IntakeSum } from "../../engine/ports.ts";
import { useLocalization } from "../i18n/context.tsx";

interface IntakeOutcomeProps {
  outcome: IntakeSum | undefined;
  /** No row is there (any more), so what was added is no news. */
  empty: boolean;
  className: string | undefined;
  /** Where nothing was handed over at all. */
  problemClassName: string | undefined;
}

/** Says what came of a drop: how many files were added, how many were left out, and why. */
export function IntakeOutcome({ outcome, empty, className, problemClassName }: IntakeOutcomeProps) {
  const { t, formats } = useLocalization();
  const nothing =
    outcome !== undefined && !outcome.stopped && outcome.files + outcome.unreadable + outcome.skipped === 0;
  const past = outcome !== undefined && empty && outcome.files + outcome.unreadable > 0;
  // There before it says anything, so that a screen reader hears of it.
  return (
    <p role="status" className={nothing ? problemClassName : className}>
      {outcome && !past && (nothing ? t.drop.nothingDropped : t.drop.outcome(outcome, formats.number))}
    </p>
  );
}
