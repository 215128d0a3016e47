import { EMBED_PASS_META, EMBED_PATH } from "../../contract/embed-protocol.ts";
import type { EmbedPasses } from "../embed-pass.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { route } from "../http/route.ts";

/**
 * The built page for frames, with a pass of its own in every copy: so nobody may keep one.
 * @param html the page without a pass; absent where something else serves it.
 */
export function embedPage(html: string | undefined, passes: EmbedPasses | undefined): Step {
  if (html === undefined || passes === undefined) return (_, next) => next();
  const answer = ({ req, res }: Exchange) => {
    const meta = `<meta name="${EMBED_PASS_META}" content="${passes.issue(req)}" />`;
    const page = Buffer.from(html.replace("</title>", `</title>${meta}`));
    res.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-length": page.length,
      "cache-control": "no-store",
    });
    res.end(page);
  };
  return route(EMBED_PATH, { GET: answer, HEAD: answer });
}
