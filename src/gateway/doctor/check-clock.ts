import { MAX_CLOCK_SKEW_SECONDS } from "../../cos/verify.ts";
import { SIGNATURE_LIFETIME_SECONDS } from "../backend/sign-put.ts";
import { type Finding, fail, note, ok } from "./finding.ts";

/** COS refuses signatures that start further ahead of its clock than it allows: with some room, so far may ours be. */
const TOO_FAR_AHEAD_SECONDS = MAX_CLOCK_SKEW_SECONDS - 300;
/** A signature that is made further behind has ended when it is made. */
const TOO_FAR_BEHIND_SECONDS = SIGNATURE_LIFETIME_SECONDS;
/** Less is what the answer's way and a `Date` in whole seconds come to. */
const NOTICEABLE_SECONDS = 60;

/**
 * Compares this machine's clock with a `Date` header that has just come.
 * @param signer who signs: by somebody else's clock, signatures are good whatever ours says. Only their end is read by it.
 */
export function checkClock(date: string | undefined, signer: "us" | "them", now = Date.now()): Finding {
  const theirs = Date.parse(date ?? "");
  if (Number.isNaN(theirs))
    return note("The store does not say what time it is.", "Compare this machine's clock yourself.");
  const seconds = Math.round((now - theirs) / 1000);
  const off = Math.abs(seconds);
  if (off < NOTICEABLE_SECONDS) return ok(`This machine's clock agrees with the store's (${off} s apart).`);
  const what = `This machine's clock is ${off} s ${seconds > 0 ? "ahead of" : "behind"} the store's.`;
  if (signer === "them")
    return note(
      what,
      "Set this machine's clock by NTP (timedatectl set-ntp true): this gateway judges by it when a signature expires.",
    );
  const fix = `Set this machine's clock by NTP (timedatectl set-ntp true): signatures hold for ${SIGNATURE_LIFETIME_SECONDS} s.`;
  const tooFar = seconds > 0 ? TOO_FAR_AHEAD_SECONDS : TOO_FAR_BEHIND_SECONDS;
  return off >= tooFar ? fail(what, fix) : note(what, fix);
}
