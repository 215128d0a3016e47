import { ShieldX } from "lucide-react";
import frame from "../frame/frame.module.css";
import { useLocalization } from "../i18n/context.tsx";

/** Said where the frame has no origin: no answer of the gateway's can be read there, and no worker be started. */
export function SandboxNotice() {
  const { t } = useLocalization();
  return (
    <div className={frame.notice} role="alert">
      <ShieldX aria-hidden="true" />
      <p>
        <strong>{t.embed.sandboxed}</strong>
        <br />
        {t.embed.sandboxedNext}
      </p>
    </div>
  );
}
