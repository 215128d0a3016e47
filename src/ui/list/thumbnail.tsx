import { FileWarning, Image } from "lucide-react";
import { useEffect, useState } from "react";
import type { UploadFile } from "../../engine/state.ts";
import { useServices } from "../services.tsx";
import styles from "./list.module.css";

/** A small preview of the picture; a plain sign where there is none. Decoration: the name says what it is. */
export function Thumbnail({ file }: { file: UploadFile }) {
  const source = usePreview(file.blob);
  return (
    <div className={styles.thumbnail} aria-hidden="true">
      {source !== undefined ? (
        <img src={source} alt="" draggable={false} />
      ) : file.state.stage === "failed" ? (
        <FileWarning />
      ) : (
        <Image />
      )}
    </div>
  );
}

function usePreview(blob: Blob | undefined): string | undefined {
  const { makeThumbnail } = useServices();
  const [source, setSource] = useState<string>();

  useEffect(() => {
    if (!blob) return;
    const leaving = new AbortController();
    let url: string | undefined;
    makeThumbnail(leaving.signal, blob).then(
      (small) => {
        if (!small) return;
        url = URL.createObjectURL(small);
        setSource(url);
      },
      () => undefined, // The row left before its preview came.
    );
    return () => {
      leaving.abort();
      if (url !== undefined) URL.revokeObjectURL(url);
      setSource(undefined);
    };
  }, [blob, makeThumbnail]);

  return source;
}
