import { QrCode } from "lucide-react";
import { useState } from "react";
import { IconButton } from "../controls/icon-button.tsx";
import { lateDialog } from "../frame/late-part.tsx";
import { useLocalization } from "../i18n/context.tsx";

const QrDialog = lateDialog(() => import("./qr-dialog.tsx"));

/** Shows a link as a QR code, for taking it to a phone. */
export function QrButton({ name, url }: { name: string; url: string }) {
  const { t } = useLocalization();
  const [open, setOpen] = useState(false);
  return (
    <>
      <IconButton label={t.qr(name)} onClick={() => setOpen(true)}>
        <QrCode />
      </IconButton>
      {open && <QrDialog name={name} url={url} onClose={() => setOpen(false)} />}
    </>
  );
}
