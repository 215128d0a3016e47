import { ENCRYPTED_HEADER } from "../../contract/put-success.ts";
import { PREFLIGHT_MAX_AGE_SECONDS } from "../../store/cors.ts";

/** What a page sends and reads when it puts straight into a bucket. */
const CORS_METHODS = ["PUT", "GET", "HEAD"] as const;
/** Request headers of a page's PUT, in the order in which a browser lists them. */
export const CORS_REQUEST_HEADERS = [
  "authorization",
  "content-md5",
  "content-type",
  "x-cos-forbid-overwrite",
  "x-cos-security-token",
] as const;
const CORS_EXPOSED_HEADERS = [
  "ETag",
  "Date",
  "Retry-After",
  "x-cos-request-id",
  "x-cos-hash-crc64ecma",
  ENCRYPTED_HEADER,
] as const;

/** The bucket's CORS rule in the XML of COS's PUT Bucket cors. */
export function corsRuleXml(origins: readonly string[]): string {
  const element = (name: string) => (value: string) => `    <${name}>${value}</${name}>`;
  return [
    "<CORSConfiguration>",
    "  <CORSRule>",
    ...origins.map(element("AllowedOrigin")),
    ...CORS_METHODS.map(element("AllowedMethod")),
    ...CORS_REQUEST_HEADERS.map(element("AllowedHeader")),
    ...CORS_EXPOSED_HEADERS.map(element("ExposeHeader")),
    element("MaxAgeSeconds")(String(PREFLIGHT_MAX_AGE_SECONDS)),
    "  </CORSRule>",
    "  <ResponseVary>true</ResponseVary>",
    "</CORSConfiguration>",
  ].join("\n");
}

/** The same as JSON, with the names that COS's SDKs and command line use. */
export function corsRuleJson(origins: readonly string[]): string {
  const rule = {
    AllowedOrigins: origins,
    AllowedMethods: CORS_METHODS,
    AllowedHeaders: CORS_REQUEST_HEADERS,
    ExposeHeaders: CORS_EXPOSED_HEADERS,
    MaxAgeSeconds: PREFLIGHT_MAX_AGE_SECONDS,
  };
  return JSON.stringify({ CORSRules: [rule], ResponseVary: "true" }, null, 2);
}
