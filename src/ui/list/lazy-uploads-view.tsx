import { useEffect, useState } from "react";
import { latePart } from "../frame/late-part.tsx";
import { useServices } from "../services.tsx";

const load = () => import("./uploads-view.tsx");
const UploadsView = latePart(load);

/** The list, which an empty page does not need: fetched once the page stands, so that it is there at the first drop. */
export function LazyUploadsView({ wanted }: { wanted: boolean }) {
  const { leftUnread } = useServices();
  const [unread, setUnread] = useState(false);
  useEffect(() => void leftUnread?.then(setUnread), [leftUnread]);
  useEffect(() => {
    // A failed fetch is tried again when the list is wanted.
    const fetchAhead = () => void load().catch(() => {});
    if (!("requestIdleCallback" in window)) {
      fetchAhead();
      return;
    }
    const idle = requestIdleCallback(fetchAhead, { timeout: 2000 });
    return () => cancelIdleCallback(idle);
  }, []);

  return wanted || unread ? <UploadsView /> : null;
}
