/*
 * Lets the page open without a network, and takes pictures that a phone's gallery shares. Uploads never pass through
 * here: only page loads, the page's own files and the share form are answered.
 */
import { cleanupOutdatedCaches, precacheAndRoute } from "workbox-precaching";
import { NavigationRoute, registerRoute } from "workbox-routing";
import { NetworkFirst } from "workbox-strategies";
import {
  SHARE_CACHE,
  SHARE_FAILED_SEARCH,
  SHARE_FIELD,
  SHARE_NAME_HEADER,
  SHARE_PATH,
  SHARED_SEARCH,
} from "../contract/share.ts";

declare const self: ServiceWorkerGlobalScope;

/** The files of the build that this worker came with. */
const files = self.__WB_MANIFEST.map((file) => (typeof file === "string" ? { url: file, revision: null } : file));
/** The script that the page of this build starts with. */
const entry = files.find(({ url }) => /^assets\/index-[^/]+\.js$/.test(url))?.url ?? "";
/** The cache of each build's page begins with this; the one of the first builds was called by it alone. */
const SHELL = "shell";
const SHELL_CACHE = `${SHELL} ${entry}`;
/** A network that is there but slow gets this long for the page itself, in seconds. */
const NETWORK_SECONDS = 4;

precacheAndRoute(files);
cleanupOutdatedCaches();

// The page comes from the network where there is one: its headers hold the policy that fits today's configuration.
// After a deployment that is a later build's page, whose files this worker does not have: it is shown and not kept.
const shell = new NetworkFirst({
  cacheName: SHELL_CACHE,
  networkTimeoutSeconds: NETWORK_SECONDS,
  matchOptions: { ignoreSearch: true },
  plugins: [{ cacheWillUpdate: async ({ response }) => ((await isOwnPage(response)) ? response : null) }],
});
registerRoute(new NavigationRoute(shell, { allowlist: [/^\/(?:\?.*)?$/] }));

registerRoute(
  ({ url, sameOrigin }) => sameOrigin && url.pathname === SHARE_PATH,
  ({ request }) => takeShared(request),
  "POST",
);

self.addEventListener("install", (event) => {
  event.waitUntil(keepPage());
});

self.addEventListener("activate", (event) => {
  event.waitUntil(forgetOtherPages());
});

async function keepPage(): Promise<void> {
  const response = await fetch("/", { cache: "reload" });
  if (await isOwnPage(response)) await (await caches.open(SHELL_CACHE)).put("/", response);
}

async function isOwnPage(response: Response): Promise<boolean> {
  return response.ok && (await response.clone().text()).includes(entry);
}

async function forgetOtherPages(): Promise<void> {
  const names = (await caches.keys()).filter((name) => name.startsWith(SHELL));
  await Promise.all(names.filter((name) => name !== SHELL_CACHE).map((name) => caches.delete(name)));
}

/** The share sheet waits for a page whatever happens: one that has the pictures, or one that says it has not. */
async function takeShared(request: Request): Promise<Response> {
  try {
    const form = await request.formData();
    const cache = await caches.open(SHARE_CACHE);
    for (const file of form.getAll(SHARE_FIELD)) {
      if (!(file instanceof File)) continue;
      const headers = { "content-type": file.type, [SHARE_NAME_HEADER]: encodeURIComponent(file.name) };
      await cache.put(`${SHARE_PATH}/${crypto.randomUUID()}`, new Response(file, { headers }));
    }
    return Response.redirect(`/${SHARED_SEARCH}`, 303);
  } catch {
    // What there was room for is in the cache; the page takes it out, or it would go up with the next share.
    return Response.redirect(`/${SHARE_FAILED_SEARCH}`, 303);
  }
}
