import { ask } from "../outgoing/ask.ts";
import { ANSWER_CAP, AnswerTooLongError, headerText } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import { createUpstream } from "../outgoing/upstream.ts";
import { type Finding, fail, note, ok } from "./finding.ts";
import { PATIENCE_MS } from "./send-picture.ts";
import { TEST_PICTURE } from "./test-picture.ts";

/**
 * Fetches the test picture by the link that a person would get.
 * @param whose bucket and domain they are: where not ours, nothing here can mend them.
 */
export async function checkLink(link: URL, whose: "ours" | "theirs"): Promise<Finding[]> {
  const mend = (ours: string) => (whose === "ours" ? ours : "Ask the sign API's operator.");
  const other = `The link at ${link.host} gives something else than what was uploaded.`;
  const upstream = createUpstream({ namedOrigins: [link.origin] });
  const question = { method: "GET", headers: { host: link.host }, deadlineMs: PATIENCE_MS, cap: ANSWER_CAP } as const;
  try {
    const { status, headers, body } = await ask(upstream, link, question);
    if (status !== 200) {
      const { what, fix } = explainStatus(link, status);
      return [fail(what, mend(fix))];
    }
    // Read as text, the picture is still like no other.
    if (body !== TEST_PICTURE.toString("utf8")) return [fail(other, mend("Check CDN_URL."))];
    const loads = ok(`The link loads from ${link.host}.`);
    if (!/^attachment/i.test(headerText(headers, "content-disposition") ?? "")) return [loads];
    const downloads = note(
      `${link.host} makes browsers download pictures instead of showing them, as COS's own domains do.`,
      mend("Bind a domain of your own to the bucket, and name it in CDN_URL."),
    );
    return [loads, downloads];
  } catch (error) {
    if (error instanceof AnswerTooLongError) return [fail(other, mend("Check CDN_URL."))];
    const why = reasonOf(error);
    const fix = mend("Check CDN_URL, and that domain's DNS and certificate.");
    return [fail(`${link.host} cannot be reached (${why}).`, fix)];
  } finally {
    upstream.close();
  }
}

function explainStatus({ host }: URL, status: number): { readonly what: string; readonly fix: string } {
  if (status === 403 || status === 401) {
    return {
      what: `${host} refuses the link with HTTP ${status}.`,
      fix: "Let everybody read the objects below COS_KEY_PREFIX (public read), or let the CDN read the bucket.",
    };
  }
  if (status >= 300 && status < 400) {
    return {
      what: `${host} redirects the link (HTTP ${status}).`,
      fix: "Name the host that it leads to in CDN_URL.",
    };
  }
  if (status >= 500 || status === 429)
    return { what: `${host} answers the link with HTTP ${status}.`, fix: "Check CDN_URL, or try again later." };
  return {
    what: `${host} answers the link with HTTP ${status}.`,
    fix: "Check that CDN_URL is a domain of this bucket.",
  };
}
