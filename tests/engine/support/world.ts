import { createHash } from "node:crypto";
import type { Digests } from "../../../src/contract/digest.ts";
import { type ErrorCode, type Failure, UploadError } from "../../../src/contract/errors.ts";
import type { FilePolicy } from "../../../src/contract/policy.ts";
import type { SignData, SignRequest } from "../../../src/contract/sign.ts";
import { createEngine } from "../../../src/engine/engine.ts";
import type { EngineOptions } from "../../../src/engine/options.ts";
import type {
  Candidate,
  EnginePorts,
  FileCandidate,
  LinkCheck,
  Prepared,
  PutResult,
} from "../../../src/engine/ports.ts";
import type { FileId, FileState, Stage, UploadFile } from "../../../src/engine/state.ts";
import type { UploadEngine } from "../../../src/engine/types.ts";
import { FakePort } from "./fake-port.ts";
import { settled, VirtualClock } from "./virtual-clock.ts";

export const POLICY: FilePolicy = { accept: ["image/png", "image/jpeg"], maxFileSize: 10_000 };
/** Bytes from which a file is large in these tests: nobody has to make a film. */
export const LARGE = 1_000;
export const CONFIRMED: LinkCheck = { confirmed: true, width: 4, height: 3 };

/** What a fake store does with one PUT. */
export interface PutArgs {
  readonly grant: SignData;
  readonly blob: Blob;
}

/** An engine between fakes. By default every port does at once what it should; a test scripts what it wants otherwise. */
export class World {
  readonly clock: VirtualClock;
  readonly preparer = new FakePort<Blob, Prepared>((call) => call.resolve({ blob: call.args, type: "image/png" }));
  readonly hasher = new FakePort<Blob, Digests>((call) => {
    call.progress(call.args.size);
    call.resolve(this.digestsOf(call.args));
  });
  readonly signer = new FakePort<SignRequest, SignData>((call) => call.resolve(grantFor(call.args)));
  readonly putter = new FakePort<PutArgs, PutResult>((call) => {
    call.progress(call.args.blob.size);
    call.resolve({ requestId: "req-1", existed: false });
  });
  readonly verifier = new FakePort<string, LinkCheck>((call) => call.resolve(CONFIRMED));
  readonly policySource = new FakePort<boolean, FilePolicy>((call) => call.resolve(POLICY));
  readonly engine: UploadEngine;
  online = true;
  mayShrink = false;
  /** What a person wants done to every picture. */
  wishes = "none";

  #contents: WeakMap<Blob, string>;
  #networkListeners = new Set<() => void>();
  #files: number;
  #extra: Pick<EnginePorts, "journal" | "recall">;

  /** @param before the page before this one: its files are the same here. */
  constructor(
    options: Partial<EngineOptions> = {},
    random?: () => number,
    extra: Pick<EnginePorts, "journal" | "recall"> = {},
    before?: World,
  ) {
    this.#contents = before ? before.#contents : new WeakMap();
    this.#files = before ? before.#files : 0;
    this.#extra = extra;
    this.clock = new VirtualClock(random);
    this.engine = createEngine(this.ports(), { largeFileBytes: LARGE, ...options });
  }

  ports(): EnginePorts {
    return {
      ...this.#extra,
      preparer: {
        prepare: (signal, blob) => this.preparer.call(signal, blob),
        mayShrink: () => this.mayShrink,
        wishes: () => this.wishes,
      },
      hasher: { hash: (signal, blob, onProgress) => this.hasher.call(signal, blob, onProgress) },
      signer: { sign: (signal, request) => this.signer.call(signal, request) },
      putter: {
        put: (signal, grant, blob, onProgress) => this.putter.call(signal, { grant, blob }, onProgress),
      },
      verifier: { verify: (signal, url) => this.verifier.call(signal, url) },
      policySource: { policy: (signal, fresh) => this.policySource.call(signal, fresh) },
      clock: this.clock,
      connectivity: {
        online: () => this.online,
        subscribe: (listener) => {
          this.#networkListeners.add(listener);
          return () => this.#networkListeners.delete(listener);
        },
      },
    };
  }

  get networkListeners(): number {
    return this.#networkListeners.size;
  }

  setOnline(online: boolean): void {
    this.online = online;
    for (const listener of [...this.#networkListeners]) listener();
  }

  /** A file with content of its own, unless told which. */
  candidate(size = 100, content?: string): FileCandidate {
    this.#files += 1;
    const blob = this.blob(size, content ?? `content ${this.#files}`);
    return { kind: "file", name: `picture ${this.#files}.png`, folder: "", blob, lastModified: 0 };
  }

  /** Files that may be somebody else's. */
  unbidden(count: number): Candidate[] {
    return Array.from({ length: count }, () => ({ ...this.candidate(), unbidden: true }));
  }

  blob(size: number, content: string): Blob {
    const blob = new Blob([new Uint8Array(size)]);
    this.#contents.set(blob, content);
    return blob;
  }

  digestsOf(blob: Blob): Digests {
    const content = `${this.#contents.get(blob)} ${blob.size}`;
    return {
      md5: createHash("md5").update(content).digest("hex"),
      sha1: createHash("sha1").update(content).digest("hex"),
    };
  }

  /** Adds files and lets everything happen that needs no time. */
  async add(...candidates: Candidate[]): Promise<FileId[]> {
    const ids = this.engine.add(candidates);
    await settled();
    return ids;
  }

  /** Adds one file. */
  async addOne(candidate: Candidate = this.candidate()): Promise<FileId> {
    const [id] = await this.add(candidate);
    if (id === undefined) throw new Error("add gave no id");
    return id;
  }

  row(id: FileId): UploadFile {
    const row = this.engine.getFile(id);
    if (!row) throw new Error(`${id} is not in the list`);
    return row;
  }

  /** The row's state, which has to be at this stage. */
  at<S extends Stage>(id: FileId, stage: S): Extract<FileState, { stage: S }> {
    const { state } = this.row(id);
    if (state.stage !== stage) throw new Error(`${id} is not ${stage}: ${JSON.stringify(state)}`);
    return state as Extract<FileState, { stage: S }>;
  }

  stages(ids: readonly FileId[] = this.engine.getSnapshot().ids): Stage[] {
    return ids.map((id) => this.row(id).state.stage);
  }
}

/** A grant as the gateway would give it: the key binds the content. */
export function grantFor({ md5, sha1, size }: SignRequest): SignData {
  const key = `p/${md5}/${sha1}_${size.toString(16)}.png`;
  return { url: `https://store.example/${key}`, method: "PUT", header: {}, CDN: `https://cdn.example/${key}` };
}

/** The link that a content has to end with. */
export function linkFor(digests: Digests, size: number): string {
  return grantFor({ ...digests, size }).CDN;
}

export function uploadError(code: ErrorCode, more: Omit<Failure, "code"> = {}): UploadError {
  return new UploadError({ code, ...more });
}

/** Never answers by itself. */
export const hangs = (): void => {};
