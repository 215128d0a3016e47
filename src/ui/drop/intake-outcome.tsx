import { useLocalization } from "../i18n/context.tsx";
import type { Outcome } from "./outcome.ts";

interface IntakeOutcomeProps {
  outcome: Outcome | undefined;
  /** The most files that are taken, where they are counted. */
  limit?: number | undefined;
  /** No row is there (any more), so what was added is no news. */
  empty: boolean;
  className: string | undefined;
  /** Where nothing was handed over at all. */
  problemClassName: string | undefined;
}

/** Says what came of a drop: how many files were added, how many were left out, and why. */
export function IntakeOutcome({ outcome, limit, empty, className, problemClassName }: IntakeOutcomeProps) {
  const { t, formats } = useLocalization();
  const nothing =
    outcome !== undefined &&
    !outcome.stopped &&
    outcome.files + outcome.unreadable + outcome.skipped + (outcome.leftOut ?? 0) === 0;
  const past = outcome !== undefined && empty && outcome.files + outcome.unreadable > 0;
  // There before it says anything, so that a screen reader hears of it.
  return (
    <p role="status" className={nothing ? problemClassName : className}>
      {outcome && !past && (nothing ? t.drop.nothingDropped : t.drop.outcome({ ...outcome, limit }, formats.number))}
    </p>
  );
}
