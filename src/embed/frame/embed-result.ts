import type { EmbedConfig, EmbedFormat, EmbedResult } from "../../contract/embed-messages.ts";
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
  if (file.state.stage !== "done") return undefined;
  const { result, link } = file.state;
  const { url, size, type, md5, sha1, deduped } = result;
  const pixels = link.kind === "confirmed" ? { width: link.width, height: link.height } : {};
  const facts = {
    id,
    name: file.name,
    size,
    type,
    url,
    ...(pixels.width !== undefined && { width: pixels.width }),
    ...(pixels.height !== undefined && { height: pixels.height }),
    md5,
    sha1,
  };
  const wanted = formats ?? DEFAULT_FORMATS;
  const forms = Object.fromEntries(wanted.map((format) => [format, formatLink(facts, format, template)]));
  return { ...facts, deduped, formats: forms };
}
