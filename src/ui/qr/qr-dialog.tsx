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

export default function QrDialog({ name, url, onClose }: QrDialogProps) {
  const m = useQrMessages();
  const { data, size } = useMemo(() => encode(url, { border: QUIET_ZONE }), [url]);
  const dark = data.flatMap((row, y) => row.flatMap((module, x) => (module ? [`M${x} ${y}h1v1h-1z`] : [])));
  const ownHost = loopbackHost(url);
  return (
    <Dialog title={m.title} hint={ownHost === undefined ? m.hint : m.loopback(ownHost)} onClose={onClose}>
      <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={m.code(name)}>
        <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
        <path d={dark.join("")} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <p className={styles.url}>{url}</p>
    </Dialog>
  );
}
