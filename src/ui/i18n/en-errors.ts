import { isConversionDetail } from "../../contract/conversion.ts";
import { HEIC } from "../../contract/image-type.ts";
import { type ErrorFacts, type ErrorTexts, unstopped } from "./messages.ts";
import { oneOf } from "./one-of.ts";

/** For what passes: at the time that the server has named, else by and by. */
const later = ({ pauseEnd }: ErrorFacts, otherwise: string) =>
  pauseEnd === undefined ? otherwise : `Wait until ${pauseEnd}, then retry.`;

/** Every failure: what happened, and what to do next. */
export const enErrors: ErrorTexts = {
  type_not_accepted: ({ policy, detail, formats }) => ({
    what:
      detail === HEIC
        ? "HEIC images cannot be uploaded here directly."
        : "The file's contents are not an accepted image format.",
    next:
      detail === HEIC
        ? "Convert it, or export it as JPEG on the phone."
        : policy?.accept.length
          ? `Convert it to ${oneOf(policy.accept, formats, "en")} and try again.`
          : "Choose another image.",
  }),
  too_large: ({ policy, detail, formats }) => {
    const over = `file is over ${policy ? `the limit of ${formats.size(policy.maxFileSize)}` : "the size limit"}.`;
    if (!isConversionDetail(detail))
      return { what: `The ${over}`, next: "Compress the image, or choose a smaller file." };
    const next = "Reduce the image's dimensions and try again.";
    if (detail === "converted") return { what: `Even after conversion, the ${over}`, next };
    const why = detail === "animated" ? "Animated images are not converted" : "Conversion did not make it smaller";
    return { what: `${why}, and the ${over}`, next };
  },
  empty_file: () => ({
    what: "The file is empty (0 bytes).",
    next: "Check the original, export it again and retry.",
  }),
  file_unreadable: () => ({
    what: "The file could not be read.",
    next: "Make sure that it is still there and that you may open it, then choose it again.",
  }),
  file_changed: () => ({
    what: "The file was changed, moved or deleted after it was chosen.",
    next: "Choose it again.",
  }),
  choose_again: () => ({
    what: "The page was reloaded before this file was sent, and the browser could not keep its contents.",
    next: "Choose the same file again; it continues in this row.",
  }),
  folder_unreadable: () => ({
    what: "The folder could not be read; some of its files may be missing here.",
    next: "Make sure that it is still there, then drop it again.",
  }),
  too_many_files: ({ maxFiles, formats }) =>
    maxFiles === 1
      ? {
          what: "Only one image is accepted here, so this one was not added.",
          next: "To use it instead, choose it on its own.",
        }
      : {
          what: maxFiles
            ? `No more than ${formats.number(maxFiles)} files are accepted here, so this one was not added.`
            : "No more files are accepted here, so this one was not added.",
          next: "Remove another one first, then choose it again.",
        },
  remote_refused: () => ({
    what: "The image's site does not let other pages read it.",
    next: "Save the image to this device, then drop the saved file.",
  }),
  remote_failed: () => ({
    what: "The image's site did not return it.",
    next: "Check its address, or save the image to this device and drop the saved file.",
  }),
  conversion_failed: ({ detail }) => ({
    what:
      detail === "animated"
        ? "The image is animated, so it was not converted, and its format is not accepted here."
        : "The image's format is not accepted here, and converting it failed.",
    next: "Export it as JPEG in another program, then choose the exported file.",
  }),
  codec_unavailable: () => ({
    what: "The component that converts images could not be loaded.",
    next: "Check the network and retry; if the service was just updated, reload the page.",
  }),
  hash_failed: () => ({
    what: "Computing the checksums failed.",
    next: "Retry; if it fails again, reload the page.",
  }),
  page_outdated: () => ({
    what: "The page cannot get the code it needs: after it was opened, the service was updated or the network was away.",
    next: "Reload the page to continue.",
  }),
  gateway_unreachable: () => ({
    what: "The upload service cannot be reached.",
    next: "Check the network and retry; if it fails again, ask the administrator.",
  }),
  gateway_failed: (facts) => ({
    what: "The upload service failed.",
    next: later(facts, "Retry later; if it fails again, give the request number to the administrator."),
  }),
  bad_request: () => ({
    what: "The upload service does not accept this request.",
    next: "Reload the page and retry.",
  }),
  host_refused: () => ({
    what: "The upload service does not accept this address.",
    next: "Open the page at the address that the administrator gave you.",
  }),
  origin_refused: () => ({
    what: "The upload service does not accept requests from this page.",
    next: "Reload the page; if it fails again, open it at the address that the administrator gave you.",
  }),
  not_found: () => ({
    what: "The upload service does not recognize this request.",
    next: "Reload the page; if it fails again, ask the administrator.",
  }),
  method_not_allowed: () => ({
    what: "The upload service does not accept this kind of request.",
    next: "Reload the page; if it fails again, ask the administrator.",
  }),
  token_needed: () => ({
    what: "An access token is needed, or the one given is no longer valid.",
    next: "Enter a valid access token and retry.",
  }),
  rate_limited: (facts) => ({
    what: "There were too many requests in a short time.",
    next: later(facts, "Wait a moment, then retry."),
  }),
  daily_limit: ({ pauseEnd }) => ({
    what: "Today's upload allowance is used up.",
    next:
      pauseEnd === undefined
        ? "Try again tomorrow, or ask the administrator for more."
        : `Wait until ${pauseEnd}, then retry, or ask the administrator for more.`,
  }),
  sign_refused: ({ detail }) => ({
    what: detail
      ? `The signing service refused the request: ${unstopped(detail)}.`
      : "The signing service refused the request.",
    next: "Retry later; if it fails again, ask the administrator.",
  }),
  sign_unreachable: (facts) => ({
    what: "The signing service cannot be reached right now.",
    next: later(facts, "Retry later."),
  }),
  sign_timeout: (facts) => ({
    what: "The signing service did not answer in time.",
    next: later(facts, "Retry later."),
  }),
  sign_nonsense: () => ({
    what: "The signing service's answer cannot be understood.",
    next: "Retry later; if it fails again, ask the administrator.",
  }),
  sign_destination_refused: () => ({
    what: "The signature points to a storage address that is not allowed, so nothing was sent.",
    next: "Ask the administrator to check the storage settings.",
  }),
  put_unreachable: () => ({
    what: "The upload was interrupted: the storage service cannot be reached.",
    next: "Check the network, then retry.",
  }),
  put_stalled: () => ({
    what: "The upload made no progress for too long and was stopped.",
    next: "Check the network, then retry.",
  }),
  put_refused: () => ({
    what: "The storage service refused the file.",
    next: "Retry; if it fails again, give the request number to the administrator.",
  }),
  size_refused: ({ policy, formats }) => ({
    what: policy
      ? `A server on the way does not accept files of this size: its limit is below the ${formats.size(policy.maxFileSize)} here.`
      : "A server on the way does not accept files of this size.",
    next: "Compress the image, or ask the administrator to raise that server's limit (client_max_body_size in nginx), then retry.",
  }),
  signature_refused: () => ({
    what: "The storage service does not accept the signature.",
    next: "Retry; if it fails again, ask the administrator to check the keys.",
  }),
  signature_expired: () => ({
    what: "The signature has expired, or the server's clock is wrong.",
    next: "Retry; if it fails again, ask the administrator to correct the clock, or to renew an expired temporary key.",
  }),
  digest_mismatch: () => ({
    what: "The storage service received content that does not match the checksums, and kept nothing.",
    next: "Retry; if the file was just changed, choose it again.",
  }),
  length_mismatch: () => ({
    what: "The storage service received fewer or more bytes than the file has, and kept nothing.",
    next: "Retry; if the file was just changed, choose it again.",
  }),
  already_exists: () => ({
    what: "The storage service has different content under the same name.",
    next: "Ask the administrator to check the storage settings.",
  }),
  store_full: () => ({
    what: "The storage is full, so the file was not saved.",
    next: "Ask the administrator to free some space, then retry.",
  }),
  store_busy: (facts) => ({ what: "The storage service is busy.", next: later(facts, "Retry later.") }),
  store_failed: (facts) => ({
    what: "The storage service failed and did not save the file.",
    next: later(facts, "Retry later."),
  }),
  ticket_refused: () => ({
    what: "The upload ticket is no longer valid.",
    next: "Retry: a new one is requested automatically.",
  }),
  unexpected: () => ({
    what: "Something unexpected happened.",
    next: "Retry; if it fails again, reload the page.",
  }),
};
