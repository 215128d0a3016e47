import { type FilePolicy, refuseSize } from "../../contract/policy.ts";
import { SIGN_PATH, type SignRequest } from "../../contract/sign.ts";
import type { Asker, Backend, Signing } from "../backend/backend.ts";
import { refuse, sendJson } from "../http/answer.ts";
import { successEnvelope } from "../http/envelope.ts";
import type { Exchange, Step } from "../http/exchange.ts";
import { dailyLimit, emptyFile, type Refusal, tooLarge, typeNotAccepted } from "../http/refusals.ts";
import { route } from "../http/route.ts";
import { DailyBytes } from "../limits/daily-bytes.ts";
import { readSignQuery } from "../sign-query.ts";

/** What a signature depends on. */
export interface SignOptions {
  readonly backend: Pick<Backend, "sign">;
  readonly policy: FilePolicy;
  /** Bytes; no limit when absent. */
  readonly dailyBytes: number | undefined;
  /** The page's origin for each Host header that the host check lets through. */
  readonly originOfHost: ReadonlyMap<string, string>;
  /** So many bytes were signed for that have to be sent. */
  readonly onSigned: (bytes: number) => void;
}

/** `GET /tool/cos/sign`: parse, hold to the policy and the day's budget, let the backend sign. */
export function sign({ backend, policy, dailyBytes, originOfHost, onSigned }: SignOptions): Step {
  const budget = dailyBytes === undefined ? undefined : new DailyBytes(dailyBytes);

  const signWithin = async (request: SignRequest, asker: Asker): Promise<Signing> => {
    const now = Date.now();
    const waitMs = budget?.take(request.size, now) ?? 0;
    if (waitMs > 0) return { kind: "refused", refusal: dailyLimit(waitMs) };
    let costs = false;
    try {
      const signing = await backend.sign(request, asker);
      costs = signing.kind === "granted" && signing.data.exists !== true;
      return signing;
    } finally {
      if (costs) onSigned(request.size);
      else budget?.giveBack(request.size, now);
    }
  };

  return route(SIGN_PATH, {
    async GET(exchange) {
      const query = readSignQuery(exchange.search);
      if (query.kind === "refused") return refuse(exchange, query.refusal);
      const against = refuseByPolicy(query.request, policy);
      if (against !== undefined) return refuse(exchange, against);

      const signing = await signWithin(query.request, askerOf(exchange, originOfHost));
      if (signing.kind === "granted") return sendJson(exchange, 200, successEnvelope(signing.data));
      const { refusal, why } = signing;
      if (why !== undefined) exchange.log.warn({ reason: refusal.reason, why }, "not signed");
      refuse(exchange, refusal);
    },
  });
}

/** A type left out is allowed: it is signed as plain bytes, which no browser shows or runs. */
function refuseByPolicy(request: SignRequest, policy: FilePolicy): Refusal | undefined {
  const size = refuseSize(request.size, policy);
  if (size !== undefined) return size === "empty_file" ? emptyFile() : tooLarge(policy.maxFileSize);
  const typeAllowed = request.type === undefined || policy.accept.includes(request.type);
  return typeAllowed ? undefined : typeNotAccepted(policy.accept);
}

function askerOf({ req }: Exchange, originOfHost: ReadonlyMap<string, string>): Asker {
  const host = (req.headers.host ?? "").toLowerCase();
  const own = originOfHost.get(host) ?? `http://${host}`;
  return { gatewayHostname: host.replace(/:\d+$/, ""), pageOrigin: req.headers.origin ?? own };
}
