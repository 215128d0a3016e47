import { createContext, type ReactNode, use, useState } from "react";
import { lateDialog } from "../frame/late-part.tsx";

const ManualCopyDialog = lateDialog(() => import("./manual-copy-dialog.tsx"));

/** Offers a text to be copied by hand. */
type OfferText = (text: string) => void;

const Context = createContext<OfferText>(() => {});

/** One place for the text that a browser does not let the page copy, above whatever view wants to. */
export function ManualCopyProvider({ children }: { children: ReactNode }) {
  const [text, offer] = useState<string>();
  return (
    <Context value={offer}>
      {children}
      {text !== undefined && <ManualCopyDialog text={text} onClose={() => offer(undefined)} />}
    </Context>
  );
}

/** The way to that place; the same function every time. */
export function useManualCopy(): OfferText {
  return use(Context);
}
