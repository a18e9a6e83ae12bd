import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from 'prom-client'

/** What the house counts about itself. Labels are ids and classes, never anything a caller sent. */
export function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  return {
    registry,
    request: new Histogram({
      name: 'liren_http_request_seconds',
      help: 'Time to answer, by endpoint and class of status.',
      labelNames: ['endpoint', 'status'] as const,
      buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers,
    }),
    statement: new Histogram({
      name: 'liren_store_statement_seconds',
      help: 'Time of one SQL statement, by kind (read, write, transaction).',
      labelNames: ['kind'] as const,
      buckets: [0.001, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 3],
      registers,
    }),
    cacheRead: new Counter({
      name: 'liren_cache_reads_total',
      help: 'Cached reads, by result (fresh, renewing, miss, outage).',
      labelNames: ['result'] as const,
      registers,
    }),
    outboxLag: new Gauge({ name: 'liren_outbox_lag_seconds', help: 'Age of the oldest event that waits to be told.', registers }),
    outboxDead: new Gauge({ name: 'liren_outbox_dead', help: 'Events set aside after failing too often.', registers }),
    jobLag: new Gauge({ name: 'liren_job_lag_seconds', help: 'Age of the oldest due job.', registers }),
    liveConnections: new Gauge({ name: 'liren_live_connections', help: 'Open live channels.', registers }),
    liveDropped: new Counter({
      name: 'liren_live_dropped_total',
      help: 'Live channels closed by us, by reason.',
      labelNames: ['reason'] as const,
      registers,
    }),
    shed: new Counter({
      name: 'liren_shed_total',
      help: 'Requests turned away under load, by rate class.',
      labelNames: ['class'] as const,
      registers,
    }),
    uploadRefused: new Counter({
      name: 'liren_upload_refused_total',
      help: 'Uploads refused, by error code.',
      labelNames: ['code'] as const,
      registers,
    }),
    /** Adds memory, event loop and garbage collection of this process; called once, by the program itself. */
    collectProcess: () => collectDefaultMetrics({ register: registry, prefix: 'liren_' }),
  }
}

export type Metrics = ReturnType<typeof createMetrics>

/** `2xx`, so that the number of series stays small. */
export const statusClass = (status: number): string => `${Math.floor(status / 100)}xx`
