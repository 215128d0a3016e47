import { readFileSync } from "node:fs";
import { parseEnv } from "node:util";
import { isMissing } from "../../store/directory.ts";
import { ConfigError, type Mistake } from "./mistakes.ts";
import { nearestName } from "./nearest-name.ts";
import { Variables } from "./variables.ts";

/** What a `.env` file gives, and what in it would silently mean something else than it looks. */
export interface EnvFile {
  readonly values: NodeJS.Dict<string>;
  readonly mistakes: readonly Mistake[];
}

const OUR_NAMES = Object.keys(Variables.entries);

/** What people also write there for Node, Vite, npm, Docker or the system: none of our business. */
const OTHERS = /^(?:(?:NODE|VITE|NPM|COMPOSE|DOCKER|UV|LC)_.*|TZ|LANG|PATH|HOME|DEBUG|NO_COLOR|FORCE_COLOR)$/i;

/**
 * Reads a `.env` file as Node does (`--env-file`), but leaves nothing out silently. One that is missing is empty.
 * @throws ConfigError when there is one that cannot be read, or that is no UTF-8.
 */
export function readEnvFile(path: string): EnvFile {
  const bytes = readBytes(path);
  if (bytes === undefined) return { values: {}, mistakes: [] };
  const text = decode(bytes, path).replace(/\r\n?/g, "\n");
  return { values: parseEnv(text), mistakes: findInLines(text) };
}

function readBytes(path: string): Buffer | undefined {
  try {
    return readFileSync(path);
  } catch (error) {
    if (isMissing(error)) return undefined;
    const why = error instanceof Error ? ` (${error.message})` : "";
    throw ofFile(`The file ${path} cannot be read${why}.`, "Let this user read it, or remove it.");
  }
}

/** A byte order mark at the start is dropped: to `parseEnv` it would be a part of the first name. */
function decode(bytes: Buffer, path: string): string {
  const notUtf8 = () => ofFile(`The file ${path} is not UTF-8 text.`, "Save the file as UTF-8.");
  // UTF-16 without a byte order mark can be valid UTF-8, with a NUL at every other place.
  if (bytes.includes(0)) throw notUtf8();
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw notUtf8();
  }
}

function ofFile(problem: string, fix: string): ConfigError {
  return new ConfigError([{ variable: ".env", problem, fix }]);
}

const ASSIGNMENT = /^[ \t]*(?:export[ \t]+)?([A-Za-z_][A-Za-z0-9_]*)[ \t]*=/;
/** Up to the quote of the same kind, which may be some lines below. */
const QUOTED = /^[ \t]*(["'`])[\s\S]*?\1/;

function findInLines(text: string): Mistake[] {
  const mistakes: Mistake[] = [];
  let line = 1;
  for (let at = 0; at < text.length; ) {
    const end = endOfLine(text, at);
    const content = text.slice(at, end);
    const [assignment, name = ""] = ASSIGNMENT.exec(content) ?? [];
    let next = end;
    if (assignment !== undefined) {
      const value = text.slice(at + assignment.length);
      const quoted = QUOTED.exec(value)?.[0];
      if (quoted !== undefined) next = endOfLine(text, at + assignment.length + quoted.length);
      mistakes.push(...findInName(name, line), ...findInValue(name, text.slice(at + assignment.length, next), quoted));
    } else if (!/^\s*(?:#|$)/.test(content)) mistakes.push(noAssignment(line));
    line += text.slice(at, next).split("\n").length;
    at = next + 1;
  }
  return mistakes;
}

function endOfLine(text: string, from: number): number {
  const end = text.indexOf("\n", from);
  return end === -1 ? text.length : end;
}

/** The line itself may be a secret's second half, and is never repeated. */
function noAssignment(line: number): Mistake {
  return {
    variable: ".env",
    problem: `Line ${line} of .env is neither NAME=value nor a comment.`,
    fix: "Write it as NAME=value, or put # before it.",
  };
}

function findInName(name: string, line: number): Mistake[] {
  if (OUR_NAMES.includes(name) || OTHERS.test(name)) return [];
  const nearest = nearestName(name, OUR_NAMES);
  // What is not even like a name may be a secret's second half.
  const known = nearest !== undefined || /^[A-Z][A-Z0-9_]*$/.test(name);
  const subject = known ? `${name} in line ${line} of .env` : `The name in line ${line} of .env`;
  return [
    {
      variable: known ? name : ".env",
      problem: `${subject} is no variable of cosdrop's, and would do nothing.`,
      fix:
        nearest === undefined ? "Look the name up in docs/operators.md, or leave it out." : `Did you mean ${nearest}?`,
    },
  ];
}

/**
 * @param value up to the end of the line on which it ends.
 * @param quoted its beginning with both quotes, if it has them.
 */
function findInValue(name: string, value: string, quoted: string | undefined): Mistake[] {
  const rest = value.slice(quoted?.length ?? 0);
  if (quoted === undefined ? !/^[^#]*[^#\s]#|^#/.test(rest) : /^\s*(?:#|$)/.test(rest)) return [];
  const what = quoted === undefined ? "has a #" : "goes on after its closing quote";
  return [
    {
      variable: name,
      problem: `The value of ${name} in .env ${what}, and would end there.`,
      fix: `Put all of it in quotes, as in ${name}="...", or a space and a # before a comment.`,
    },
  ];
}
