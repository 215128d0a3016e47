import { useMemo, useState } from "react";
import { NO_QUERY, type QueryFields, readQuery } from "./query.ts";
import { useToday } from "./use-today.ts";

/** The search fields and the query that they make. */
export function useQueryFields() {
  const [fields, setFields] = useState(NO_QUERY);
  const today = useToday();
  const query = useMemo(() => readQuery(fields, new Date(today)), [fields, today]);
  return {
    fields,
    query,
    change: (part: Partial<QueryFields>) => setFields((before) => ({ ...before, ...part })),
    clear: () => setFields(NO_QUERY),
  };
}
