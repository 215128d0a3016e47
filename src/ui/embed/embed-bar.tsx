import { Check, RotateCw, X } from "lucide-react";
import type { Totals } from "../../engine/state.ts";
import { Button } from "../controls/button.tsx";
import { useKeptFocus } from "../controls/kept-focus.ts";
import { ProgressBar } from "../controls/progress-bar.tsx";
import { CopyButton } from "../copy/copy-button.tsx";
import { finishedSubjects } from "../copy/link-subjects.ts";
import { useLocalization } from "../i18n/context.tsx";
import { totalProgress } from "../list/row-view.ts";
import { useServices } from "../services.tsx";
import { useSnapshot } from "../use-engine.ts";
import styles from "./embed.module.css";
import { useEmbedConfig, useEmbedHost } from "./embed-host.ts";
import type { Chosen } from "./use-chosen.ts";

/** Where everything stands, and the way back to the host. Stays in view while the list scrolls. */
export function EmbedBar({ chosen }: { chosen: Chosen }) {
  const { totals } = useSnapshot();
  const { t } = useLocalization();
  const { insert, multiple } = useEmbedConfig();
  const focus = useKeptFocus();
  const many = multiple !== false;
  if (!many && insert !== true) return null;
  return (
    <section className={styles.bar} aria-label={t.list.actions} {...focus}>
      {many && totals.open > 0 && <ProgressBar label={t.list.progress} value={totalProgress(totals)} />}
      <div className={styles.line}>
        {many && <Numbers totals={totals} chosen={chosen} selectable={insert === true} />}
        <div className={styles.actions}>
          {many && <ListActions totals={totals} />}
          {insert ? <Insert chosen={chosen} many={many} /> : <CopyAll count={totals.done} />}
        </div>
      </div>
    </section>
  );
}

function Numbers({ totals, chosen, selectable }: { totals: Totals; chosen: Chosen; selectable: boolean }) {
  const { t, formats } = useLocalization();
  const all = chosen.finished.length > 0 && chosen.ids.length === chosen.finished.length;
  return (
    <p className={styles.numbers}>
      {selectable && chosen.finished.length > 1 && (
        <label className={styles.all}>
          <input
            type="checkbox"
            className={styles.checkbox}
            checked={all}
            onChange={() => chosen.set(chosen.finished, !all)}
          />
          {t.embed.selectAll}
        </label>
      )}
      <span>{t.list.done(formats.number(totals.done), formats.number(totals.files))}</span>
      {totals.failed > 0 && <span>{t.list.failed(formats.number(totals.failed))}</span>}
    </p>
  );
}

function ListActions({ totals }: { totals: Totals }) {
  const { engine } = useServices();
  const { t } = useLocalization();
  return (
    <>
      {totals.open > 1 && (
        <Button variant="quiet" icon={<X />} onClick={() => engine.cancelAll()}>
          {t.list.cancelAll}
        </Button>
      )}
      {totals.retryable > 1 && (
        <Button variant="quiet" icon={<RotateCw />} onClick={() => engine.retryFailed()}>
          {t.list.retryFailed}
        </Button>
      )}
    </>
  );
}

function CopyAll({ count }: { count: number }) {
  const { engine } = useServices();
  const { t, formats } = useLocalization();
  if (count === 0) return null;
  return (
    <CopyButton subjects={() => finishedSubjects(engine)}>{t.list.copyAll(count, formats.number(count))}</CopyButton>
  );
}

function Insert({ chosen, many }: { chosen: Chosen; many: boolean }) {
  const host = useEmbedHost();
  const { t, formats } = useLocalization();
  const count = chosen.ids.length;
  return (
    <Button
      variant="primary"
      icon={<Check />}
      disabled={count === 0}
      // A double click is one wish, and the host has had no time yet to empty the list.
      onClick={({ detail }) => detail < 2 && host.insert(chosen.ids)}
    >
      {many && count > 0 ? t.embed.insert(count, formats.number(count)) : t.embed.insertOne}
    </Button>
  );
}
