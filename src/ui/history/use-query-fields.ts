import { useMemo, useState } from "react";
import { NO_QUERY, type QueryFields, readQuery } from "./query.ts";

/** The search fields and the query that they make. */
export function useQueryFields() {
  const [fields, setFields] = useState(NO_QUERY);
  const query = useMemo(() => readQuery(fields, new Date()), [fields]);
  return {
    fields,
    query,
    change: (part: Partial<QueryFields>) => setFields((before) => ({ ...before, ...part })),
    clear: () => setFields(NO_QUERY),
  };
}
