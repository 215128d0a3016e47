import { isLoopbackName } from "../contract/origins.ts";
import type { Connectivity } from "../engine/ports.ts";

/**
 * The browser's own idea of the network. It only knows of links, not of servers, so it may say "online" too often;
 * what fails then is retried. A page on loopback works without any network, so it counts as online there.
 */
export function createConnectivity(): Connectivity {
  const onLoopback = isLoopbackName(location.hostname);
  return {
    online: () => onLoopback || navigator.onLine,
    subscribe(listener) {
      window.addEventListener("online", listener);
      window.addEventListener("offline", listener);
      return () => {
        window.removeEventListener("online", listener);
        window.removeEventListener("offline", listener);
      };
    },
  };
}
