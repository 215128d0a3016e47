/**
 * Secrets as they look inside longer text: a COS signature's parts (in a header or in a URL), a security token, bearer
 * credentials, temporary access tokens, and fields of JSON whose names say that they are secret. Quotes and back-slashes
 * end a value, because the text is a line of JSON.
 */
const SECRETS: readonly RegExp[] = [
  /(q-(?:ak|signature)(?:=|%3D))[^&%"'\\\s;]+/gi,
  /(x-cos-security-token(?:=|%3D|\\?"\s*:\s*\\?"|:\s*))[^&%"'\\\s;]+/gi,
  /((?:Bearer|Basic)\s+)[^"'\\\s,]+/gi,
  /(t\d+\.\d+\.)[\da-f]{64}/gi,
  /("(?:authorization|secret_?key|secret_?id|token|access_?token|ticket_?secret)"\s*:\s*")(?:[^"\\]|\\.)+/gi,
];

/** A word out of each of them: most lines have none, and are done with one look. */
const SUSPICIOUS = /q-ak|q-signature|token|bearer|basic|authorization|secret|t\d+\.\d+\./i;

/** The same text with every secret's value replaced. */
export function redact(text: string): string {
  if (!SUSPICIOUS.test(text)) return text;
  return SECRETS.reduce((rest, secret) => rest.replace(secret, "$1[redacted]"), text);
}
