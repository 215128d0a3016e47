import { useSyncExternalStore } from "react";
import { useLocalization } from "../i18n/context.tsx";

const touchOnly = matchMedia("(hover: none)");

function subscribe(onChange: () => void): () => void {
  touchOnly.addEventListener("change", onChange);
  return () => touchOnly.removeEventListener("change", onChange);
}

/**
 * What the way in says. Where only fingers touch the screen, it does not speak of dragging.
 * @param one one picture is wanted.
 */
export function useDropWords(one = false): { readonly title: string; readonly hint: string; readonly more: string } {
  const { drop, embed } = useLocalization().t;
  const touch = useSyncExternalStore(subscribe, () => touchOnly.matches);
  return touch
    ? {
        title: one ? embed.touchTitleOne : drop.touchTitle,
        hint: drop.touchHint,
        more: one ? embed.touchReplace : drop.touchMore,
      }
    : { title: one ? embed.titleOne : drop.title, hint: drop.hint, more: one ? embed.replace : drop.more };
}
