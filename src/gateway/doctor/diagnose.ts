import { isLoopbackName } from "../../contract/origins.ts";
import { pageOrigins } from "../addresses.ts";
import type { GatewayConfig } from "../config/config.ts";
import { hostnameOf } from "../http/loopback.ts";
import { checkBucket } from "./bucket-checks.ts";
import { checkListen } from "./check-listen.ts";
import { checkEmbedded } from "./embedded-checks.ts";
import { type Finding, note } from "./finding.ts";
import { checkThirdParty } from "./third-party-checks.ts";

/** In characters. Fewer are as a rule a word, and RATE_LIMIT lets a guesser try hundreds of thousands a day. */
const SHORTEST_ACCESS_TOKEN = 16;

/** Checks an operator's settings for real. Never throws. @param upload put something in third-party mode too. */
export async function diagnose(config: GatewayConfig, upload: boolean): Promise<Finding[]> {
  const findings = [...(await checkListen(config)), ...(await checkMode(config, upload))];
  return [...findings, ...checkReach(config), ...checkOpenness(config)];
}

function checkMode(config: GatewayConfig, upload: boolean): Promise<Finding[]> {
  const { mode, policy } = config;
  switch (mode.kind) {
    case "embedded":
      return checkEmbedded(mode, policy.maxFileSize);
    case "bucket":
      return checkBucket(mode, foreseePages(config));
    case "third-party":
      return checkThirdParty(mode, upload);
  }
}

/** The pages that will put. The page's own origin is not known before the start when its port is any free one. */
function foreseePages(config: GatewayConfig): { pageOrigins: readonly string[]; pageIsKnown: boolean } {
  const { publicOrigin, listen, corsOrigins } = config;
  if (publicOrigin === undefined && listen.port === 0) return { pageOrigins: corsOrigins, pageIsKnown: false };
  const own = publicOrigin === undefined ? pageOrigins(config, listen.port) : [publicOrigin];
  return { pageOrigins: [...own, ...corsOrigins], pageIsKnown: true };
}

/** Who reaches the page, and who they are to it. */
function checkReach({ listen: { host }, publicOrigin, trustedProxies, rateLimit }: GatewayConfig): Finding[] {
  const listensForOthers = !isLoopbackName(host.includes(":") ? `[${host}]` : host);
  if (publicOrigin === undefined && listensForOthers) {
    const what = `With HOST=${host} other machines reach this one, but they are refused: the page has no address for them.`;
    return [note(what, "Set PUBLIC_URL to the address under which they open it.")];
  }
  // The gateway itself speaks no TLS, so there is a proxy.
  const isProxied = publicOrigin?.startsWith("https:") === true && !isLoopbackName(hostnameOf(publicOrigin));
  if (!isProxied || trustedProxies.length > 0 || rateLimit === undefined) return [];
  return [
    note(
      "All who come through the proxy are one client to RATE_LIMIT.",
      "Set TRUST_PROXY to the proxy's address, such as 127.0.0.1, and let it set X-Forwarded-For.",
    ),
  ];
}

/** What is allowed, and perhaps not meant. */
function checkOpenness({ publicOrigin, accessToken, ticketSecret, mode }: GatewayConfig): Finding[] {
  const isPublic = publicOrigin !== undefined && !isLoopbackName(hostnameOf(publicOrigin));
  const findings: Finding[] = [];
  if (isPublic && accessToken === undefined)
    findings.push(note("Everybody who finds the page may upload.", "Set ACCESS_TOKEN if you do not want that."));
  if (isPublic && accessToken !== undefined && accessToken.length < SHORTEST_ACCESS_TOKEN)
    findings.push(
      note(
        `ACCESS_TOKEN has fewer than ${SHORTEST_ACCESS_TOKEN} characters, and might be found by trying.`,
        "Set it to the output of: openssl rand -hex 32",
      ),
    );
  if (isPublic && ticketSecret === undefined)
    findings.push(
      note(
        mode.kind === "embedded"
          ? "TICKET_SECRET is new at each start, so what open pages had signed before a restart is refused after it."
          : "TICKET_SECRET is new at each start, so a restart ends relayed uploads, and two gateways refuse each other's.",
        "Set it to 32 random characters or more, such as the output of: openssl rand -hex 32",
      ),
    );
  return findings;
}
