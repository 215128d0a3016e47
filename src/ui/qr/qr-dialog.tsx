import { useMemo } from "react";
import { encode } from "uqr";
import { Dialog } from "../controls/dialog.tsx";
import { useLocalization } from "../i18n/context.tsx";
import styles from "./qr.module.css";

/** Light modules around the code, without which a reader does not find it (ISO/IEC 18004, 6.3.8). */
const QUIET_ZONE = 4;

interface QrDialogProps {
  name: string;
  url: string;
  onClose: () => void;
}

export default function QrDialog({ name, url, onClose }: QrDialogProps) {
  const { t } = useLocalization();
  const { data, size } = useMemo(() => encode(url, { border: QUIET_ZONE }), [url]);
  const dark = data.flatMap((row, y) => row.flatMap((module, x) => (module ? [`M${x} ${y}h1v1h-1z`] : [])));
  return (
    <Dialog title={t.qr.title} hint={t.qr.hint} onClose={onClose}>
      <svg className={styles.code} viewBox={`0 0 ${size} ${size}`} role="img" aria-label={t.qr.code(name)}>
        <path d={`M0 0h${size}v${size}H0z`} fill="#fff" />
        <path d={dark.join("")} fill="#000" shapeRendering="crispEdges" />
      </svg>
      <p className={styles.url}>{url}</p>
    </Dialog>
  );
}
