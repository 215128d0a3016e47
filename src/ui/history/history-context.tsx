import { createContext, use } from "react";
import type { History } from "../../contract/history.ts";

export const HistoryContext = createContext<History | undefined>(undefined);

export function useHistory(): History {
  const history = use(HistoryContext);
  if (!history) throw new Error("useHistory needs a HistoryContext above it");
  return history;
}
