import AwsS3 from "@uppy/aws-s3";
import Uppy from "@uppy/core";
import COS from "cos-js-sdk-v5";
import { readSignAnswer, SIGN_PATH, type SignData, signSearch } from "../../src/contract/sign.ts";

/** A file that the page has been given, what its digests are, and, where it was signed before, how it may be sent. */
export interface Known {
  readonly name: string;
  readonly size: number;
  readonly md5: string;
  readonly sha1: string;
  readonly grant?: SignData;
}

/** A browser opens no more connections to an origin. */
const CONNECTIONS = 6;
const TYPE = "image/png";

/** The least that a page can do: signed before, nothing hashed, nothing looked at, six at a time. */
async function bare(files: readonly File[], known: ReadonlyMap<string, Known>): Promise<void> {
  const left = [...files];
  const worker = async () => {
    for (let file = left.shift(); file; file = left.shift()) {
      const grant = known.get(file.name)?.grant;
      if (!grant) throw new Error(`${file.name} is not signed`);
      await sendBare(file, grant);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, worker));
}

function sendBare(file: File, { url, header }: SignData): Promise<void> {
  return new Promise((resolve, reject) => {
    const xhr = new XMLHttpRequest();
    xhr.onload = () => (xhr.status === 200 ? resolve() : reject(new Error(`${xhr.status} ${xhr.responseText}`)));
    xhr.onerror = () => reject(new Error("the line broke"));
    xhr.open("PUT", url);
    for (const [name, value] of settable(header)) xhr.setRequestHeader(name, value);
    xhr.send(file);
  });
}

const settable = (header: SignData["header"]) =>
  Object.entries(header).filter(([name]) => /^(authorization|content-type|content-md5|x-cos-.*)$/i.test(name));

/** As a page of theirs would: our sign API, asked once for each file. The digests are known, so nobody hashes. */
async function sign({ sha1, md5, size }: Known): Promise<SignData> {
  const answer = await fetch(`${SIGN_PATH}?${signSearch({ sha1, md5, size, type: TYPE })}`);
  const outcome = readSignAnswer(await answer.json());
  if (outcome.kind !== "granted") throw new Error(JSON.stringify(outcome));
  return outcome.data;
}

/** Uppy as it comes, but without parts: this store takes whole objects. */
async function uppy(files: readonly File[], known: ReadonlyMap<string, Known>): Promise<void> {
  const instance = new Uppy({ autoProceed: false });
  instance.use(AwsS3, {
    shouldUseMultipart: false,
    generateObjectKey: ({ name }) => name ?? "",
    signRequest: async ({ key }) => {
      const { url, header } = await sign(wanted(known, key));
      return { url, headers: Object.fromEntries(settable(header)) };
    },
  });
  instance.addFiles(files.map((data) => ({ name: data.name, type: TYPE, data })));
  const { failed = [], successful = [] } = (await instance.upload()) ?? {};
  if (failed.length > 0 || successful.length !== files.length) throw new Error(`Uppy: ${failed[0]?.error}`);
}

/** putObject, with as many files at once as the browser has connections: its own default is three. */
async function cosSdk(files: readonly File[], known: ReadonlyMap<string, Known>, store: string): Promise<void> {
  const byKey = new Map(files.map((file) => [keyOf(wanted(known, file.name)), file]));
  const cos = new COS({
    FileParallelLimit: CONNECTIONS,
    Domain: new URL(store).host,
    Protocol: location.protocol,
    // What a server does for a page that has no key: one signature for one request.
    getAuthorization: async ({ Key }, callback) => {
      const { header } = await sign(wanted(known, byKey.get(Key)?.name ?? ""));
      callback(header.Authorization ?? "");
    },
  });
  await Promise.all(
    [...byKey].map(([Key, file]) =>
      cos.putObject({
        Bucket: "bench-1250000000",
        Region: "ap-guangzhou",
        Key,
        Body: file,
        ContentType: TYPE,
        Headers: { "Content-MD5": base64(wanted(known, file.name).md5), "x-cos-forbid-overwrite": "true" },
      }),
    ),
  );
}

/** As the gateway names objects. */
const keyOf = ({ md5, sha1, size }: Known) => `songlist/p/${md5}/${sha1}_${size.toString(16)}.png`;

const base64 = (hex: string) =>
  btoa(String.fromCharCode(...(hex.match(/../g) ?? []).map((pair) => Number.parseInt(pair, 16))));

function wanted(known: ReadonlyMap<string, Known>, name: string): Known {
  const found = known.get(name);
  if (!found) throw new Error(`${name} is not known`);
  return found;
}

const WAYS = { bare, uppy, "cos-js-sdk": cosSdk };

const bench = {
  /** Sends what the page's file input holds. @returns ms from the files in hand to the last answer of the store. */
  async run(way: keyof typeof WAYS, known: readonly Known[], store: string): Promise<number> {
    const files = [...(document.querySelector<HTMLInputElement>("#files")?.files ?? [])];
    if (files.length !== known.length) throw new Error(`${files.length} of ${known.length} files`);
    const byName = new Map(known.map((each) => [each.name, each]));
    const start = performance.now();
    await WAYS[way](files, byName, store);
    return performance.now() - start;
  },
};

declare global {
  var uploadBench: typeof bench;
}
globalThis.uploadBench = bench;
