import { Advice } from "../advice.ts";
import { loadConfig } from "../config/load.ts";
import { redact } from "../log/redact.ts";
import { readLifetime } from "./lifetime.ts";
import { LONGEST_TOKEN_SECONDS, makeTemporaryToken, SHORTEST_TOKEN_SECRET } from "./temporary-token.ts";

const LONGEST = `${LONGEST_TOKEN_SECONDS / 86_400}d`;

const USAGE = `Makes a temporary access token of the ACCESS_TOKEN in the environment or in .env, and prints it alone.

  npm run token --silent -- 8h   a token for 8 hours; minutes are written 30m, days 7d; ${LONGEST} at most
`;

try {
  const args = process.argv.slice(2);
  process.stdout.write(args.includes("--help") ? USAGE : `${makeToken(args)}\n`);
} catch (error) {
  process.stderr.write(`${redact(error instanceof Advice ? error.message : String(error)).trimEnd()}\n`);
  process.exitCode = 1;
}

/** @throws Advice, which repeats no argument: it may be a secret that was given here by mistake. */
function makeToken([lifetime = "", ...more]: readonly string[]): string {
  const seconds = more.length === 0 ? readLifetime(lifetime) : undefined;
  if (seconds === undefined) throw new Advice(`Say how long the token shall be good.\n\n${USAGE}`);
  if (seconds > LONGEST_TOKEN_SECONDS)
    throw new Advice(`No gateway takes a token for longer than ${LONGEST}.\n\n${USAGE}`);
  const { accessToken } = loadConfig();
  if (accessToken === undefined)
    throw new Advice("ACCESS_TOKEN is not set, neither in the environment nor in .env: everybody may upload.");
  if (accessToken.length < SHORTEST_TOKEN_SECRET)
    throw new Advice(
      `ACCESS_TOKEN has fewer than ${SHORTEST_TOKEN_SECRET} characters: whoever has a temporary token could find it by ` +
        "trying. Set it to the output of: openssl rand -hex 32",
    );
  return makeTemporaryToken(accessToken, Math.floor(Date.now() / 1000) + seconds);
}
