import codecUrl from "libheif-js/libheif-wasm/libheif-bundle.mjs?url";
import { loadCodec } from "./load-codec.ts";
import { isDisplayP3, toSrgb } from "./wide-colours.ts";

/** What is used of libheif-js. */
interface Libheif {
  readonly HeifDecoder: new () => HeifDecoder;
  readonly heif_colorspace: { readonly heif_colorspace_RGB: unknown };
  readonly heif_chroma: { readonly heif_chroma_interleaved_RGBA: unknown };
  readonly heif_channel: { readonly heif_channel_interleaved: { readonly value: number } };
  /** `code` is there only in a failure. Its own wrapper, `display`, never answers when the file's sizes contradict. */
  heif_js_decode_image2(handle: unknown, space: unknown, chroma: unknown): Decoded | PromiseLike<Decoded>;
  heif_image_release(image: unknown): void;
  heif_context_free(context: unknown): void;
}

interface HeifDecoder {
  readonly decoder: unknown;
  /** The pictures of a file; none when it cannot be read. */
  decode(bytes: Uint8Array): HeifImage[];
}

interface HeifImage {
  readonly handle: unknown;
  is_primary(): boolean;
  free(): void;
}

interface Decoded {
  readonly code?: unknown;
  readonly image: unknown;
  readonly channels: readonly Plane[];
}

interface Plane {
  readonly id: unknown;
  /** In pixels. */
  readonly width: number;
  readonly height: number;
  /** Bytes from one line to the next. */
  readonly stride: number;
  readonly data: Uint8Array;
}

/**
 * A file of its own, neither bundled nor changed: libheif is under the LGPL, and whoever runs this may put another
 * build of it in its place.
 */
const withLibheif = loadCodec(async (): Promise<Libheif> => {
  const { default: createLibheif } = await import(/* @vite-ignore */ codecUrl);
  return createLibheif();
});

/**
 * Decodes a HEIC picture, turned upright as its container says.
 * @throws UploadError `codec_unavailable` when the decoder cannot be fetched; Error when it cannot decode the picture.
 */
export async function decodeHeic(blob: Blob): Promise<ImageBitmap> {
  return withLibheif(async (libheif) => decodeWith(libheif, new Uint8Array(await blob.arrayBuffer())));
}

async function decodeWith(libheif: Libheif, bytes: Uint8Array<ArrayBuffer>): Promise<ImageBitmap> {
  const decoder = new libheif.HeifDecoder();
  const images = decoder.decode(bytes);
  try {
    const image = images.find((each) => each.is_primary()) ?? images[0];
    if (image === undefined) throw new Error("The file has no picture that can be decoded.");
    const pixels = await pixelsOf(libheif, image);
    if (isDisplayP3(bytes)) toSrgb(pixels.data);
    return await createImageBitmap(pixels);
  } finally {
    for (const each of images) each.free();
    if (decoder.decoder) libheif.heif_context_free(decoder.decoder);
  }
}

async function pixelsOf(libheif: Libheif, { handle }: HeifImage): Promise<ImageData> {
  const { heif_colorspace, heif_chroma } = libheif;
  const decoded = await libheif.heif_js_decode_image2(
    handle,
    heif_colorspace.heif_colorspace_RGB,
    heif_chroma.heif_chroma_interleaved_RGBA,
  );
  if (!decoded || decoded.code !== undefined) throw new Error("The picture cannot be decoded.");
  try {
    const plane = decoded.channels.find(({ id }) => id === libheif.heif_channel.heif_channel_interleaved);
    if (plane === undefined) throw new Error("The picture cannot be decoded.");
    // Without a colour space: Firefox has no such argument, and throws.
    const pixels = new ImageData(plane.width, plane.height);
    const lineBytes = plane.width * 4;
    for (let line = 0; line < plane.height; line += 1) {
      const at = line * plane.stride;
      pixels.data.set(plane.data.subarray(at, at + lineBytes), line * lineBytes);
    }
    return pixels;
  } finally {
    libheif.heif_image_release(decoded.image);
  }
}
