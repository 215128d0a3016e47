import { useCallback } from "react";
import { formatLinks } from "../../links/format-link.ts";
import type { LinkSubject } from "../../links/link-subject.ts";
import { useAnnounce } from "../announcer.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { usePreferences } from "../settings/use-preferences.ts";
import { useManualCopy } from "./manual-copy.tsx";

/** Copies links in the form that the person chose; false when they have to copy by hand, for which a dialog opens. */
type CopyLinks = (subjects: readonly LinkSubject[]) => Promise<boolean>;

/** One way to the clipboard for the whole page: copied and said so, or offered as selected text. */
export function useCopy(): CopyLinks {
  const { copyText } = useServices();
  const { t, formats } = useLocalization();
  const [{ format, template }] = usePreferences();
  const announce = useAnnounce();
  const offer = useManualCopy();

  return useCallback(
    async (subjects) => {
      const text = formatLinks(subjects, format, template);
      const copied = await copyText(text);
      if (copied) announce(t.say.copied(subjects.length, formats.number(subjects.length)));
      else offer(text);
      return copied;
    },
    [copyText, announce, offer, t, formats, format, template],
  );
}
