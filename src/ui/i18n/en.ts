import type { Messages } from "./messages.ts";

const files = (count: number, text: string) => (count === 1 ? `${text} file` : `${text} files`);
const links = (count: number, text: string) => (count === 1 ? `${text} link` : `${text} links`);

/** English */
export const en: Messages = {
  language: "en",
  switchLanguage: "中文",
  sentenceSpace: " ",
  close: "Close",
  settings: "Settings",
  format: {
    label: "Copy as",
    url: "URL",
    markdown: "Markdown",
    html: "HTML",
    bbcode: "BBCode",
    template: "Template",
  },
  token: {
    title: "An access token is needed",
    hint: "The administrator has set an access token for uploads. Enter it to continue.",
    refused: "This token is wrong or no longer valid. Enter it again.",
    label: "Access token",
    remember: "Remember it in this browser",
    save: "Save",
  },
  drop: {
    title: "Drop images here",
    hint: "or paste them; each one becomes a CDN link",
    more: "Drop, paste or choose more",
    touchTitle: "Upload images",
    touchHint: "Each one becomes a CDN link",
    touchMore: "Add more images",
    choose: "Choose images",
    chooseFolder: "Choose a folder",
    release: "Release to upload",
    limits: (types, size) => `${types}, up to ${size} each`,
    nothingDropped: "No image was found. Drop, paste or choose images, or save the image to this device first.",
    reading: "Reading…",
    stopReading: "Stop reading",
    outcome: ({ files: read, unreadable, skipped, stopped, leftOut = 0, limit = 0 }, number) =>
      [
        stopped
          ? "Stopped reading: files not read yet were not added"
          : read > 0
            ? `${files(read, number(read))} added`
            : "No files added",
        leftOut > 0 ? `${number(leftOut)} not added, over the limit of ${number(limit)}` : "",
        unreadable > 0 ? `${number(unreadable)} could not be read` : "",
        skipped > 0 ? `${number(skipped)} system ${skipped === 1 ? "file" : "files"} skipped, such as .DS_Store` : "",
      ]
        .filter(Boolean)
        .join("; "),
  },
  stage: {
    queued: "Waiting",
    preparing: "Reading",
    hashing: "Computing checksums",
    hashed: "Waiting to upload",
    signing: "Getting a signature",
    uploading: "Uploading",
    storing: "Sent, waiting for confirmation",
    verifying: "Checking the link",
    paused: "Paused",
    cancelled: "Cancelled",
    offline: "Offline; resumes when the network is back",
    retryIn: (seconds) => `Trying again in ${seconds} s`,
    done: "Uploaded",
    deduped: "Already there",
    unconfirmed: "Uploaded, link not confirmed yet",
    rechecking: "Checking the link again",
  },
  removal: {
    malformed: "some metadata is broken and was left as it was",
    unsupported: "some metadata could not be removed",
  },
  qr: (name) => `QR code of ${name}`,
  shortcuts: "Shortcuts",
  row: {
    progress: (name) => `Progress of ${name}`,
    link: (name) => `Link of ${name}`,
    copy: "Copy",
    copied: "Copied",
    select: (name) => `Select ${name}`,
    copyLink: (name) => `Copy the link of ${name}`,
    open: (name) => `Open ${name} in a new tab`,
    cancel: (name) => `Cancel ${name}`,
    retry: (name) => `Retry ${name}`,
    remove: (name) => `Remove ${name}`,
    pause: (name) => `Pause ${name}`,
    resume: (name) => `Resume ${name}`,
    recheck: "Check again",
    requestId: (id) => `Request ${id}`,
  },
  list: {
    label: "Uploads",
    done: (done, all) => `${done} of ${all} done`,
    failed: (count) => `${count} failed`,
    cancelled: (count) => `${count} cancelled`,
    speed: (perSecond) => `${perSecond}/s`,
    left: (duration) => `${duration} left`,
    held: (seconds) => `On hold, resumes in ${seconds} s`,
    missing: (count, text) => `${files(count, text)} must be chosen again to continue`,
    chooseAgain: "Choose again",
    copyAll: (count, text) => `Copy ${links(count, text)}`,
    pauseAll: "Pause all",
    resumeAll: "Resume",
    copySelected: (_, count) => `Copy selected (${count})`,
    clearSelection: "Clear selection",
    cancelAll: "Cancel all",
    retryFailed: "Retry failed",
    retryCancelled: "Retry cancelled",
    removeDone: "Clear finished",
    removeUnsuccessful: "Clear unsuccessful",
    progress: "Total progress",
    actions: "List actions",
  },
  history: {
    open: "History",
    back: "Uploads",
    backRunning: (open) => `Uploads (${open})`,
    loading: "Reading the history…",
  },
  manualCopy: {
    title: "Copy by hand",
    hint: "The browser does not let this page write to the clipboard. The text is selected: press Ctrl+C, or ⌘C on a Mac.",
  },
  say: {
    finished: ({ done, failed, cancelled }, number) =>
      `Uploads ended: ${[
        done > 0 ? `${number(done)} succeeded` : "",
        failed > 0 ? `${number(failed)} failed` : "",
        cancelled > 0 ? `${number(cancelled)} cancelled` : "",
      ]
        .filter(Boolean)
        .join(", ")}`,
    copied: (count, text) => `${links(count, text)} copied`,
    copyRefused: "The browser did not let the page copy by itself: press Copy",
  },
  gatewayDown: {
    title: "The upload service cannot be reached",
    next: "Check the network and try again; if it still fails, ask the administrator.",
    retry: "Try again",
  },
  embed: {
    titleOne: "Drop an image here",
    touchTitleOne: "Upload an image",
    touchReplace: "Choose another to replace it",
    chooseOne: "Choose an image",
    replace: "Drop, paste or choose another to replace it",
    insert: (count, text) => (count === 1 ? "Insert 1 image" : `Insert ${text} images`),
    insertOne: "Insert",
    select: (name) => `Insert ${name}`,
    selectAll: "Select all",
  },
  notLoaded: {
    title: "This part of the page could not be loaded",
    next: "Uploads continue. Check the network and try again; if that does not help, reload the page.",
  },
  crashed: {
    title: "Something went wrong on this page",
    next: "What was uploaded is safe. Reload the page and try again.",
    reload: "Reload",
  },
};
