import type { EmbedConfig } from "../../contract/embed-messages.ts";
import { UploadError } from "../../contract/errors.ts";
import { extensionFor } from "../../contract/image-type.ts";
import { type FilePolicy, refuseContent } from "../../contract/policy.ts";
import { refuseChosen } from "../../engine/intake.ts";
import type { Preparer } from "../../engine/ports.ts";

/** The gateway's rules, made stricter by the host's wishes; a wish cannot allow what the gateway does not. */
export function narrowPolicy(policy: FilePolicy, { accept, maxBytes }: EmbedConfig): FilePolicy {
  return {
    accept:
      accept === undefined ? policy.accept : policy.accept.filter((type) => accept.some((part) => fits(type, part))),
    maxFileSize: Math.min(policy.maxFileSize, maxBytes ?? policy.maxFileSize),
  };
}

/** `image/jpg` is no registered type, and what many write. */
const OTHER_NAMES_OF_JPEG = [".jpeg", "image/jpg"];

/** One part of an `accept` attribute (HTML standard, "accept"): a type, a group of types, or an ending. */
function fits(type: string, part: string): boolean {
  const wanted = part.toLowerCase();
  if (wanted === "*" || wanted === "*/*" || wanted === type) return true;
  if (wanted.endsWith("/*")) return type.startsWith(wanted.slice(0, -1));
  return wanted === `.${extensionFor(type)}` || (type === "image/jpeg" && OTHER_NAMES_OF_JPEG.includes(wanted));
}

/**
 * Holds files to the host's wishes as they are at the moment; the engine knows only the gateway's rules, which do not
 * change. Raises `too_large`, `type_not_accepted`.
 */
export function narrowPreparer(preparer: Preparer, rules: (signal: AbortSignal) => Promise<FilePolicy>): Preparer {
  return {
    ...preparer,
    async prepare(signal, blob) {
      const policy = await rules(signal);
      const tooLarge = refuseChosen(blob, policy, preparer);
      if (tooLarge !== undefined) throw new UploadError({ code: tooLarge });
      const prepared = await preparer.prepare(signal, blob);
      const refused = refuseContent(prepared, policy);
      if (refused !== undefined) throw new UploadError(refused);
      return prepared;
    },
  };
}
