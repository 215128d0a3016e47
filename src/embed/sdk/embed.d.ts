/*
 * The types of /embed.js, served beside it as /embed.d.ts. This file is the truth: the SDK is checked against it. An
 * option that is undefined is one that was left out.
 */

/** A theme's values; each is plain CSS of its kind, without `url()` or `var()`. */
export interface ThemeTokens {
  /** Buttons, links and progress. A colour. */
  accent?: string | undefined;
  /** Surfaces. A colour; what is between them stays transparent. */
  bg?: string | undefined;
  /** Text. A colour. */
  fg?: string | undefined;
  border?: string | undefined;
  /** Of buttons, rows and boxes, such as `6px`. */
  radius?: string | undefined;
  /** A font family list of fonts that the visitor has. */
  font?: string | undefined;
}

export interface Theme {
  /** `auto`, the default, follows the text colour around the element: light text means a dark page. */
  mode?: "auto" | "light" | "dark" | undefined;
  tokens?: ThemeTokens | undefined;
}

export type LinkFormat = "url" | "markdown" | "html" | "bbcode" | "template";

/** What may be uploaded. It can only narrow what the service allows. */
export interface UploadConfig {
  /** MIME types, `image/*`, or endings such as `.png`; a list, or one text with commas. */
  accept?: string | readonly string[] | undefined;
  /** Per file, in bytes. */
  maxBytes?: number | undefined;
  maxFiles?: number | undefined;
  /** False: one picture, and a new one takes its place. Default true. */
  multiple?: boolean | undefined;
  /** Which forms `result.formats` has. Default: all but `template`. */
  formats?: readonly LinkFormat[] | undefined;
  /** For the format `template`, such as `{{< figure src="{url}" >}}`. */
  template?: string | undefined;
  /** False: files wait for the first `start()`, and again after each load of the frame. Default true. */
  autoStart?: boolean | undefined;
  /** Whether the frame has an Insert button. Default: where `onSelect` is given; always in `pick`. */
  insert?: boolean | undefined;
  /** Whether the frame keeps and offers an upload history; from the start or not at all. Default false. */
  history?: boolean | undefined;
  /** Whether the frame offers its settings. Default false. */
  settings?: boolean | undefined;
}

export interface AccessToken {
  value: string;
  /** In ms since the epoch. */
  expiresAt?: number | undefined;
}

/** A token, or the way to one; called again when the service wants a new one. It never goes into an address. */
export type TokenSource = string | AccessToken | (() => TokenValue | Promise<TokenValue>);
export type TokenValue = string | AccessToken;

export interface FileFacts {
  /** Unique on the page, even after the frame was loaded again. */
  id: string;
  name: string;
  /** In bytes. */
  size: number;
  /** As the browser guesses it; a result's type is proved by its bytes. */
  type: string;
}

/** A finished upload. */
export interface UploadResult extends FileFacts {
  /** The CDN link. */
  url: string;
  /** Pixels, where the picture was seen to load. */
  width?: number;
  height?: number;
  /** Lower-case hex. */
  md5: string;
  /** Lower-case hex. */
  sha1: string;
  /** It was there before, so nothing was sent. */
  deduped: boolean;
  formats: Partial<Record<LinkFormat, string>>;
}

export interface EventMap {
  /** The frame is there and listens; again after each load of it. */
  ready: { session: string };
  resize: { height: number };
  added: FileFacts;
  /** The file itself is what is wrong; `message` is for people. */
  rejected: FileFacts & { code: string; message: string };
  /** At most ten a second for one file. */
  progress: { id: string; stage: string; loaded: number; total: number };
  done: UploadResult;
  /** `cancelled` is a code here too. `retryable`: whether the same file may be tried again. */
  error: { id: string; code: string; message: string; retryable: boolean; requestId?: string };
  /** The person took the file out of the list. */
  removed: { id: string };
  /** Nothing is under way any more; `results` are in the order of selection. */
  idle: { done: number; failed: number; results: UploadResult[] };
  /** The person pressed Insert. */
  select: { results: UploadResult[] };
  /** The frame was loaded again, and these files were under way: they have to be chosen again. */
  interrupted: { files: FileFacts[] };
  /** The person pressed Escape inside the frame. */
  close: Record<never, never>;
}

export type Handlers = {
  [Type in keyof EventMap as `on${Capitalize<Type>}`]?: ((event: EventMap[Type]) => void) | undefined;
};

export interface EmbedOptions extends UploadConfig {
  /** The service's address, where this script was bundled instead of loaded from it. */
  app?: string | undefined;
  /** A BCP 47 language tag; `zh_CN` is read as `zh-CN`. Default: the `lang` of the host's document. */
  locale?: string | undefined;
  theme?: Theme | undefined;
  token?: TokenSource | undefined;
  /**
   * The frame's `sandbox`, where it has to have one: `allow-scripts allow-forms allow-popups allow-downloads`, and
   * `allow-same-origin` for a frame that may keep settings and a history.
   */
  sandbox?: string | undefined;
}

export interface MountOptions extends EmbedOptions, Handlers {
  /** The frame's accessible name. Default: "Choose images", in the locale's language. */
  title?: string | undefined;
  /** In px. Default 120. */
  minHeight?: number | undefined;
  /** In px; what is higher scrolls inside. Default 640. */
  maxHeight?: number | undefined;
}

export interface PickOptions extends EmbedOptions {
  /** The dialog's heading. */
  title?: string | undefined;
  /** Closes the dialog; the promise then resolves to no files. To be used before the page around it is replaced. */
  signal?: AbortSignal | undefined;
}

/** One frame on the page. Methods for the queue may be called before the frame is ready. */
export interface Uploader {
  readonly frame: HTMLIFrameElement;
  /**
   * Resolves once the frame has taken the options. Rejects with a `CosdropError`: `no-answer`, `bad-options`, `version`,
   * `destroyed`. An option that the frame does not understand is left out, with a line in the console.
   */
  readonly ready: Promise<void>;
  /** @returns the way to stop listening. */
  on<Type extends keyof EventMap>(type: Type, listener: (event: EventMap[Type]) => void): () => void;
  /** Hands files over, such as ones pasted into the host's page. */
  add(files: Iterable<File>): void;
  /** All files, unless ids are given. */
  start(ids?: readonly string[]): void;
  pause(ids?: readonly string[]): void;
  cancel(ids?: readonly string[]): void;
  /** All failed files, unless ids are given. */
  retry(ids?: readonly string[]): void;
  /** Empties the list. What was uploaded stays uploaded. */
  clear(): void;
  /** What is left out stays as it is; `accept: "*"` is all that the service accepts. */
  configure(config: UploadConfig): void;
  /** Takes the place of the whole theme: tokens that are not in it are the service's own again. */
  setTheme(theme: Theme): void;
  /** For what is said inside the frame, and its `title` where the options have none. */
  setLocale(locale: string): void;
  /** Takes the frame away and lets go of everything. */
  destroy(): void;
}

/** A mistake that a developer can mend; `message` says how. */
export interface CosdropError extends Error {
  readonly name: "CosdropError";
  readonly code: "no-target" | "no-answer" | "bad-options" | "version" | "destroyed";
}

/** Puts the upload page into an element of the page. @throws CosdropError `no-target` */
export declare function mount(target: string | Element, options?: MountOptions): Uploader;

/**
 * Opens the upload page in a dialog over the page.
 * @returns the files that the person inserted, in the order of selection; none when the dialog was closed. Rejects with
 * a `CosdropError` when the frame does not answer.
 */
export declare function pick(options?: PickOptions): Promise<UploadResult[]>;
