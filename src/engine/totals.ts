import type { Clock } from "./ports.ts";
import { createProgressMark } from "./progress-mark.ts";
import { isRetryable } from "./retry.ts";
import { createSpeedMeter, type Load } from "./speed.ts";
import type { FileState, Totals, UploadFile } from "./state.ts";
import { isEnded } from "./transition.ts";

/** Sums over the rows, kept by differences: a change costs the same however long the list is. */
export interface Ledger {
  /** A row was added (no `before`), removed (no `after`) or changed. */
  replace(before: UploadFile | undefined, after: UploadFile | undefined): void;
  /** Measures the speed anew, where time has passed without a change. */
  tick(): void;
  /** Files being worked on. */
  moving(): number;
  /** Files that a person holds. */
  held(): number;
  /** The sums now; the same object while they are the same. */
  totals(): Totals;
}

/** What one row adds to the sums. */
type Sums = Record<Rows | "held" | "moving" | "sending" | "bytesTotal" | "bytesSent", number>;
type Rows = "files" | "done" | "failed" | "retryable" | "missing" | "cancelled" | "unbidden" | "open";

const NOTHING: Sums = {
  files: 0,
  done: 0,
  failed: 0,
  retryable: 0,
  missing: 0,
  cancelled: 0,
  unbidden: 0,
  open: 0,
  held: 0,
  moving: 0,
  sending: 0,
  bytesTotal: 0,
  bytesSent: 0,
};

/** An empty list's sums. */
export function createLedger(clock: Clock): Ledger {
  const sums: Sums = { ...NOTHING };
  const meter = createSpeedMeter();
  const mark = createProgressMark(sentOf);
  let shown = toTotals(sums, mark.progress(), undefined, undefined);

  const tick = () => {
    if (sums.open === 0) meter.reset();
    else meter.sample(clock.now(), loadOf(sums));
  };

  return {
    replace(before, after) {
      if (after) add(sums, shareOf(after), 1);
      if (before) add(sums, shareOf(before), -1);
      mark.look(before, after, sums);
      meter.sent(bytesSentBetween(before?.state, after));
      tick();
    },
    tick,
    moving: () => sums.moving,
    held: () => sums.held,
    totals() {
      const now = toTotals(sums, mark.progress(), meter.speed(), meter.secondsLeft());
      if (!sameTotals(now, shown)) shown = now;
      return shown;
    },
  };
}

/** What one row adds. Its bytes are the chosen file's, so that the sums do not move when a preparation changes them. */
function shareOf(row: UploadFile): Sums {
  const { size, state } = row;
  const share = { ...NOTHING, files: 1 };
  if (state.stage === "cancelled") return { ...share, cancelled: 1 };
  if (state.stage === "failed") {
    const missing = state.failure.code === "choose_again" ? 1 : 0;
    return { ...share, failed: 1, retryable: isRetryable(row) ? 1 : 0, missing };
  }
  const open = isEnded(state) ? 0 : 1;
  const sending = state.stage === "signing" || state.stage === "uploading" ? 1 : 0;
  const working = state.stage === "preparing" || state.stage === "hashing" ? 1 : 0;
  return {
    ...share,
    open,
    held: state.stage === "paused" ? 1 : 0,
    unbidden: state.stage === "paused" && state.unbidden ? 1 : 0,
    done: 1 - open,
    sending,
    moving: sending + working,
    bytesTotal: size,
    bytesSent: sentOf(state, size),
  };
}

/** Bytes of a row that are through, in this attempt. */
function sentOf(state: FileState, size: number): number {
  if (state.stage === "uploading") return state.loaded;
  return state.stage === "verifying" || state.stage === "done" ? size : 0;
}

/** Bytes that really left the page: a file that was there before, or an attempt given up, tells nothing of the speed. */
function bytesSentBetween(before: FileState | undefined, after: UploadFile | undefined): number {
  if (after?.state.stage === "uploading") {
    return before?.stage === "uploading" ? after.state.loaded - before.loaded : after.state.loaded;
  }
  const sentWhole = before?.stage === "uploading" && after?.state.stage === "verifying" && !after.state.result.deduped;
  return sentWhole ? after.size - before.loaded : 0;
}

function add(sums: Sums, share: Sums, sign: 1 | -1): void {
  for (const key of Object.keys(share) as (keyof Sums)[]) sums[key] += sign * share[key];
}

function loadOf({ sending, moving, bytesTotal, bytesSent }: Sums): Load {
  return { sending, moving, bytesTotal, bytesLeft: bytesTotal - bytesSent };
}

/** While anything is open at least one byte stays unsent: a full bar must not stand over an open file. */
function toTotals(
  sums: Sums,
  progress: number | undefined,
  speed: number | undefined,
  secondsLeft: number | undefined,
): Totals {
  const { files, done, failed, retryable, missing, cancelled, unbidden, open, bytesTotal } = sums;
  const most = open > 0 ? Math.max(0, bytesTotal - 1) : bytesTotal;
  const bytesSent = Math.min(sums.bytesSent, most);
  return {
    files,
    done,
    failed,
    retryable,
    missing,
    cancelled,
    unbidden,
    open,
    bytesTotal,
    bytesSent,
    progress,
    speed,
    secondsLeft,
  };
}

function sameTotals(a: Totals, b: Totals): boolean {
  return (Object.keys(a) as (keyof Totals)[]).every((key) => a[key] === b[key]);
}
