import { isLoopbackName } from "../../contract/origins.ts";
import { SIGN_PATH } from "../../contract/sign.ts";
import { hostnameOf, loopbackAliases, loopbackOrigins, portOf } from "../http/loopback.ts";
import { isTemporaryForm } from "../token/temporary-token.ts";
import { type Mistake, nameWithValue } from "./mistakes.ts";
import { type BucketMode, chooseMode, type ThirdPartyMode } from "./mode.ts";
import { formatSize } from "./size.ts";
import type { Variables } from "./variables.ts";

/** Values that are right alone and wrong together. */
export function findContradictions(values: Variables): Mistake[] {
  return [...findInMode(values), ...findTooSmall("DAILY_BYTES", values), ...findTemporary(values)];
}

/** A temporary token is meant to end, and would not as a setting: somebody has given it in place of the secret. */
function findTemporary({ ACCESS_TOKEN }: Variables): Mistake[] {
  if (ACCESS_TOKEN === undefined || !isTemporaryForm(ACCESS_TOKEN)) return [];
  return [
    {
      variable: "ACCESS_TOKEN",
      problem: "ACCESS_TOKEN has the form of a temporary token, which would have no end here.",
      fix: "Give a secret of your own, such as the output of: openssl rand -hex 32",
    },
  ];
}

function findInMode(values: Variables): Mistake[] {
  const mode = chooseMode(values);
  switch (mode.kind) {
    case "embedded":
      return [...findInEmbedded(values), ...findTooSmall("STORE_MAX_BYTES", values)];
    case "bucket":
      return findInBucket(mode, values);
    case "third-party":
      return findInThirdParty(mode, values);
  }
}

/** A file that is larger than the whole budget would be told to come back, and never be taken. */
function findTooSmall(variable: "DAILY_BYTES" | "STORE_MAX_BYTES", values: Variables): Mistake[] {
  const { [variable]: budget, MAX_FILE_SIZE } = values;
  if (budget === undefined || budget >= MAX_FILE_SIZE) return [];
  // In round numbers they may look the same.
  const inBytes = formatSize(budget) === formatSize(MAX_FILE_SIZE);
  const [given, largest] = [budget, MAX_FILE_SIZE].map((bytes) => (inBytes ? `${bytes} B` : formatSize(bytes)));
  return [
    {
      variable,
      problem: `${variable} is ${given}, less than one file of MAX_FILE_SIZE (${largest}).`,
      fix: `Give ${variable} more, or MAX_FILE_SIZE less.`,
    },
  ];
}

function findInThirdParty({ signApiUrl, namedOrigins }: ThirdPartyMode, values: Variables): Mistake[] {
  const { origin, pathname } = new URL(signApiUrl);
  if (pathname === SIGN_PATH && ownOrigins(values).includes(origin)) {
    return [
      {
        variable: "SIGN_API_URL",
        problem: `${nameWithValue("SIGN_API_URL", signApiUrl)} is this gateway's own: it would ask itself, again and again.`,
        fix: "Give the address of the sign API that is somebody else's, or leave it out to have this gateway sign.",
      },
    ];
  }
  if (!isPlainRemote(origin) || namedOrigins.includes(origin)) return [];
  return [
    {
      variable: "SIGN_API_URL",
      problem: `${nameWithValue("SIGN_API_URL", signApiUrl)} is plain http: anybody on the way could change where your files go.`,
      fix: `Give an https address; where plain http is meant, name ${origin} in RELAY_HOSTS.`,
    },
  ];
}

function findInBucket({ linkOrigin, origin }: BucketMode, { CDN_URL, PUBLIC_URL }: Variables): Mistake[] {
  const problem = (what: string, fix: string): Mistake[] => [
    { variable: "CDN_URL", problem: `${nameWithValue("CDN_URL", CDN_URL)} ${what}`, fix },
  ];
  const links = CDN_URL === undefined ? `is not set, so links are at ${origin}: that` : "";
  if (PUBLIC_URL !== undefined && isOnlyHere(linkOrigin, PUBLIC_URL)) {
    const what = `${links} is an address of this machine alone, while PUBLIC_URL is ${PUBLIC_URL}.`;
    return problem(what.trim(), "Give the https address under which everybody reaches the bucket's objects.");
  }
  if (!isPlainRemote(linkOrigin)) return [];
  if (PUBLIC_URL?.startsWith("https:")) {
    const what = `${links} is plain http while PUBLIC_URL is https.`;
    return problem(what.trim(), "Give the https address of your CDN domain: browsers load no http from an https page.");
  }
  if (linkOrigin === origin) return [];
  return problem("is plain http, and the page shows no such links.", "Give the https address of your CDN domain.");
}

