import { DEFAULT_ACCEPT, type FilePolicy } from "../../src/contract/policy.ts";
import type { Candidate } from "../../src/engine/ports.ts";
import { readTransfer, type Transfer } from "../../src/platform/intake.ts";

abstract class DroppedEntry implements FileSystemEntry {
  readonly fullPath = "";
  readonly name: string;
  abstract readonly isDirectory: boolean;
  abstract readonly isFile: boolean;

  constructor(name: string) {
    this.name = name;
  }

  get filesystem(): FileSystem {
    throw new Error("Nobody asks for the file system.");
  }

  getParent(): void {
    throw new Error("Nobody asks for the folder above.");
  }
}

/** A file as a browser hands it out of a dropped folder; `gone` once it can no longer be opened. */
export class DroppedFile extends DroppedEntry implements FileSystemFileEntry {
  readonly isDirectory = false;
  readonly isFile = true;
  readonly #gone: boolean;

  constructor(name: string, { gone = false } = {}) {
    super(name);
    this.#gone = gone;
  }

  file(found: FileCallback, failed?: ErrorCallback): void {
    if (this.#gone) failed?.(new DOMException("gone", "NotFoundError"));
    else found(new File([this.name], this.name));
  }
}

/** A dropped folder, which gives its entries in batches; `breaksOff` instead of saying that there are no more. */
export class DroppedFolder extends DroppedEntry implements FileSystemDirectoryEntry {
  readonly isDirectory = true;
  readonly isFile = false;
  readonly #batches: readonly (readonly FileSystemEntry[])[];
  readonly #breaksOff: boolean;

  readonly #onRead: () => void;

  constructor(
    name: string,
    batches: readonly (readonly FileSystemEntry[])[],
    { breaksOff = false, onRead = () => {} } = {},
  ) {
    super(name);
    this.#batches = batches;
    this.#breaksOff = breaksOff;
    this.#onRead = onRead;
  }

  createReader(): FileSystemDirectoryReader {
    const left = [...this.#batches];
    return {
      readEntries: (found, failed) => {
        this.#onRead();
        const batch = left.shift();
        if (batch === undefined && this.#breaksOff) failed?.(new DOMException("gone", "NotFoundError"));
        else found([...(batch ?? [])]);
      },
    };
  }

  getDirectory(): void {
    throw new Error("Nobody asks for a folder by its path.");
  }

  getFile(): void {
    throw new Error("Nobody asks for a file by its path.");
  }
}

/** A drop of these entries. */
export function transferOf(...entries: readonly (DroppedFile | DroppedFolder)[]): Transfer {
  const items = entries.map((entry) => ({
    kind: "file",
    type: "image/png",
    webkitGetAsEntry: () => entry,
    getAsFile: () => (entry instanceof DroppedFile ? new File([entry.name], entry.name) : null),
  }));
  return { items, getData: () => "" };
}

/** A drop of a picture out of another tab, of which Chromium gives no bytes; and, where it has one, its address. */
export function transferOfForeignPicture(address?: string): Transfer {
  const item = { kind: "file", type: "image/jpeg", webkitGetAsEntry: () => null, getAsFile: () => null };
  return { items: [item], getData: (type) => (type === "text/uri-list" ? (address ?? "") : "") };
}

/** A drop or a paste of text alone. */
export function transferOfText(text: string): Transfer {
  return { items: [], getData: (type) => (type === "text/plain" ? text : "") };
}

/** For what is not about another site's picture. */
export const noLimit = (): Promise<FilePolicy> =>
  Promise.resolve({ accept: [...DEFAULT_ACCEPT], maxFileSize: Number.POSITIVE_INFINITY });

/** For what is read to its end. */
export const nobodyStops = new AbortController().signal;

/** Each candidate as its path, and its code where it could not be read. */
export async function readAll(transfer: Transfer): Promise<string[]> {
  const candidates: Candidate[] = [];
  const { files, unreadable } = await readTransfer(transfer, (batch) => candidates.push(...batch), noLimit, nobodyStops)
    .sum;
  const promised = files + unreadable;
  if (promised !== candidates.length) throw new Error(`${promised} were promised, and ${candidates.length} came`);
  return candidates.map((candidate) => {
    const path = candidate.folder === "" ? candidate.name : `${candidate.folder}/${candidate.name}`;
    return candidate.kind === "file" ? path : `${path}: ${candidate.code}`;
  });
}
