import { lazy, Suspense, useSyncExternalStore } from "react";
import { useServices } from "../services.tsx";
import { useConfig } from "../use-config.ts";

const TokenForm = lazy(() => import("./token-form.tsx"));

/** Asks for the access token where the gateway wants one and has none, or has one that will not do. */
export function TokenNotice({ forgetful = false }: { forgetful?: boolean }) {
  const { accessToken } = useServices();
  const { data: config } = useConfig();
  const { value, refused } = useSyncExternalStore(accessToken.subscribe, accessToken.get);
  if (!refused && !(config?.tokenRequired && value === undefined)) return null;
  return (
    <Suspense>
      <TokenForm refused={refused && value !== undefined} forgetful={forgetful} />
    </Suspense>
  );
}
