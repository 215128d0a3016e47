import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

/** Upper bounds of the buckets of answer times, in seconds: from a signature to a long upload. */
const DURATION_BUCKETS = [0.001, 0.005, 0.02, 0.1, 0.5, 2, 10, 60, 300];

/** What the gateway counts, in Prometheus's terms. */
export class Metrics {
  readonly registry = new Registry();
  readonly #requests = new Counter({
    name: "cosdrop_requests_total",
    help: "Answers, by endpoint, HTTP status and the reason of a refusal.",
    labelNames: ["endpoint", "status", "reason"] as const,
    registers: [this.registry],
  });
  readonly #durations = new Histogram({
    name: "cosdrop_request_seconds",
    help: "Time from the head of a request to the end of its answer.",
    labelNames: ["endpoint"] as const,
    buckets: DURATION_BUCKETS,
    registers: [this.registry],
  });
  readonly signedBytes = new Counter({
    name: "cosdrop_signed_bytes_total",
    help: "Bytes of files that were signed for.",
    registers: [this.registry],
  });
  readonly relayBytes = new Counter({
    name: "cosdrop_relay_bytes_total",
    help: "Bytes that the relay took from clients.",
    registers: [this.registry],
  });
  readonly relaysUnderWay = new Gauge({
    name: "cosdrop_relays_under_way",
    help: "Uploads that are going through the relay now.",
    registers: [this.registry],
  });
  readonly refusedConnections = new Counter({
    name: "cosdrop_unreadable_requests_total",
    help: "Connections that were closed because their bytes are no HTTP request, or come too slowly, by HTTP status.",
    labelNames: ["status"] as const,
    registers: [this.registry],
  });
  readonly droppedConnections = new Counter({
    name: "cosdrop_dropped_connections_total",
    help: "Connections that were closed at once because too many were open.",
    registers: [this.registry],
  });

  /** Finding a label's counter again costs more than counting. */
  readonly #counters = new Map<string, { inc(): void }>();
  readonly #timers = new Map<string, { observe(seconds: number): void }>();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  /** @param reason of a refusal, else empty. */
  answered(endpoint: string, status: string, reason: string, seconds: number): void {
    const key = `${endpoint} ${status} ${reason}`;
    const counter = this.#counters.get(key) ?? this.#requests.labels({ endpoint, status, reason });
    const timer = this.#timers.get(endpoint) ?? this.#durations.labels({ endpoint });
    this.#counters.set(key, counter);
    this.#timers.set(endpoint, timer);
    counter.inc();
    timer.observe(seconds);
  }
}
