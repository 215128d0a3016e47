/*
 * What runs in the page, before or beside its own code: functions that stand alone, since only their text gets there.
 */

declare global {
  interface Window {
    /** Jobs for a worker that were held back; each goes on when it is called. */
    heldJobs?: (() => void)[];
  }
}

interface WorkerFault {
  /** Which jobs. */
  readonly stage: "prepare" | "hash";
  /** So many of them make their worker crash, and nothing is held back; 0 holds every one. */
  readonly crashes: number;
}

/** Stands between the page and its workers. */
export function meetWorkers({ stage, crashes }: WorkerFault): void {
  const held: (() => void)[] = [];
  let left = crashes;
  window.heldJobs = held;
  window.Worker = class extends Worker {
    override postMessage(message: { readonly type: string }): void {
      const send = () => super.postMessage(message);
      const met = message.type === stage && sessionStorage.getItem("faults") !== "over";
      if (met && crashes === 0) held.push(send);
      else if (met && left > 0) {
        left -= 1;
        queueMicrotask(() => this.dispatchEvent(new ErrorEvent("error", { message: "crashed, as ordered" })));
      } else send();
    }
  };
}

/** For this page and for the one after a reload. */
export function stopMeetingWorkers(): void {
  sessionStorage.setItem("faults", "over");
}

/** Playwright keeps every tab in sight, so this one is told that it is hidden: it gets no frames, and hears of it. */
export function hideTab(): void {
  window.requestAnimationFrame = () => 0;
  Object.defineProperty(document, "visibilityState", { value: "hidden" });
  Object.defineProperty(document, "hidden", { value: true });
  document.dispatchEvent(new Event("visibilitychange"));
}

/** A browser whose space for this site is used up. */
export function fillStorage(): void {
  const full = () => {
    throw new DOMException("full", "QuotaExceededError");
  };
  IDBObjectStore.prototype.put = full;
  IDBObjectStore.prototype.add = full;
  Storage.prototype.setItem = full;
}
