import { useMemo } from "react";
import { encode } from "uqr";
import { Dialog } from "../controls/dialog.tsx";
import { loopbackHost } from "./loopback.ts";
import styles from "./qr.module.css";
import { useQrMessages } from "./qr-messages.ts";

/** Light modules around the code, without which a reader does not find it (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

interface QrDialogProps {
  name: string;
  url: string;
  onClose: () => void;
}

/** A link as a QR code, and in words. */
export default function QrDialog({ name, url, onClose }: QrDialogProps) {
  const m = useQrMessages();
  const code = useMemo(() => encodeIfItFits(url), [url]);
  const ownHost = loopbackHost(url);
  const hint = ownHost === undefined ? m.hint : m.loopback(ownHost);
  return (
    <Dialog title={m.title} hint={code ? hint : m.tooLong} onClose={onClose}>
      {code && (
        <svg className={styles.code} viewBox={`0 0 ${code.size} ${code.size}`} role="img" aria-label={m.code(name)}>
          <path d={`M0 0h${code.size}v${code.size}H0z`} fill="#fff" />
          <path d={code.dark} fill="#000" shapeRendering="crispEdges" />
        </svg>
      )}
      <p className={styles.url}>{url}</p>
    </Dialog>
  );
}

/** The code's side in modules, and a path of its dark ones; undefined where it has no room for so long a link. */
function encodeIfItFits(url: string): { size: number; dark: string } | undefined {
  try {
    const { data, size } = encode(url, { border: QUIET_ZONE });
    const dark = data.flatMap((row, y) => row.flatMap((module, x) => (module ? [`M${x} ${y}h1v1h-1z`] : [])));
    return { size, dark: dark.join("") };
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
