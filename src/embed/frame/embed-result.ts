import type { EmbedConfig, EmbedFormat, EmbedResult } from "../../contract/embed-messages.ts";
import { finishedFile } from "../../engine/finished.ts";
import type { UploadFile } from "../../engine/state.ts";
import { formatLink } from "../../links/format-link.ts";

/** What a host gets that asked for nothing: every form that needs no template. */
const DEFAULT_FORMATS: readonly EmbedFormat[] = ["url", "markdown", "html", "bbcode"];

/** A finished file as the host gets it, or undefined for one that is not finished. */
export function toEmbedResult(
  id: string,
  file: UploadFile,
  { formats, template }: EmbedConfig,
): EmbedResult | undefined {
  const facts = finishedFile(file);
  if (facts === undefined || file.state.stage !== "done") return undefined;
  const wanted = formats ?? DEFAULT_FORMATS;
  const forms = Object.fromEntries(wanted.map((format) => [format, formatLink(facts, format, template)]));
  return { id, ...facts, deduped: file.state.result.deduped, formats: forms };
}
