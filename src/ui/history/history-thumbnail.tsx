import { Image } from "lucide-react";
import type { HistoryId } from "../../contract/history.ts";
import { BlobPicture } from "../list/blob-picture.tsx";
import list from "../list/list.module.css";
import { useThumbnail } from "./use-history-data.ts";

/** The kept preview; a plain sign where there is none. Decoration: the name says what it is. */
export function HistoryThumbnail({ id }: { id: HistoryId }) {
  const { data: blob } = useThumbnail(id);
  return (
    <div className={list.thumbnail} aria-hidden="true">
      {blob ? <BlobPicture blob={blob} /> : <Image />}
    </div>
  );
}
