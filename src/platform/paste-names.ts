import type { Candidate } from "../engine/ports.ts";

/**
 * Names for what is pasted. A pasted screenshot is always called `image.png`; the moment of pasting tells one from the
 * next, and a number tells those of one second apart.
 */
export function createPasteNames(): (candidate: Candidate, at: Date) => Candidate {
  let latest = "";
  let ofThatSecond = 0;

  return (candidate, at) => {
    const ending = candidate.kind === "file" ? /^image(\.[a-z]+)$/.exec(candidate.name)?.[1] : undefined;
    if (ending === undefined) return candidate;
    const moment = momentOf(at);
    ofThatSecond = moment === latest ? ofThatSecond + 1 : 1;
    latest = moment;
    return { ...candidate, name: `screenshot-${moment}${ofThatSecond === 1 ? "" : `-${ofThatSecond}`}${ending}` };
  };
}

function momentOf(at: Date): string {
  const pad = (part: number) => String(part).padStart(2, "0");
  const day = `${at.getFullYear()}${pad(at.getMonth() + 1)}${pad(at.getDate())}`;
  return `${day}-${pad(at.getHours())}${pad(at.getMinutes())}${pad(at.getSeconds())}`;
}
