import { type DBSchema, type IDBPDatabase, openDB } from "idb";

/** A database and its tables. */
export interface DatabasePlan<Tables extends DBSchema> {
  readonly name: string;
  readonly version: number;
  /** Makes the tables of a database that is new. */
  create(database: IDBPDatabase<Tables>): void;
  /** What a browser that refuses to open it is reported as; its own error unless given. */
  refused?(cause: unknown): Error;
}

/** Does work on an open connection. Rejects with the work's own error. */
export type Connection<Tables extends DBSchema> = <T>(
  work: (database: IDBPDatabase<Tables>) => Promise<T>,
) => Promise<T>;

/** Opens with the first work, and again where the browser has closed it in between. */
export function createConnection<Tables extends DBSchema>(plan: DatabasePlan<Tables>): Connection<Tables> {
  let opening: Promise<IDBPDatabase<Tables>> | undefined;
  const forget = () => {
    opening = undefined;
  };
  const open = () => {
    opening ??= openDatabase(plan, forget);
    return opening;
  };

  return async (work) => {
    const database = await open();
    try {
      return await work(database);
    } catch (error) {
      if (!isClosed(error)) throw error;
    }
    // Closed in between: a newer tab changes the tables, or the person has cleared the site's data.
    forget();
    return work(await open());
  };
}

async function openDatabase<Tables extends DBSchema>(
  { name, version, create, refused }: DatabasePlan<Tables>,
  onClosed: () => void,
): Promise<IDBPDatabase<Tables>> {
  try {
    return await openDB<Tables>(name, version, {
      upgrade: (database) => create(database),
      blocking(_current, _blocked, event) {
        if (event.target instanceof IDBDatabase) event.target.close();
        onClosed();
      },
      terminated: onClosed,
    });
  } catch (error) {
    onClosed();
    throw refused?.(error) ?? error;
  }
}

/** What `transaction` throws on a connection that is closed or closing (Indexed Database API 3.0, section 4.4). */
function isClosed(error: unknown): boolean {
  return error instanceof Error && error.name === "InvalidStateError";
}

/** One request's failure: its transaction fails with it, and tells the reason better. */
export function ignore(request: Promise<unknown>): void {
  request.catch(() => undefined);
}
