/** The store's port where none is named. */
export const DEFAULT_STORE_PORT = 9000;

/** Loopback only: who wants to be reachable from outside says so. */
export const DEFAULT_HOST = "127.0.0.1";

/** Relative to where the process was started. */
export const DEFAULT_STORE_DIR = "./data";

/** The page's and the gateway's port where none is named. */
export const DEFAULT_PAGE_PORT = 5173;

/** The largest TCP port. */
export const MAX_PORT = 65_535;
