import { Advice } from "../advice.ts";
import { SECRET_VARIABLES } from "./variables.ts";

/** One thing that an operator has to put right. */
export interface Mistake {
  readonly variable: string;
  /** A sentence: what is wrong. */
  readonly problem: string;
  /** A sentence: what to do. */
  readonly fix: string;
}

const LONGEST_VALUE_SHOWN = 80;

/** `NAME="value"`, or the name alone where the value is a secret. */
export function nameWithValue(variable: string, value: string | undefined): string {
  if (value === undefined || SECRET_VARIABLES.has(variable)) return variable;
  const plain = withoutUrlSecrets(value);
  const shown = plain.length > LONGEST_VALUE_SHOWN ? `${plain.slice(0, LONGEST_VALUE_SHOWN)}…` : plain;
  return `${variable}=${JSON.stringify(shown)}`;
}

/** An address's user info and query can hold a password or a token. */
function withoutUrlSecrets(value: string): string {
  return value.replace(/\/\/[^/?#]*@/g, "//…@").replace(/\?[^\s,]*/g, "?…");
}

/** All mistakes of a configuration, each with its variable. */
export class ConfigError extends Advice {
  override readonly name = "ConfigError";
  readonly mistakes: readonly Mistake[];
  constructor(mistakes: readonly Mistake[]) {
    const count = mistakes.length === 1 ? "a mistake" : `${mistakes.length} mistakes`;
    const lines = mistakes.map(({ problem, fix }) => `  - ${problem} ${fix}`);
    super([`cosdrop cannot start: ${count} in its environment variables or .env file.`, ...lines].join("\n"));
    this.mistakes = mistakes;
  }
}
