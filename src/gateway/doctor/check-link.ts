import { ask } from "../outgoing/ask.ts";
import { ANSWER_CAP, headerText } from "../outgoing/exchange.ts";
import { reasonOf } from "../outgoing/reason-of.ts";
import { createUpstream } from "../outgoing/upstream.ts";
import { type Finding, fail, note, ok } from "./finding.ts";
import { PATIENCE_MS } from "./send-picture.ts";
import { TEST_PICTURE } from "./test-picture.ts";

/**
 * Fetches the test picture by the link that a person would get.
 * @param variable what to change when the host is the wrong one.
 */
export async function checkLink(link: URL, variable: string): Promise<Finding[]> {
  const upstream = createUpstream({ namedOrigins: [link.origin] });
  const question = { method: "GET", headers: { host: link.host }, deadlineMs: PATIENCE_MS, cap: ANSWER_CAP } as const;
  try {
    const { status, headers } = await ask(upstream, link, question);
    if (status !== 200) return [explainStatus(link, status, variable)];
    const length = headerText(headers, "content-length");
    if (length !== undefined && length !== String(TEST_PICTURE.length)) {
      return [fail(`The link at ${link.host} gives something else than what was uploaded.`, `Check ${variable}.`)];
    }
    const loads = ok(`The link loads from ${link.host}.`);
    if (!/^attachment/i.test(headerText(headers, "content-disposition") ?? "")) return [loads];
    const downloads = note(
      `${link.host} makes browsers download pictures instead of showing them, as COS's own domains do.`,
      "Bind a domain of your own to the bucket, and name it in CDN_URL.",
    );
    return [loads, downloads];
  } catch (error) {
    const why = reasonOf(error);
    return [
      fail(`${link.host} cannot be reached (${why}).`, `Check ${variable} and that domain's DNS and certificate.`),
    ];
  } finally {
    upstream.close();
  }
}

function explainStatus({ host }: URL, status: number, variable: string): Finding {
  if (status === 403 || status === 401) {
    return fail(
      `${host} refuses the link with HTTP ${status}.`,
      "Let everybody read the objects below COS_KEY_PREFIX (public read), or let the CDN read the bucket.",
    );
  }
  if (status >= 300 && status < 400) {
    return fail(`${host} redirects the link (HTTP ${status}).`, `Name the host that it leads to in ${variable}.`);
  }
  return fail(`${host} answers the link with HTTP ${status}.`, `Check that ${variable} is a domain of this bucket.`);
}
