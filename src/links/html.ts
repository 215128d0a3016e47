import type { LinkSubject } from "./link-subject.ts";
import { plainName, plainUrl } from "./plain-text.ts";

const REFERENCES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

function escapeReferences(text: string): string {
  return text.replace(/[&<>"']/g, (character) => REFERENCES[character] ?? character);
}

/** The name as HTML text, or as an attribute's value in either kind of quotes. */
export function escapeHtml(name: string): string {
  return escapeReferences(plainName(name));
}

/** `<img src alt>`. No width and height: they would distort the picture on a page that only limits its width. */
export function htmlImage({ url, name }: LinkSubject): string {
  return `<img src="${escapeReferences(plainUrl(url))}" alt="${escapeHtml(name)}">`;
}
