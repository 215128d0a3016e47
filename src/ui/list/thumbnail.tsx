import { FileWarning, Image } from "lucide-react";
import { useEffect, useState } from "react";
import type { UploadFile } from "../../engine/state.ts";
import { useServices } from "../services.tsx";
import { BlobPicture } from "./blob-picture.tsx";
import styles from "./list.module.css";

/** A small preview of the picture; a plain sign where there is none. Decoration: the name says what it is. */
export function Thumbnail({ file }: { file: UploadFile }) {
  const preview = usePreview(file.blob);
  return (
    <div className={styles.thumbnail} aria-hidden="true">
      {preview ? <BlobPicture blob={preview} /> : file.state.stage === "failed" ? <FileWarning /> : <Image />}
    </div>
  );
}

function usePreview(blob: Blob | undefined): Blob | undefined {
  const { makeThumbnail } = useServices();
  const [preview, setPreview] = useState<Blob>();

  useEffect(() => {
    if (!blob) return;
    const leaving = new AbortController();
    makeThumbnail(leaving.signal, blob).then(setPreview, () => undefined); // The row left before its preview came.
    return () => {
      leaving.abort();
      setPreview(undefined);
    };
  }, [blob, makeThumbnail]);

  return preview;
}
