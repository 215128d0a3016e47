import { QueryClient } from "@tanstack/react-query";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { askedOrder, conversionOrder } from "./contract/conversion.ts";
import { DEFAULT_ACCEPT, DEFAULT_MAX_FILE_SIZE, type FilePolicy } from "./contract/policy.ts";
import { createEngine } from "./engine/engine.ts";
import { createAccessToken } from "./platform/access-token.ts";
import { copyText } from "./platform/clipboard.ts";
import { createClock } from "./platform/clock.ts";
import { fetchConfig } from "./platform/config-fetch.ts";
import { createConnectivity } from "./platform/connectivity.ts";
import { createGuardedStorage, NO_STORAGE } from "./platform/guarded-storage.ts";
import { hashOptions } from "./platform/hash-places.ts";
import { findAddresses } from "./platform/image-address.ts";
import { loseAddresses, readFileList, readTransfer } from "./platform/intake.ts";
import { createJournal } from "./platform/journal.ts";
import { createLazyAdapters } from "./platform/lazy-adapters.ts";
import { guardLeaving } from "./platform/leave-guard.ts";
import { registerServiceWorker, takeShared } from "./platform/offline.ts";
import { isOpaque } from "./platform/opaque-origin.ts";
import { createPasteNames } from "./platform/paste-names.ts";
import { createPreferenceStore } from "./platform/preferences.ts";
import { createReadings } from "./platform/readings.ts";
import { createRecall } from "./platform/recall.ts";
import { untilDone } from "./platform/until-done.ts";
import { App } from "./ui/app.tsx";
import { loadMessages, wantedLanguage } from "./ui/i18n/languages.ts";
import type { AppServices } from "./ui/services.tsx";
import { configQuery } from "./ui/use-config.ts";
import type { Rules } from "./ui/use-rules.ts";
import "./ui/theme/theme.css";

const root = document.getElementById("root");
if (!root) throw new Error("The page has no #root");

const queryClient = new QueryClient();
const config = () => queryClient.ensureQueryData(configQuery(fetchConfig));
const freshConfig = () => queryClient.fetchQuery({ ...configQuery(fetchConfig), staleTime: 0 });
const storage = createGuardedStorage();
const preferences = createPreferenceStore(storage);
/** Set on /embed alone. */
const isFrame = document.documentElement.dataset.page === "embed";
/** A host's token is nobody else's: it neither stays in this browser nor takes the place of one that a person has kept. */
const accessToken = createAccessToken(isFrame ? NO_STORAGE : storage);
/** The bytes of pictures that a person has asked to be converted, whatever is set for the others. */
const asked = new WeakSet<Blob>();
const { preparer, hasher, signer, putter, verifier } = createLazyAdapters({
  token: accessToken,
  config,
  freshConfig,
  privacy: () => preferences.get().privacy,
  conversion: (blob) =>
    (asked.has(blob) ? askedOrder : conversionOrder)(preferences.get().conversion, knownPolicy()?.accept, blob.type),
});
const connectivity = createConnectivity();
const makeThumbnail: AppServices["makeThumbnail"] = async (...call) =>
  (await import("./platform/adapters.ts")).makeThumbnail(...call);

/** The way to the page around this frame. Nobody else pays for its code. */
const frame = isFrame ? await openFrame() : undefined;

/** A frame is its host's: it begins empty, and keeps nothing. */
const journal = frame ? undefined : createJournal();
const recall = createRecall({ history: () => history(), verifier, config });

const readings = createReadings();
const uploads = createEngine(
  {
    preparer: frame?.preparer(preparer) ?? preparer,
    hasher,
    signer: recall.learn(frame?.signer(signer) ?? signer),
    putter,
    verifier,
    policySource: { policy: async (_, fresh) => (await (fresh ? freshConfig() : config())).policy },
    clock: createClock(),
    connectivity,
    journal,
    recall: frame ? undefined : recall,
  },
  hashOptions(),
);
/** Whoever cancels everything means what is still being read as well. */
const engine = {
  ...uploads,
  cancelAll() {
    readings.stop();
    uploads.cancelAll();
  },
};

