import { EMBED_PASS_META, EMBED_PATH } from "../../contract/embed-protocol.ts";
import type { EmbedPasses } from "../embed-pass.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { route } from "../http/route.ts";

/** What people write for the page's address; only under its own has the page its policy and its pass. */
const MISSPELT = [`${EMBED_PATH}/`, `${EMBED_PATH}.html`];

/**
 * The built page for frames, at its one address, with a pass of its own in every copy: so nobody may keep one.
 * @param read reads the page without a pass, for every copy, since another build may have come; undefined while there is
 * none. Absent where something else serves it.
 * @param passes absent where nobody else may frame the page.
 */
export function embedPage(read: (() => string | undefined) | undefined, passes: EmbedPasses | undefined): Step {
  if (read === undefined) return (_, next) => next();
  const answer = ({ req, res }: Exchange, next: Parameters<Step>[1]) => {
    const html = read();
    if (html === undefined) return next();
    const meta = passes === undefined ? "" : `<meta name="${EMBED_PASS_META}" content="${passes.issue(req)}" />`;
    const page = Buffer.from(html.replace("</title>", `</title>${meta}`));
    res.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "content-length": page.length,
      "cache-control": "no-store",
    });
    res.end(page);
  };
  const page = route(EMBED_PATH, { GET: answer, HEAD: answer });
  return function embedPageStep(exchange, next) {
    if (!MISSPELT.includes(exchange.path)) return page(exchange, next);
    const { res, search } = exchange;
    res.writeHead(308, { location: search === "" ? EMBED_PATH : `${EMBED_PATH}?${search}` }).end();
  };
}
