/** The host of a link that leads nowhere but to the computer it is opened on (RFC 6890, RFC 6761); else undefined. */
export function loopbackHost(url: string): string | undefined {
  if (!URL.canParse(url)) return undefined;
  const { hostname } = new URL(url);
  return /^(127(\.\d+){3}|\[::1\]|(.+\.)?localhost)$/.test(hostname) ? hostname : undefined;
}
