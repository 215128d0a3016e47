import { Check, Copy } from "lucide-react";
import { useEffect, useState } from "react";
import type { LinkSubject } from "../../links/link-subject.ts";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useCopy } from "./use-copy.ts";

/** How long a copy is confirmed to the eye, in ms. */
const CONFIRM_MS = 2000;

interface CopyButtonProps {
  /** Asked when the button is pressed. */
  subjects(): readonly LinkSubject[];
  /** What it says while nothing was copied. */
  children: string;
  /** The accessible name, where the visible text alone does not tell which link. */
  label?: string;
  primary?: boolean;
}

/** Copies links, and says so for a moment where it was pressed. */
export function CopyButton({ subjects, children, label, primary = false }: CopyButtonProps) {
  const { t } = useLocalization();
  const copy = useCopy();
  const [copies, setCopies] = useState(0);

  useEffect(() => {
    if (copies === 0) return;
    const timer = setTimeout(() => setCopies(0), CONFIRM_MS);
    return () => clearTimeout(timer);
  }, [copies]);

  const press = async () => {
    if (await copy(subjects())) setCopies((before) => before + 1);
  };

  const copied = copies > 0;
  return (
    <Button variant={primary ? "primary" : "plain"} aria-label={label} onClick={press}>
      {/* As wide as the wider of what it says before and after: what stands beside it does not move. */}
      <span data-other={copied ? children : t.row.copied}>
        <span>
          {copied ? <Check /> : <Copy />}
          {copied ? t.row.copied : children}
        </span>
      </span>
    </Button>
  );
}
