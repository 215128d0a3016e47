import { type DefaultTreeAdapterTypes, parseFragment } from "parse5";

type Element = DefaultTreeAdapterTypes.Element;

/**
 * Everything in an HTML text but blank text between elements and the paragraphs around them, each with its attributes:
 * what a page would be made to show.
 */
export function contentOf(html: string): unknown[] {
  return parseFragment(html).childNodes.flatMap(flatten);
}

function flatten(node: DefaultTreeAdapterTypes.ChildNode): unknown[] {
  if ("value" in node) return node.value.trim() === "" ? [] : [{ text: node.value }];
  if (!("tagName" in node)) return [{ other: node.nodeName }];
  const element: Element = node;
  const inside = element.childNodes.flatMap(flatten);
  if (element.tagName === "p" && element.attrs.length === 0) return inside;
  return [
    { tag: element.tagName, ...Object.fromEntries(element.attrs.map(({ name, value }) => [name, value])) },
    ...inside,
  ];
}

/** What `contentOf` finds in a text that shows one image and nothing else. */
export const image = (src: string, alt: string) => ({ tag: "img", src, alt });
