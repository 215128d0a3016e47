import * as fc from "fast-check";
import { expect } from "vitest";
import type { Digests } from "../../../src/contract/digest.ts";
import { DEFAULT_OPTIONS, type EngineOptions } from "../../../src/engine/options.ts";
import type { Candidate } from "../../../src/engine/ports.ts";
import type { FileId, FileState, Stage } from "../../../src/engine/state.ts";
import { isEnded } from "../../../src/engine/transition.ts";
import type { Command, GivenFile } from "./commands.ts";
import { FakeJournal } from "./fake-journal.ts";
import { type Behaviour, misbehave } from "./faults.ts";
import { sumsOf } from "./sums.ts";
import { CONFIRMED, grantFor, linkFor, POLICY, World } from "./world.ts";

/** Short limits, so that less time has to pass in a run. */
const LIMITS = { stallMs: 2_000, answerMs: 4_000, gatewayMs: 3_000, localMs: 5_000, verifyMs: 1_000 };
/** Longer than everything that can be waited for in a run, one after the other. */
export const FOREVER_MS = 1e8;

export const anyOptions: fc.Arbitrary<Partial<EngineOptions>> = fc.record({
  hashConcurrency: fc.integer({ min: 1, max: 3 }),
  uploadConcurrency: fc.integer({ min: 1, max: 4 }),
  signAhead: fc.integer({ min: 0, max: 3 }),
  permissionMs: fc.constantFrom(0, 1_000, 300_000),
  verifyConcurrency: fc.integer({ min: 1, max: 2 }),
  hashAhead: fc.integer({ min: 1, max: 4 }),
});

const isUnbidden = (state: FileState) => state.stage === "paused" && state.unbidden === true;

/** A world in which everything can go wrong, and what must hold in it nevertheless. */
export class Trial {
  world: World;
  journal = new FakeJournal("page 0");
  readonly options: EngineOptions;
  /** What the list has to hold, in order. */
  ids: FileId[] = [];
  /** Rows that a person stopped, and how: nobody else may move them. */
  readonly stopped = new Map<FileId, Stage>();
  readonly stored = new Set<string>();
  listCalls = 0;
  recalls = 0;
  readonly #behaviours: Behaviour[];
  #pages = 0;

  constructor(options: Partial<EngineOptions>, behaviours: Behaviour[]) {
    this.options = { ...DEFAULT_OPTIONS, ...LIMITS, ...options };
    this.#behaviours = behaviours;
    this.world = this.#open();
  }

  /**
   * Closes the page and opens the next one, which takes up what was remembered.
   * @param keptBytes of which rows the browser still has the bytes.
   * @returns the rows whose files have to be chosen again.
   */
  async reload(keptBytes: (index: number) => boolean): Promise<Set<FileId>> {
    const open = this.ids.filter((id) => !isEnded(this.world.row(id).state));
    const unbidden = this.ids.filter((id) => isUnbidden(this.world.row(id).state));
    const ended = this.ids.filter((id) => ["done", "cancelled"].includes(this.world.row(id).state.stage));
    const remembered = this.journal.list().map(({ id }) => id);
    expect(remembered).toEqual(expect.arrayContaining(open));
    const waiting = this.journal.list().filter((row) => row.unbidden);
    expect(waiting.map(({ id }) => id)).toEqual(unbidden);
    expect(remembered.filter((id) => ended.includes(id) || !this.ids.includes(id))).toEqual([]);

    this.world.engine.dispose();
    // What was on its way arrives, and nobody is there any more.
    await this.world.clock.runOut(FOREVER_MS);
    expect(this.journal.list().map(({ id }) => id)).toEqual(remembered);

    const rows = this.journal.list().map((row, at) => ({ ...row, blob: keptBytes(at) ? row.blob : undefined }));
    this.#pages += 1;
    this.journal = new FakeJournal(`page ${this.#pages}`);
    for (const row of rows) this.journal.note(row);
    this.world = this.#open(this.world);
    this.world.engine.restore(rows);
    this.ids = remembered;
    this.stopped.clear();
    for (const { id, paused, unbidden, blob } of rows) {
      if (!paused || !blob) continue;
      this.stopped.set(id, "paused");
      expect(this.world.row(id).state).toMatchObject(unbidden ? { unbidden } : {});
    }
    return new Set(rows.filter(({ blob }) => blob === undefined).map(({ id }) => id));
  }

