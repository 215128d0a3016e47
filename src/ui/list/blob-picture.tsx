import { useCallback } from "react";

/** A picture whose address is made and given up with the element: a row that flies by is rendered once less. */
export function BlobPicture({ blob }: { blob: Blob }) {
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
