import { DatabaseZap } from "lucide-react";
import frame from "../frame/frame.module.css";
import { useProblem } from "./use-history-data.ts";
import { useHistoryMessages } from "./use-messages.ts";

/** Says that the history cannot be kept, why, and what still works. */
export function ProblemNotice() {
  const problem = useProblem();
  const m = useHistoryMessages();
  if (!problem) return null;
  const { what, next } = m.problem[problem];
  return (
    <div className={frame.notice} role="alert">
      <DatabaseZap aria-hidden="true" />
      <p>
        <strong>{what}</strong>
        <br />
        {next}
      </p>
    </div>
  );
}
