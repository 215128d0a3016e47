import { createContext, use } from "react";
import type { History } from "../../contract/history.ts";

/** The history, once it has come. */
export const HistoryContext = createContext<History | undefined>(undefined);

/** The history. @throws Error outside its view. */
export function useHistory(): History {
  const history = use(HistoryContext);
  if (!history) throw new Error("useHistory needs a HistoryContext above it");
  return history;
}
