import { use, useSyncExternalStore } from "react";
import type { FilePolicy } from "../contract/policy.ts";
import { EmbedHostContext } from "./embed/embed-host.ts";
import { useConfig } from "./use-config.ts";

/** What holds for files here: the gateway's rules and, in a frame, those of the page around it, which are stricter. */
export interface Rules {
  /** Undefined until the gateway has been asked. */
  readonly policy: FilePolicy | undefined;
  /** The most files that are taken; undefined where they are not counted. */
  readonly maxFiles: number | undefined;
}

const NO_HOST = { subscribe: () => () => undefined, getSettings: () => undefined };

/** The rules to tell a person, as they are now: a host may change its own at any time. */
export function useRules(): Rules {
  const policy = useConfig().data?.policy;
  const host = use(EmbedHostContext);
  const { subscribe, getSettings } = host ?? NO_HOST;
  useSyncExternalStore<unknown>(subscribe, getSettings);
  return { policy: policy && (host?.narrow(policy) ?? policy), maxFiles: host?.maxFiles() };
}