  #open(before?: World): World {
    const recall = { find: (_: AbortSignal, content: Digests & { size: number }) => this.#recall(content) };
    const world = new World(this.options, undefined, { recall, journal: this.journal }, before);
    this.#script(world);
    this.#watchCalls(world);
    this.listCalls = 0;
    world.engine.subscribe(() => {
      this.listCalls += 1;
    });
    return world;
  }

  /** Now and then another tab has uploaded the same content meanwhile. */
  async #recall({ size, ...digests }: Digests & { size: number }): Promise<string | undefined> {
    this.recalls += 1;
    if (this.recalls % 3 !== 0) return undefined;
    const { url, CDN } = grantFor({ ...digests, size });
    this.stored.add(url);
    return CDN;
  }

  #script(world: World): void {
    const behaviours = this.#behaviours;
    const { clock, preparer, hasher, signer, putter, verifier, policySource } = world;
    const sizeOf = (blob: Blob) => blob.size;
    const noSize = () => 0;
    const local = ["file_unreadable", "file_changed", "hash_failed"] as const;
    const remote = ["gateway_unreachable", "gateway_failed", "rate_limited", "sign_timeout", "sign_refused"] as const;
    const store = [
      "put_unreachable",
      "store_busy",
      "store_failed",
      "put_refused",
      "signature_expired",
      "digest_mismatch",
      "already_exists",
    ] as const;

    misbehave(
      clock,
      preparer,
      { answer: (c) => c.resolve({ blob: c.args, type: "image/png" }), codes: local, sizeOf },
      behaviours,
    );
    misbehave(clock, hasher, { answer: (c) => c.resolve(world.digestsOf(c.args)), codes: local, sizeOf }, behaviours);
    misbehave(
      clock,
      verifier,
      { answer: (c) => c.resolve(CONFIRMED), codes: ["unexpected"], sizeOf: noSize },
      behaviours,
    );
    misbehave(clock, policySource, { answer: (c) => c.resolve(POLICY), codes: remote, sizeOf: noSize }, behaviours);
    misbehave(
      clock,
      signer,
      {
        answer: (c) => {
          const grant = grantFor(c.args);
          c.resolve(this.stored.has(grant.url) && c.args.size % 2 === 0 ? { ...grant, exists: true } : grant);
        },
        codes: remote,
        sizeOf: noSize,
      },
      behaviours,
    );
    misbehave(
      clock,
      putter,
      {
        answer: (c) => {
          const existed = this.stored.has(c.args.grant.url);
          this.stored.add(c.args.grant.url);
          c.resolve({ requestId: undefined, existed });
        },
        codes: store,
        sizeOf: ({ blob }) => blob.size,
      },
      behaviours,
    );
  }

  /** The limits hold, and no content goes up twice, at the very moment at which a call starts. */
  #watchCalls(world: World): void {
    const { preparer, hasher, signer, putter, verifier } = world;
    const { hashConcurrency, uploadConcurrency, signAhead, verifyConcurrency } = this.options;
    const atMost =
      (limit: number, ...ports: { active: unknown[] }[]) =>
      () =>
        expect(ports.reduce((sum, { active }) => sum + active.length, 0)).toBeLessThanOrEqual(limit);
    preparer.onCall = hasher.onCall = atMost(hashConcurrency, preparer, hasher);
    signer.onCall = atMost(uploadConcurrency + signAhead, signer, putter);
    verifier.onCall = atMost(verifyConcurrency, verifier);
    putter.onCall = (call) => {
      atMost(uploadConcurrency + signAhead, signer, putter)();
      atMost(uploadConcurrency, putter)();
      expect(world.online).toBe(true);
      const { url, CDN } = call.args.grant;
      expect(putter.active.filter(({ args }) => args.grant.url === url)).toHaveLength(1);
      const finished = this.ids.map((id) => this.world.row(id).state).filter((state) => "result" in state);
      expect(finished.map(({ result }) => result.url)).not.toContain(CDN);
    };
  }

  async run(command: Command): Promise<void> {
    const { engine, clock } = this.world;
    switch (command.kind) {
      case "add":
        this.#add(command.files);
        break;
      case "wait":
        await clock.advance(command.ms);
        break;
      case "sleep":
        await clock.sleepThrough(command.ms);
        break;
      case "offline":
      case "online":
        this.world.setOnline(command.kind === "online");
        break;
      case "wish":
        // The same picture comes of it: what must hold is that every file ends, and well.
        this.world.wishes = this.world.wishes === "none" ? "others" : "none";
        break;
      case "frame":
        clock.frame();
        break;
      case "cancelAll":
      case "retryFailed":
      case "retryCancelled":
      case "pauseAll":
      case "holdAll":
      case "resumeAll":
      case "removeDone":
      case "removeUnsuccessful":
        engine[command.kind]();
        break;
      default: {
        const id = this.ids[command.which % Math.max(1, this.ids.length)];
        if (id !== undefined) engine[command.kind](id);
        if (command.kind === "remove") this.ids = this.ids.filter((each) => each !== id);
      }
    }
    this.#noteStops(command);
  }

  /** What nobody has asked for does nothing before somebody does. */
  #add(files: readonly GivenFile[]): void {
    const ids = this.world.engine.add(files.map((file) => this.#candidate(file)));
    this.ids.push(...ids);
    for (const [at, id] of ids.entries()) {
      const { state } = this.world.row(id);
      if (files[at]?.unbidden && state.stage !== "failed")
        expect(state).toMatchObject({ stage: "paused", unbidden: true });
    }
  }

  #candidate({ size, content, readable, unbidden }: GivenFile): Candidate {
    if (readable) return { ...this.world.candidate(size, content), unbidden };
    return { kind: "unreadable", name: "?", folder: "", code: "file_unreadable" };
  }

  /** What a person stopped stays so until a person says otherwise, and right after the command it is so. */
  #noteStops({ kind }: Command): void {
    if (kind === "removeDone" || kind === "removeUnsuccessful") {
      this.ids = this.ids.filter((id) => this.world.engine.getFile(id) !== undefined);
    }
    if (!["wait", "sleep", "frame", "online", "offline", "wish"].includes(kind)) this.stopped.clear();
    for (const id of this.ids) {
      const { state } = this.world.row(id);
      const { stage } = state;
      if (stage === "cancelled" || stage === "paused") this.stopped.set(id, stage);
      if (kind === "cancelAll") expect(isEnded(state)).toBe(true);
      if (kind === "pauseAll" || kind === "holdAll")
        expect(["paused", "verifying", "done", "failed", "cancelled"]).toContain(stage);
    }
  }

  check(): void {
    const { engine } = this.world;
    const snapshot = engine.getSnapshot();
    expect(engine.getSnapshot()).toBe(snapshot);
    expect(snapshot.ids).toEqual(this.ids);
    const rows = this.ids.map((id) => this.world.row(id));
    expect(snapshot.totals).toMatchObject(sumsOf(rows));
    const open = rows.filter(({ state }) => !isEnded(state));
    if (open.length > 0 && open.every(({ state }) => state.stage === "paused")) expect(snapshot.paused).toBe(true);
    for (const { id, size, blob, state } of rows) {
      if (this.stopped.has(id)) expect(state.stage).toBe(this.stopped.get(id));
      if ("loaded" in state) expect(state.loaded >= 0 && state.loaded <= size).toBe(true);
      if ("result" in state && blob) expect(state.result.url).toBe(linkFor(this.world.digestsOf(blob), size));
      if (state.stage === "verifying" || state.stage === "done") expect(this.#wasStored(state.result.url)).toBe(true);
    }
    expect(this.listCalls).toBeLessThanOrEqual(this.world.clock.frames);
  }

  #wasStored(link: string): boolean {
    return this.stored.has(link.replace("cdn.example", "store.example"));
  }
}
