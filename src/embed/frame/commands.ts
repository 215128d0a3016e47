import type { HostMessage } from "../../contract/embed-messages.ts";
import type { Candidate } from "../../engine/ports.ts";
import type { FileId } from "../../engine/state.ts";
import type { UploadEngine } from "../../engine/types.ts";

const COMMANDS = ["files:add", "start", "pause", "cancel", "retry", "clear"] as const;
type CommandMessage = Extract<HostMessage, { type: (typeof COMMANDS)[number] }>;

/** Whether a host's message is for the upload queue. */
export function isCommand(message: HostMessage): message is CommandMessage {
  return COMMANDS.some((type) => type === message.type);
}

/** What a command needs of the frame. */
export interface CommandContext {
  readonly engine: UploadEngine;
  /** Undefined for an id of another load of the frame, or of another frame. */
  engineId(wireId: string): FileId | undefined;
  /** Each file takes the place of the one before. */
  readonly one: boolean;
}

/** Does to the queue what the host asks; an id that it does not have is ignored. */
export function runCommand(message: CommandMessage, { engine, engineId, one }: CommandContext): void {
  if (message.type === "files:add") {
    const candidates = message.payload.files.map(toCandidate);
    // The SDK sends together what a host has handed over within a moment, call by call.
    for (const each of one ? candidates.map((candidate) => [candidate]) : [candidates]) engine.add(each);
  } else if (message.type === "clear") for (const id of engine.getSnapshot().ids) engine.remove(id);
  else if (message.payload.ids === undefined) actsOnAll(engine)[message.type]();
  else {
    const act = actsOnOne(engine)[message.type];
    for (const id of message.payload.ids.map(engineId)) if (id !== undefined) act(id);
  }
}

const actsOnAll = ({ resumeAll, holdAll, cancelAll, retryFailed }: UploadEngine) => ({
  start: resumeAll,
  pause: holdAll,
  cancel: cancelAll,
  retry: retryFailed,
});

const actsOnOne = ({ resume, pause, cancel, retry }: UploadEngine) => ({ start: resume, pause, cancel, retry });

function toCandidate(file: File): Candidate {
  return { kind: "file", name: file.name, folder: "", blob: file, lastModified: file.lastModified };
}
