import { ListX, Pause, Play, RotateCw, X } from "lucide-react";
import type { FileId, Totals } from "../../engine/state.ts";
import { Button } from "../controls/button.tsx";
import { useKeptFocus } from "../controls/kept-focus.ts";
import { ProgressBar } from "../controls/progress-bar.tsx";
import { CopyButton } from "../copy/copy-button.tsx";
import { FormatSelect } from "../copy/format-select.tsx";
import { finishedSubjects } from "../copy/link-subjects.ts";
import { useLocalization } from "../i18n/context.tsx";
import { secondsUntil, totalProgress } from "../list/row-view.ts";
import { useFileSelection } from "../list/selection-context.tsx";
import { useCountdown } from "../list/use-countdown.ts";
import { useServices } from "../services.tsx";
import { useSnapshot } from "../use-engine.ts";
import { MissingNotice } from "./missing-notice.tsx";
import styles from "./summary.module.css";
import { UnbiddenNotice } from "./unbidden-notice.tsx";

/** The whole list in one line, and what can be done to all of it. */
export function SummaryBar() {
  const { totals, paused } = useSnapshot();
  const { t } = useLocalization();
  // A change of the selection takes a button away as well.
  useFileSelection();
  const focus = useKeptFocus();
  return (
    <section className={styles.bar} aria-label={t.list.actions} data-running={totals.open > 0 && !paused} {...focus}>
      <div className={styles.line}>
        <Numbers totals={totals} />
        <ListActions totals={totals} />
      </div>
      {totals.missing > 0 && <MissingNotice count={totals.missing} />}
      {totals.unbidden > 0 && <UnbiddenNotice count={totals.unbidden} />}
      {totals.open > 0 && (
        <div className={styles.progress}>
          <ProgressBar label={t.list.progress} value={totalProgress(totals)} paused={paused} />
        </div>
      )}
    </section>
  );
}

function Numbers({ totals }: { totals: Totals }) {
  const { t, formats } = useLocalization();
  const open = totals.open > 0;
  const hold = useHold();
  // While nothing is sent, neither the speed nor the time left says anything.
  const sending = open && hold === undefined;
  const details = [
    totals.failed > 0 ? t.list.failed(formats.number(totals.failed)) : undefined,
    totals.cancelled > 0 ? t.list.cancelled(formats.number(totals.cancelled)) : undefined,
    open ? hold : undefined,
    sending && totals.speed !== undefined ? t.list.speed(formats.size(totals.speed)) : undefined,
    sending && totals.secondsLeft !== undefined ? t.list.left(formats.duration(totals.secondsLeft)) : undefined,
  ];
  return (
    <p className={styles.numbers}>
      <strong>{t.list.done(formats.number(totals.done), formats.number(totals.files))}</strong>
      {details.map((detail) => detail !== undefined && <span key={detail}>{detail}</span>)}
    </p>
  );
}

/** Until when nothing is sent, in words that count down; what is paused by hand does not go on by itself. */
function useHold(): string | undefined {
  const { heldUntil, paused } = useSnapshot();
  const { t } = useLocalization();
  const until = paused ? undefined : heldUntil;
  useCountdown(until !== undefined);
  return until === undefined ? undefined : t.list.held(secondsUntil(until, performance.now()));
}

function ListActions({ totals }: { totals: Totals }) {
  const { engine } = useServices();
  const { t } = useLocalization();
  return (
    <div className={styles.actions}>
      <HoldButton totals={totals} />
      {totals.open > 0 && (
        <Button variant="quiet" icon={<X />} onClick={() => engine.cancelAll()}>
          {t.list.cancelAll}
        </Button>
      )}
      <div className={styles.afterwards}>
        {totals.retryable > 0 && (
          <Button variant="quiet" icon={<RotateCw />} onClick={() => engine.retryFailed()}>
            {t.list.retryFailed}
          </Button>
        )}
        {totals.cancelled > 0 && (
          <Button variant="quiet" icon={<RotateCw />} onClick={() => engine.retryCancelled()}>
            {t.list.retryCancelled}
          </Button>
        )}
        {totals.failed + totals.cancelled > 0 && (
          <Button variant="quiet" icon={<ListX />} onClick={() => engine.removeUnsuccessful()}>
            {t.list.removeUnsuccessful}
          </Button>
        )}
        {totals.done > 0 && (
          <Button variant="quiet" icon={<ListX />} onClick={() => engine.removeDone()}>
            {t.list.removeDone}
          </Button>
        )}
      </div>
      {totals.open + totals.done > 0 && (
        <div className={styles.copying}>
          {totals.done > 0 && (
            <>
              <FormatSelect />
              <CopyLinksButton done={totals.done} />
            </>
          )}
        </div>
      )}
    </div>
  );
}

/** Copies what is picked out, or everything while nothing is. */
function CopyLinksButton({ done }: { done: number }) {
  const { engine } = useServices();
  const { ids } = useSnapshot();
  const selection = useFileSelection();
  const { t, formats } = useLocalization();
  const selected = selection?.count(ids) ?? 0;
  const wanted = selected > 0 ? (id: FileId) => selection?.has(id) === true : undefined;
  return (
    <>
      {selected > 0 && (
        <Button variant="quiet" onClick={() => selection?.clear()}>
          {t.list.clearSelection}
        </Button>
      )}
      <CopyButton primary subjects={() => finishedSubjects(engine, wanted)}>
        {selected > 0
          ? t.list.copySelected(selected, formats.number(selected))
          : t.list.copyAll(done, formats.number(done))}
      </CopyButton>
    </>
  );
}

/** Holds the whole queue, or lets it go on. */
function HoldButton({ totals }: { totals: Totals }) {
  const { engine } = useServices();
  const { paused } = useSnapshot();
  const { t } = useLocalization();
  if (paused) {
    return (
      <Button variant="quiet" icon={<Play />} onClick={() => engine.resumeAll()}>
        {t.list.resumeAll}
      </Button>
    );
  }
  if (totals.open === 0) return null;
  return (
    <Button variant="quiet" icon={<Pause />} onClick={() => engine.pauseAll()}>
      {t.list.pauseAll}
    </Button>
  );
}
