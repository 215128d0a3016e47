import { Image } from "lucide-react";
import { useCallback } from "react";
import type { HistoryId } from "../../contract/history.ts";
import list from "../list/list.module.css";
import { useThumbnail } from "./use-history-data.ts";

/** The kept preview; a plain sign where there is none. Decoration: the name says what it is. */
export function HistoryThumbnail({ id }: { id: HistoryId }) {
  const { data: blob } = useThumbnail(id);
  return (
    <div className={list.thumbnail} aria-hidden="true">
      {blob ? <Picture blob={blob} /> : <Image />}
    </div>
  );
}

/** Its address is made and given up with the element: a row that flies by is rendered once less. */
function Picture({ blob }: { blob: Blob }) {
  const show = useCallback(
    (image: HTMLImageElement) => {
      const url = URL.createObjectURL(blob);
      image.src = url;
      return () => URL.revokeObjectURL(url);
    },
    [blob],
  );
  return <img ref={show} alt="" draggable={false} />;
}
