import * as v from "valibot";

/** What an HTTP header can carry after `Bearer ` (RFC 6750, 2.1, taken a little wider). */
export const AccessToken = v.pipe(v.string(), v.regex(/^[\x21-\x7e]{1,4096}$/));
