/**
 * Where a phone's gallery sends pictures, as the manifest says. The service worker takes them; a gateway that is asked
 * has no place for them, and says so by `SHARE_FAILED_SEARCH`.
 */
export const SHARE_PATH = "/share";

/** The form field that holds them. */
export const SHARE_FIELD = "images";

/** The cache in which the service worker leaves them for the page. */
export const SHARE_CACHE = "shared-images";

/** The header that carries a shared file's name, percent-encoded. */
export const SHARE_NAME_HEADER = "x-file-name";

/** The page's address after a share: there is something to fetch. */
export const SHARED_SEARCH = "?shared";

/** The page's address after a share whose pictures could not be kept. */
export const SHARE_FAILED_SEARCH = "?share-failed";
