/**
 * The content codings that a client has named in `Accept-Encoding` and not refused by a weight of 0 (RFC 9110, 12.5.3),
 * in lower case.
 */
export function acceptedCodings(header: string | undefined): string[] {
  return (header ?? "").split(",").flatMap((part) => {
    const [coding = "", ...parameters] = part.split(";").map((word) => word.trim().toLowerCase());
    const refused = parameters.some((parameter) => /^q\s*=\s*0(?:\.0*)?$/.test(parameter));
    return coding === "" || refused ? [] : [coding];
  });
}
