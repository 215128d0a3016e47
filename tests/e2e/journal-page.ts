import type { Page } from "@playwright/test";

/** What the journal holds, as `name: bytes kept`. */
export function kept(page: Page): Promise<string[]> {
  return page.evaluate(
    () =>
      new Promise<string[]>((resolve, reject) => {
        const opening = indexedDB.open("cosdrop-journal");
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          if (!database.objectStoreNames.contains("rows")) return resolve([]);
          const transaction = database.transaction(["rows", "bytes"]);
          const rows = transaction.objectStore("rows").getAll();
          const bytes = transaction.objectStore("bytes").getAllKeys();
          transaction.oncomplete = () => {
            database.close();
            resolve(
              rows.result
                .map(
                  ({ id, name, known }) =>
                    `${name}: ${known ? "hashed" : "new"}, ${bytes.result.includes(id) ? "kept" : "lost"}`,
                )
                .sort(),
            );
          };
        };
      }),
  );
}

/** Reloads as a person does who has confirmed that the page may be left. */
export async function reload(page: Page): Promise<void> {
  page.once("dialog", (dialog) => dialog.accept());
  await page.reload();
}
