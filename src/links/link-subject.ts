/** A finished upload, as far as a link's text can tell of it. */
export interface LinkSubject {
  /** The CDN link, as the sign answer gave it. */
  readonly url: string;
  /** The file's name as chosen, with its extension. Untrusted: whoever made the file chose it. */
  readonly name: string;
  /** Pixels, where the picture was seen to load. */
  readonly width?: number;
  readonly height?: number;
  /** Bytes of what went up. */
  readonly size: number;
  /** Lower-case hex. */
  readonly md5: string;
  /** Lower-case hex. */
  readonly sha1: string;
}
