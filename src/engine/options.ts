/** What an engine can be told; every field has its default in `DEFAULT_OPTIONS`. */
export interface EngineOptions {
  /** Files prepared and hashed at the same time. */
  readonly hashConcurrency: number;
  /** Files sent at the same time; large ones are signed in the same place. */
  readonly uploadConcurrency: number;
  /**
   * How many small files may be signed, or be about to be, before they have a place among the uploads; 0: all are signed
   * in their place. On a line with long round trips a place would else be idle for one of them with every file.
   */
  readonly signAhead: number;
  /** A permission that waited longer for its place, in ms, is asked for afresh: it may run out on the way. */
  readonly permissionMs: number;
  /** Links looked at at the same time. */
  readonly verifyConcurrency: number;
  /** How many hashed files of one size class may wait for an upload place before hashing pauses for that class. */
  readonly hashAhead: number;
  /** From this many bytes on a file counts as large: see `createLane`. */
  readonly largeFileBytes: number;

  /** Automatic retries of one file, until a person retries or resumes it. */
  readonly maxRetries: number;
  /** The pause before the first retry, in ms; it doubles with each one. */
  readonly retryBaseMs: number;
  /** The longest such pause, in ms. */
  readonly retryMaxMs: number;
  /** A server that asks for a longer pause than this, in ms, has refused: the failure is final. */
  readonly retryAfterMaxMs: number;

  /** An upload that sends nothing for so many ms has stalled. */
  readonly stallMs: number;
  /** How long the store may take to answer once it has all bytes, in ms. */
  readonly answerMs: number;
  /** How long a sign answer, or the policy, may take, in ms. */
  readonly gatewayMs: number;
  /** How long preparing or hashing may show no life, in ms; long, since a worker may have a large file before this one. */
  readonly localMs: number;
  /** How long a look at a link may take, in ms. */
  readonly verifyMs: number;
}

/**
 * Hashing has the places of a machine with two cores here; the page gives as many as its workers can use. Browsers open
 * at most six HTTP/1.1 connections to one origin: four uploads leave two for signing. As many files are signed ahead as
 * are sent, so that places which fall free together find a signature each. The gateway's own signatures are good for
 * five minutes, a third party's often for longer: a minute less leaves the upload time to begin. A look at a link is
 * short, and many uploads of small files need as many looks.
 */
export const DEFAULT_OPTIONS: EngineOptions = {
  hashConcurrency: 2,
  uploadConcurrency: 4,
  signAhead: 4,
  permissionMs: 4 * 60_000,
  verifyConcurrency: 4,
  hashAhead: 8,
  largeFileBytes: 16 * 1024 ** 2,

  maxRetries: 3,
  retryBaseMs: 1_000,
  retryMaxMs: 30_000,
  retryAfterMaxMs: 10 * 60_000,

  stallMs: 30_000,
  answerMs: 120_000,
  gatewayMs: 30_000,
  localMs: 10 * 60_000,
  verifyMs: 20_000,
};

/**
 * What comes so much later than its time, in ms, tells that the machine slept or the page was frozen, and no time of ours:
 * timers of a hidden tab come once a minute (Chromium, "intensive wake-up throttling").
 */
export const ASLEEP_MS = 90_000;

/** How often the totals are looked at while something moves, so that a speed falls when nothing arrives, in ms. */
export const TOTALS_TICK_MS = 1_000;

/** Speed is measured over at least this long a stretch, in ms: shorter ones are noise. */
export const SPEED_SAMPLE_MS = 500;

/** The time constant of the speed's smoothing, in ms: two thirds of the shown speed are younger than this. */
export const SPEED_SMOOTHING_MS = 6_000;

/** No speed is shown before this many ms of moving. */
export const SPEED_WARMUP_MS = 2_000;

/** The time constant of the time left's smoothing, in ms. */
export const TIME_LEFT_SMOOTHING_MS = 3_000;
