import { createContext, type ReactNode, use, useCallback, useState } from "react";
import { formatLinks } from "../../links/format-link.ts";
import type { LinkSubject } from "../../links/link-subject.ts";
import { useAnnounce } from "../announcer.tsx";
import { lateDialog } from "../frame/late-part.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useServices } from "../services.tsx";
import { usePreferences } from "../settings/use-preferences.ts";

const ManualCopyDialog = lateDialog(() => import("./manual-copy-dialog.tsx"));

/** Copies links in the form that the person chose; false when they have to copy by hand, for which a dialog opens. */
type CopyLinks = (subjects: readonly LinkSubject[]) => Promise<boolean>;

const Context = createContext<CopyLinks | undefined>(undefined);

/** One way to the clipboard for the whole page: copied and said so, or offered as selected text. */
export function CopyProvider({ children }: { children: ReactNode }) {
  const { copyText } = useServices();
  const { t, formats } = useLocalization();
  const [{ format, template }] = usePreferences();
  const announce = useAnnounce();
  const [refused, setRefused] = useState<string>();

  const copy = useCallback<CopyLinks>(
    async (subjects) => {
      const text = formatLinks(subjects, format, template);
      const copied = await copyText(text);
      if (copied) announce(t.say.copied(subjects.length, formats.number(subjects.length)));
      else setRefused(text);
      return copied;
    },
    [copyText, announce, t, formats, format, template],
  );

  return (
    <Context value={copy}>
      {children}
      {refused !== undefined && <ManualCopyDialog text={refused} onClose={() => setRefused(undefined)} />}
    </Context>
  );
}

/** The page's way to the clipboard. @throws Error outside a CopyProvider. */
export function useCopy(): CopyLinks {
  const copy = use(Context);
  if (!copy) throw new Error("useCopy needs a CopyProvider above it");
  return copy;
}
