import type { Digests } from "../contract/digest.ts";
import type { FileId, UploadResult } from "./state.ts";

/** What a row does about content that another row of the list may have too. */
export type TwinRole =
  /** Uploads it. */
  | { readonly kind: "leads" }
  /** Waits for the row that uploads it. */
  | { readonly kind: "follows" }
  /** Nothing to do: it went up before. */
  | { readonly kind: "stored"; readonly result: UploadResult };

/** Rows with the same bytes, of which one goes up. */
export interface Twins {
  /** @param size bytes of what would go up. */
  join(id: FileId, digests: Digests, size: number): TwinRole;
  /** The row's content is in the store. @returns the rows that waited for it. */
  stored(id: FileId, result: UploadResult): FileId[];
  /** The link of the row's content was seen to work. */
  shown(id: FileId): void;
  /**
   * A link that was given to the row does not work.
   * @returns whether it did before: then the object is gone, and the content has to go up anew.
   */
  lost(id: FileId, given: UploadResult): boolean;
  /** The row stops: paused, failed, cancelled. @returns the row that leads now, if another has to. */
  release(id: FileId): FileId | undefined;
  /** The row is gone. @returns as `release`. */
  forget(id: FileId): FileId | undefined;
}

interface Family {
  readonly key: string;
  readonly members: Set<FileId>;
  /** Members that wait, in the order in which they came. */
  readonly followers: Set<FileId>;
  leader: FileId | undefined;
  result: UploadResult | undefined;
  /** The result's link was seen to work. */
  shown: boolean;
}

/** No rows yet. */
export function createTwins(): Twins {
  const byKey = new Map<string, Family>();
  const byMember = new Map<FileId, Family>();

  const familyFor = (key: string): Family => {
    const known = byKey.get(key);
    if (known) return known;
    const family: Family = {
      key,
      members: new Set<FileId>(),
      followers: new Set<FileId>(),
      leader: undefined,
      result: undefined,
      shown: false,
    };
    byKey.set(key, family);
    return family;
  };

  const forget = (id: FileId) => {
    const next = release(id);
    const family = byMember.get(id);
    byMember.delete(id);
    family?.members.delete(id);
    if (family?.members.size === 0) byKey.delete(family.key);
    return next;
  };

  const release = (id: FileId) => {
    const family = byMember.get(id);
    family?.followers.delete(id);
    if (!family || family.leader !== id) return undefined;
    const [next] = family.followers;
    family.leader = next;
    if (next !== undefined) family.followers.delete(next);
    return next;
  };

  return {
    join(id, { md5, sha1 }, size) {
      const family = familyFor(`${md5}:${sha1}:${size}`);
      // A file that changed on the disk and was hashed again has other twins now.
      if (byMember.get(id) !== family) forget(id);
      family.members.add(id);
      byMember.set(id, family);
      if (family.result) return { kind: "stored", result: family.result };
      family.leader ??= id;
      if (family.leader === id) return { kind: "leads" };
      family.followers.add(id);
      return { kind: "follows" };
    },
    stored(id, result) {
      const family = byMember.get(id);
      if (!family) return [];
      family.result ??= result;
      const waiting = [...family.followers];
      family.followers.clear();
      return waiting;
    },
    shown(id) {
      const family = byMember.get(id);
      if (family?.result) family.shown = true;
    },
    lost(id, given) {
      const family = byMember.get(id);
      if (!family) return false;
      // Another row that was given the same link may have found out first.
      if (family.result !== given) return true;
      if (!family.shown) return false;
      family.result = undefined;
      family.leader = undefined;
      family.shown = false;
      return true;
    },
    release,
    forget,
  };
}