const leftUnread = journal?.restore(engine);

// In a frame it is the host's to say whether its page may be left.
if (!frame) {
  guardLeaving(engine, readings, journal?.save);
  readings.subscribe(() => journal?.reading(readings.active()));
  registerServiceWorker();
  takeShared().then((candidates) => {
    // Any site can post what a share sheet posts, but only into a tab: an installed app has a window of its own.
    const unbidden = !matchMedia("(display-mode: standalone)").matches;
    engine.add(candidates.map((candidate) => ({ ...candidate, unbidden })));
  });
}

const served = (await frame?.serve(engine)) ?? { ...engine, addMore: engine.add };

/**
 * Fetched apart, so that the first paint waits for less; whoever opens the history hears of a failure. In a frame it is
 * kept only where the host asks for one, however late it does, and the browser keeps anything.
 */
const history = untilDone(async () => {
  if (frame && (!(await frame.configured).history || isOpaque())) throw new Error("not wanted");
  const { startHistory } = await import("./platform/history-start.ts");
  return startHistory({ engine, verifier, connectivity, makeThumbnail });
});
history().catch(() => undefined);

const services: AppServices = {
  engine: served,
  addMore: served.addMore,
  preferences,
  accessToken,
  loadConfig: fetchConfig,
  readTransfer: (data, onCandidates) =>
    readings.read((handOn, signal) => {
      const addresses = findAddresses(data);
      if (addresses.length < 2) return readTransfer(data, handOn, currentRules, signal);
      const sum = import("./platform/address-list.ts").then(
        ({ readAddresses }) => readAddresses(addresses, handOn, currentRules, signal),
        () => loseAddresses(addresses, handOn),
      );
      return { sum, remote: true };
    }, onCandidates),
  readFileList: (files, onCandidates) =>
    readings.read((handOn, signal) => ({ sum: readFileList(files, handOn, signal), remote: false }), onCandidates),
  stopReading: readings.stop,
  leftUnread,
  namePasted: createPasteNames(),
  copyText: frame?.copyText ?? copyText,
  makeThumbnail,
  convert({ id, blob }) {
    if (!blob) return;
    asked.add(blob);
    served.retry(id);
  },
  loadHistory: isOpaque() ? undefined : history,
};
const language = wantedLanguage(preferences.get().language, frame?.getSettings().locale);
const messages = await loadMessages(language).catch(() => loadMessages("zh-CN"));
const common = { services, queryClient, messages };
const page = frame ? <frame.Page {...common} host={frame} /> : <App {...common} />;
createRoot(root).render(<StrictMode>{page}</StrictMode>);

/** Where the gateway cannot be asked, its own are applied later. */
async function currentRules(): Promise<FilePolicy> {
  await config().catch(() => undefined);
  return knownPolicy() ?? { accept: [...DEFAULT_ACCEPT], maxFileSize: DEFAULT_MAX_FILE_SIZE };
}

/** The rules in force here, where the gateway has been asked: no file is prepared before that. */
function knownPolicy(): FilePolicy | undefined {
  const policy = queryClient.getQueryData(configQuery(fetchConfig).queryKey)?.policy;
  return policy && (frame?.narrow(policy) ?? policy);
}

async function openFrame() {
  // Who the host is stands in the configuration, and the first paint waits for the host.
  config().catch(() => undefined);
  const [{ createFrame }, { EmbedApp }, { errorSentence }] = await Promise.all([
    import("./embed/frame/frame.ts"),
    import("./ui/embed/embed-app.tsx"),
    import("./ui/i18n/error-sentence.ts"),
  ]);
  const rules = (): Rules => ({ policy: knownPolicy(), maxFiles: frame?.maxFiles() });
  return {
    ...createFrame({
      config,
      tokens: accessToken,
      copyText,
      sentence: (end, locale) => errorSentence(end, rules(), locale === undefined ? navigator.languages : [locale]),
    }),
    Page: EmbedApp,
  };
}
