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
        ? "HEIC pictures are not accepted here as they are."
        : "The contents are not an image type that is accepted here.",
    next:
      detail === HEIC
        ? "Convert it, or export it as JPEG on the phone."
        : policy?.accept.length
          ? `Convert it to ${oneOf(policy.accept, formats, "en")} and try again.`
          : "Choose another image.",
  }),
  too_large: ({ policy, detail, formats }) => {
    const limit = policy ? `the limit of ${formats.size(policy.maxFileSize)}.` : "the size limit.";
    return !isConversionDetail(detail)
      ? { what: `The file is over ${limit}`, next: "Compress the image, or choose a smaller file." }
      : { what: `Even converted, the file is over ${limit}`, next: "Make the picture smaller and try again." };
  },
  empty_file: () => ({
    what: "The file is empty (0 bytes).",
    next: "Check the original, export it again and retry.",
  }),
  file_unreadable: () => ({
    what: "The file could not be read.",
    next: "Make sure that it is still in its place and may be opened, then choose it again.",
  }),
  file_changed: () => ({
    what: "The file was changed, moved or deleted after it was chosen.",
    next: "Choose it again.",
  }),
  choose_again: () => ({
    what: "The page was loaded again before this file was sent, and the browser could not keep its contents.",
    next: "Choose the same file again; it goes on in this row.",
  }),
  folder_unreadable: () => ({
    what: "The folder could not be read; some of its files may be missing here.",
    next: "Make sure that it is still in its place, then drop it again.",
  }),
  too_many_files: ({ maxFiles, formats }) =>
    maxFiles === 1
      ? {
          what: "Only one image is taken here, so this one was left out.",
          next: "To have it instead, choose it on its own.",
        }
      : {
          what: maxFiles
            ? `No more than ${formats.number(maxFiles)} files are taken here, so this one was left out.`
            : "No more files are taken here, so this one was left out.",
          next: "Remove another one first, then choose it again.",
        },
  remote_refused: () => ({
    what: "The picture's site does not let other pages read it.",
    next: "Save the picture to this device, then drop the saved file.",
  }),
  remote_failed: () => ({
    what: "The picture's site did not deliver it.",
    next: "Check its address, or save the picture to this device and drop the saved file.",
  }),
  conversion_failed: ({ detail }) => ({
    what:
      detail === "animated"
        ? "The picture is animated, so it was not converted, and its type is not accepted here."
        : "The picture's type is not accepted here, and converting it failed.",
    next: "Export it as JPEG in another program, then choose that.",
  }),
  codec_unavailable: () => ({
    what: "The code that converts pictures could not be loaded.",
    next: "Check the network and retry; after an update of the service, reload the page.",
  }),
  hash_failed: () => ({
    what: "Computing the digests failed.",
    next: "Retry; if it fails again, reload the page.",
  }),
  page_outdated: () => ({
    what: "The service was updated after this page was opened, and no longer has the code that this page needs.",
    next: "Reload the page, then go on.",
  }),
  gateway_unreachable: () => ({
    what: "The upload service cannot be reached.",
    next: "Check the network and the service, then retry.",
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
    what: "The upload service does not answer at this address.",
    next: "Open the page at the address that the administrator gave you.",
  }),
  origin_refused: () => ({
    what: "The upload service does not take requests from this page.",
    next: "Reload the page; if it fails again, open it at the address that the administrator gave you.",
  }),
  not_found: () => ({
    what: "The upload service does not know this request.",
    next: "Reload the page; if it fails again, ask the administrator.",
  }),
  method_not_allowed: () => ({
    what: "The upload service does not take this kind of request.",
    next: "Reload the page; if it fails again, ask the administrator.",
  }),
  token_needed: () => ({
    what: "An access token is needed, or the one given is no longer valid.",
    next: "Enter a valid access token and retry.",
  }),
  rate_limited: (facts) => ({
    what: "There were too many requests.",
    next: later(facts, "Wait a moment, then retry."),
  }),
  daily_limit: ({ pauseEnd }) => ({
    what: "Today's upload allowance is used up.",
    next:
      pauseEnd === undefined
        ? "Try tomorrow, or ask the administrator for more."
        : `Wait until ${pauseEnd}, then retry, or ask the administrator for more.`,
  }),
  sign_refused: ({ detail }) => ({
    what: detail ? `The sign API refused: ${unstopped(detail)}.` : "The sign API refused.",
    next: "Retry later; if it fails again, ask the administrator.",
  }),
  sign_unreachable: (facts) => ({
    what: "The sign API cannot be reached right now.",
    next: later(facts, "Retry later."),
  }),
  sign_timeout: (facts) => ({
    what: "The sign API did not answer in time.",
    next: later(facts, "Retry later."),
  }),
  sign_nonsense: () => ({
    what: "The sign API's answer cannot be understood.",
    next: "Retry later; if it fails again, ask the administrator.",
  }),
  sign_destination_refused: () => ({
    what: "The signature points to a store that is not allowed, so nothing was sent.",
    next: "Ask the administrator to check the store's settings.",
  }),
  put_unreachable: () => ({
    what: "The upload broke off: the store cannot be reached.",
    next: "Check the network, then retry.",
  }),
  put_stalled: () => ({
    what: "The upload stood still for too long and was stopped.",
    next: "Check the network, then retry.",
  }),
  put_refused: () => ({
    what: "The store refused the file.",
    next: "Retry; if it fails again, give the request number to the administrator.",
  }),
  size_refused: ({ policy, formats }) => ({
    what: policy
      ? `A server on the way takes no file of this size: its limit is below the ${formats.size(policy.maxFileSize)} here.`
      : "A server on the way takes no file of this size.",
    next: "Compress the image, or ask the administrator to raise that server's limit (client_max_body_size in nginx), then retry.",
  }),
  signature_refused: () => ({
    what: "The store does not accept the signature.",
    next: "Retry; if it fails again, ask the administrator to check the keys.",
  }),
  signature_expired: () => ({
    what: "The signature has expired, or the server's clock is wrong.",
    next: "Retry; if it fails again, ask the administrator to set the clock, or to renew a temporary key that has ended.",
  }),
  digest_mismatch: () => ({
    what: "The store received different bytes from those that were hashed, and kept nothing.",
    next: "Retry; if the file was just changed, choose it again.",
  }),
  length_mismatch: () => ({
    what: "The store received fewer or more bytes than the file has, and kept nothing.",
    next: "Retry; if the file was just changed, choose it again.",
  }),
  already_exists: () => ({
    what: "The store holds other contents under the same name.",
    next: "Ask the administrator to check the store's settings.",
  }),
  store_full: () => ({
    what: "The store is full, so the file was not kept.",
    next: "Ask the administrator to make room, then retry.",
  }),
  store_busy: (facts) => ({ what: "The store is busy.", next: later(facts, "Retry later.") }),
  store_failed: (facts) => ({
    what: "The store failed and did not keep the file.",
    next: later(facts, "Retry later."),
  }),
  ticket_refused: () => ({
    what: "The upload ticket is no longer valid.",
    next: "Retry: a new one is fetched by itself.",
  }),
  unexpected: () => ({
    what: "Something unexpected happened.",
    next: "Retry; if it fails again, reload the page.",
  }),
};
