/** A body whose pieces come when they come, and are taken one by one when somebody has room for them. */
export class BodyPieces implements AsyncIterable<Buffer> {
  readonly #ready: Buffer[] = [];
  readonly #onRoom: () => void;
  #taker:
    | { readonly resolve: (piece: IteratorResult<Buffer, undefined>) => void; readonly reject: (error: Error) => void }
    | undefined;
  #ended = false;
  #failure: Error | undefined;

  /** @param onRoom the last piece that waited was taken. */
  constructor(onRoom: () => void) {
    this.#onRoom = onRoom;
  }

  /** @returns whether somebody was waiting for it; else no more should come until there is room. */
  push(piece: Buffer): boolean {
    if (this.#taker === undefined) {
      this.#ready.push(piece);
      return false;
    }
    this.#taker.resolve({ value: piece, done: false });
    this.#taker = undefined;
    return true;
  }

  /** No more will come. */
  end(): void {
    this.#ended = true;
    this.#taker?.resolve({ value: undefined, done: true });
    this.#taker = undefined;
  }

  /** Who takes the next piece, or waits for it, gets this instead. */
  fail(error: Error): void {
    this.#failure = error;
    this.#ready.length = 0;
    this.#taker?.reject(error);
    this.#taker = undefined;
  }

  /** The whole of it has been taken. */
  get isThrough(): boolean {
    return this.#ended && this.#ready.length === 0 && this.#failure === undefined;
  }

  [Symbol.asyncIterator](): AsyncIterator<Buffer, undefined> {
    return { next: () => this.#next() };
  }

  #next(): Promise<IteratorResult<Buffer, undefined>> {
    if (this.#failure !== undefined) return Promise.reject(this.#failure);
    const piece = this.#ready.shift();
    if (piece === undefined) {
      if (this.#ended) return Promise.resolve({ value: undefined, done: true });
      return new Promise((resolve, reject) => {
        this.#taker = { resolve, reject };
      });
    }
    if (this.#ready.length === 0 && !this.#ended) this.#onRoom();
    return Promise.resolve({ value: piece, done: false });
  }
}
