/** That do not exist; some would lead out of the page's folder. */
export const HOSTILE_PATHS = [
  "/nothing",
  "/../data/x",
  "/..%2f..%2fetc/passwd",
  "/%2e%2e/data",
  "//etc/passwd",
  "/.env",
  "/assets/../../data",
  "/%",
  "/%00",
];
