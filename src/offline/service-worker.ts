/*
 * Lets the page open without a network, and takes pictures that a phone's gallery shares. Uploads never pass through
 * here: only page loads, the page's own files and the share form are answered.
 */
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { NetworkFirst } from "workbox-strategies";
import { SHARE_CACHE, SHARE_FIELD, SHARE_NAME_HEADER, SHARE_PATH, SHARED_SEARCH } from "../contract/share.ts";

declare const self: ServiceWorkerGlobalScope & { __WB_MANIFEST: { url: string; revision: string | null }[] };

const SHELL_CACHE = "shell";
/** A network that is there but slow gets this long for the page itself, in seconds. */
const NETWORK_SECONDS = 4;

precacheAndRoute(self.__WB_MANIFEST);
cleanupOutdatedCaches();

// The page comes from the network where there is one: its headers hold the policy that fits today's configuration.
const shell = new NetworkFirst({
  cacheName: SHELL_CACHE,
  networkTimeoutSeconds: NETWORK_SECONDS,
  matchOptions: { ignoreSearch: true },
});
registerRoute(new NavigationRoute(shell, { allowlist: [/^\/(?:\?.*)?$/] }));

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === SHARE_PATH,
  ({ request }) => takeShared(request),
  "POST",
);

self.addEventListener("install", (event) => {
  event.waitUntil(caches.open(SHELL_CACHE).then((cache) => cache.add("/")));
});

async function takeShared(request: Request): Promise<Response> {
  const form = await request.formData();
  const cache = await caches.open(SHARE_CACHE);
  for (const file of form.getAll(SHARE_FIELD)) {
    if (!(file instanceof File)) continue;
    const headers = { "content-type": file.type, [SHARE_NAME_HEADER]: encodeURIComponent(file.name) };
    await cache.put(`${SHARE_PATH}/${crypto.randomUUID()}`, new Response(file, { headers }));
  }
  return Response.redirect(`/${SHARED_SEARCH}`, 303);
}
