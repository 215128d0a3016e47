import { RotateCw, ServerOff } from "lucide-react";
import { Button } from "../controls/button.tsx";
import { useKeptFocus } from "../controls/kept-focus.ts";
import { useLocalization } from "../i18n/context.tsx";
import { useConfig } from "../use-config.ts";
import styles from "./frame.module.css";

/** Says that nothing can be uploaded now, before a person tries. */
export function GatewayNotice() {
  const { isError, data, errorUpdateCount } = useConfig();
  // It stays while it is asked again: what comes and goes cannot be read, and takes the focus of its button along.
  const isDown = isError || (data === undefined && errorUpdateCount > 0);
  return isDown && <Down />;
}

function Down() {
  const { t } = useLocalization();
  const config = useConfig();
  const focus = useKeptFocus<HTMLDivElement>();
  return (
    <div className={styles.notice} role="alert" {...focus}>
      <ServerOff aria-hidden="true" />
      <p>
        <strong>{t.gatewayDown.title}</strong>
        <br />
        {t.gatewayDown.next}
      </p>
      <Button
        icon={<RotateCw />}
        onClick={() => config.isFetching || config.refetch()}
        aria-disabled={config.isFetching}
      >
        {t.gatewayDown.retry}
      </Button>
    </div>
  );
}
