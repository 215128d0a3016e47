import { RotateCw, ServerOff } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { useLocalization } from "../i18n/context.tsx";
import { useConfig } from "../use-config.ts";
import styles from "./frame.module.css";

/** Says that nothing can be uploaded now, before a person tries. */
export function GatewayNotice() {
  const { t } = useLocalization();
  const config = useConfig();
  if (!config.isError) return null;
  return (
    <div className={styles.notice} role="alert">
      <ServerOff aria-hidden="true" />
      <p>
        <strong>{t.gatewayDown.title}</strong>
        <br />
        {t.gatewayDown.next}
      </p>
      <Button icon={<RotateCw />} onClick={() => config.refetch()} disabled={config.isFetching}>
        {t.gatewayDown.retry}
      </Button>
    </div>
  );
}
