import { Counter, Gauge, Histogram, type Registry } from 'prom-client';
import type { LibrarySymptom } from './telegram/quiet-log.ts';

export interface GatewayMetrics {
  /** One MTProto call: its method, `ok` or the kind of failure, and how long it took. */
  observeCall(method: string, status: string, seconds: number): void;
  /** Telegram told a method to rest for so many seconds. */
  countFloodWait(method: string, seconds: number): void;
  /** The state of every session that is held here (`connected`, `idle`, `waiting` …). */
  setSessions(states: readonly string[]): void;
  /** How many TCP connections to Telegram the sessions that are held here have open. */
  setSockets(count: number): void;
  /** Something the library said about itself, by kind. */
  countSymptom(symptom: LibrarySymptom): void;
  countLeaseChange(change: 'taken' | 'lost' | 'released'): void;
}

/** Creates the gateway's own metrics. Labels are methods and kinds of failure: a closed set, never names or ids. */
export function createGatewayMetrics(registry: Registry): GatewayMetrics {
  const registers = [registry];
  const requests = new Counter({
    name: 'bot_gateway_mtproto_requests_total',
    help: 'MTProto calls by how they ended',
    labelNames: ['status'],
    registers,
  });
  const connected = new Gauge({
    name: 'bot_gateway_mtproto_connected',
    help: 'How many sessions are connected',
    registers,
  });
  const durations = new Histogram({
    name: 'bot_gateway_mtproto_request_duration_seconds',
    help: 'How long MTProto calls took',
    labelNames: ['method'],
    buckets: [0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30],
    registers,
  });
  const floodWaits = new Counter({
    name: 'bot_gateway_mtproto_flood_waits_total',
    help: 'How often Telegram told a method to rest',
    labelNames: ['method'],
    registers,
  });
  const floodSeconds = new Counter({
    name: 'bot_gateway_mtproto_flood_wait_seconds_total',
    help: 'For how long Telegram told a method to rest',
    labelNames: ['method'],
    registers,
  });
  const symptoms = new Counter({
    name: 'bot_gateway_mtproto_symptoms_total',
    help: 'What the MTProto library said about its own troubles',
    labelNames: ['symptom'],
    registers,
  });
  const leases = new Counter({
    name: 'bot_gateway_lease_changes_total',
    help: 'Leases of sessions taken, lost and released',
    labelNames: ['change'],
    registers,
  });
  const sessions = new Gauge({
    name: 'bot_gateway_sessions',
    help: 'Sessions held here by state',
    labelNames: ['state'],
    registers,
  });
  const sockets = new Gauge({
    name: 'bot_gateway_mtproto_sockets',
    help: 'Open TCP connections to Telegram',
    registers,
  });
  connected.set(0);
  return {
    observeCall(method, status, seconds) {
      requests.inc({ status });
      durations.observe({ method }, seconds);
    },
    countFloodWait(method, seconds) {
      floodWaits.inc({ method });
      floodSeconds.inc({ method }, seconds);
    },
    setSessions(states) {
      connected.set(states.filter((state) => state === 'connected').length);
      sessions.reset();
      for (const state of states) sessions.inc({ state });
    },
    setSockets: (count) => sockets.set(count),
    countSymptom: (symptom) => symptoms.inc({ symptom }),
    countLeaseChange: (change) => leases.inc({ change }),
  };
}
