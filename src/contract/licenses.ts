/** Where every build has the licences of the packages in it, as plain text. */
export const LICENSES_PATH = "/licenses/third-party.txt";