function findInEmbedded({ PORT, STORE_PORT, PUBLIC_URL, STORE_PUBLIC_URL }: Variables): Mistake[] {
  const mistakes: Mistake[] = [];
  if (PORT !== 0 && PORT === STORE_PORT) {
    mistakes.push({
      variable: "STORE_PORT",
      problem: `STORE_PORT and PORT are both ${PORT}.`,
      fix: "Give the store a port of its own: it is another origin, so that nothing stored can act as the page.",
    });
  }
  if (STORE_PUBLIC_URL !== undefined && ownOrigins({ PORT, PUBLIC_URL }).includes(STORE_PUBLIC_URL)) {
    mistakes.push({
      variable: "STORE_PUBLIC_URL",
      problem: `STORE_PUBLIC_URL is ${STORE_PUBLIC_URL}, and so is the page's own address.`,
      fix: "Give the store another host name or port, so that nothing stored can act as the page.",
    });
  }
  if (PUBLIC_URL === undefined) return mistakes;

  if (STORE_PUBLIC_URL !== undefined && isOnlyHere(STORE_PUBLIC_URL, PUBLIC_URL)) {
    mistakes.push({
      variable: "STORE_PUBLIC_URL",
      problem: `STORE_PUBLIC_URL is ${STORE_PUBLIC_URL}, an address of this machine alone, while PUBLIC_URL is ${PUBLIC_URL}.`,
      fix: "Give the origin under which everybody reaches the store.",
    });
  }
  const storeIsPlain = STORE_PUBLIC_URL === undefined || isPlainRemote(STORE_PUBLIC_URL);
  if (PUBLIC_URL.startsWith("https:") && storeIsPlain) {
    mistakes.push({
      variable: "STORE_PUBLIC_URL",
      problem: `${nameWithValue("STORE_PUBLIC_URL", STORE_PUBLIC_URL)} is not https while PUBLIC_URL is.`,
      fix: "Give the https origin under which your proxy serves the store: browsers load no http from an https page.",
    });
  } else if (STORE_PUBLIC_URL === undefined && portOf(PUBLIC_URL) === STORE_PORT) {
    mistakes.push({
      variable: "STORE_PORT",
      problem: `STORE_PORT is ${STORE_PORT}, and so is the port of PUBLIC_URL: the store would be where the page is.`,
      fix: "Give STORE_PORT another number, or the store's own address in STORE_PUBLIC_URL.",
    });
  } else if (STORE_PUBLIC_URL === undefined && STORE_PORT === 0 && !isLoopbackName(hostnameOf(PUBLIC_URL))) {
    mistakes.push({
      variable: "STORE_PORT",
      problem: "STORE_PORT=0 gives the store another port at each start, which nobody outside can know.",
      fix: "Give STORE_PORT a number, or STORE_PUBLIC_URL.",
    });
  }
  return mistakes;
}

/** The page's, as far as they are known before the start. */
function ownOrigins({ PORT, PUBLIC_URL }: Pick<Variables, "PORT" | "PUBLIC_URL">): string[] {
  return [...loopbackOrigins(PORT), ...(PUBLIC_URL === undefined ? [] : loopbackAliases(PUBLIC_URL))];
}

/** Whether an origin is on loopback, where visitors of a public page have something else, or nothing. */
function isOnlyHere(origin: string, publicUrl: string): boolean {
  return isLoopbackName(hostnameOf(origin)) && !isLoopbackName(hostnameOf(publicUrl));
}

function isPlainRemote(origin: string): boolean {
  return origin.startsWith("http:") && !isLoopbackName(hostnameOf(origin));
}
