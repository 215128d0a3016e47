import { MalformedError } from "./findings.ts";

/*
 * Just enough of XML 1.0 to know where a tag or an attribute begins and ends. XMP is changed in place, character by
 * character, which an XML library that gives a tree cannot do; and workers have no DOMParser.
 */

/** One attribute; places are in characters. */
export interface XmlAttribute {
  readonly name: string;
  readonly value: string;
  /** From the name's first character to behind the closing quote. */
  readonly from: number;
  readonly to: number;
}

/** One tag; places are in characters. */
export interface XmlTag {
  readonly kind: "open" | "close" | "empty";
  readonly name: string;
  readonly from: number;
  readonly to: number;
  readonly attributes: readonly XmlAttribute[];
}

/** What is no tag, by how it begins and ends. */
const SKIPPED = [
  ["<!--", "-->"],
  ["<![CDATA[", "]]>"],
  ["<?", "?>"],
  ["<!", ">"],
] as const;
const NAME = /[^\s<>/="']+/y;
const BLANKS = /\s*/y;
const EQUALS = /\s*=\s*/y;

/**
 * The tags of a text, in order.
 * @throws MalformedError
 */
export function* xmlTags(text: string): Generator<XmlTag> {
  for (let at = text.indexOf("<"); at !== -1; at = text.indexOf("<", at)) {
    const skipped = SKIPPED.find(([start]) => text.startsWith(start, at));
    if (skipped) {
      const [start, end] = skipped;
      at = behind(text, end, at + start.length);
      continue;
    }
    const tag = readTag(text, at);
    yield tag;
    at = tag.to;
  }
}

function behind(text: string, end: string, from: number): number {
  const at = text.indexOf(end, from);
  if (at === -1) throw new MalformedError(`no ${end}`);
  return at + end.length;
}

function readTag(text: string, from: number): XmlTag {
  const closing = text[from + 1] === "/";
  const nameAt = from + (closing ? 2 : 1);
  const name = match(NAME, text, nameAt);
  if (name === "") throw new MalformedError("a tag without a name");
  const attributes: XmlAttribute[] = [];
  let at = nameAt + name.length;
  for (;;) {
    at += match(BLANKS, text, at).length;
    if (text[at] === ">") return { kind: closing ? "close" : "open", name, from, to: at + 1, attributes };
    if (text.startsWith("/>", at)) return { kind: "empty", name, from, to: at + 2, attributes };
    const attribute = readAttribute(text, at);
    attributes.push(attribute);
    at = attribute.to;
  }
}

function readAttribute(text: string, from: number): XmlAttribute {
  const name = match(NAME, text, from);
  const equals = match(EQUALS, text, from + name.length);
  const quoteAt = from + name.length + equals.length;
  const quote = text[quoteAt];
  if (name === "" || equals === "" || (quote !== '"' && quote !== "'")) throw new MalformedError("no attribute");
  const to = behind(text, quote, quoteAt + 1);
  return { name, value: text.slice(quoteAt + 1, to - 1), from, to };
}

function match(sticky: RegExp, text: string, at: number): string {
  sticky.lastIndex = at;
  return sticky.exec(text)?.[0] ?? "";
}
