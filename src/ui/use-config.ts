import { queryOptions, useQuery } from "@tanstack/react-query";
import { type AppServices, useServices } from "./services.tsx";

/** The gateway's configuration; one query for the page and for the engine, so that it is asked once. */
export function configQuery(loadConfig: AppServices["loadConfig"]) {
  return queryOptions({
    queryKey: ["config"],
    queryFn: ({ signal }) => loadConfig(signal),
    staleTime: Number.POSITIVE_INFINITY,
    // The browser's "offline" says nothing about a gateway on loopback.
    networkMode: "always",
  });
}

/** The gateway's configuration, and whether it could be had. */
export function useConfig() {
  const { loadConfig } = useServices();
  // A gateway that is away is said at once, and asked again when the person says so, comes back, or is online again.
  return useQuery({ ...configQuery(loadConfig), retry: false, refetchOnReconnect: true });
}
