import { useEffect, useState, useSyncExternalStore } from "react";
import { retryLackingToken } from "../../engine/lacking-token.ts";
import { latePart } from "../frame/late-part.tsx";
import { useServices } from "../services.tsx";
import { useConfig } from "../use-config.ts";

const TokenForm = latePart(() => import("./token-form.tsx"));

/**
 * Asks for the access token where the gateway wants one and has none, or has one that will not do. Once there is another,
 * given here or kept by another tab, what had failed for want of it is taken up again.
 */
export function TokenNotice({ forgetful = false }: { forgetful?: boolean }) {
  const { accessToken, engine } = useServices();
  const { data: config } = useConfig();
  const token = useSyncExternalStore(accessToken.subscribe, accessToken.get);
  const { value, refused } = token;
  // Kept here, for the form goes as soon as a token is given, and comes back when that is refused.
  const [remember, setRemember] = useState(false);
  const [given, setGiven] = useState(false);

  useEffect(() => {
    if (token.value !== undefined && !token.refused) retryLackingToken(engine);
  }, [token, engine]);

  if (!refused && !(config?.tokenRequired && value === undefined)) return null;
  return (
    <TokenForm
      refused={refused && value !== undefined}
      forgetful={forgetful}
      remember={remember}
      onRemember={setRemember}
      given={given}
      onGiven={() => setGiven(true)}
    />
  );
}
