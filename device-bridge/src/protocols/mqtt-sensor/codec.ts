export interface Topic {
  readonly tenant: string
  readonly model: string
  readonly device: string
  readonly kind: 'telemetry' | 'event' | 'state' | 'session' | 'reply'
}

/** `v1/<tenant>/<model>/<device>/telemetry`; undefined for every other topic. */
export function parseTopic(topic: string): Topic | undefined {
  const found = /^v1\/([a-z0-9-]{1,40})\/([a-z0-9-]{1,40})\/([a-z0-9][a-z0-9-]{0,39})\/(telemetry|event|state|session|cmd\/reply)$/.exec(
    topic,
  )
  if (!found) return undefined
  const [, tenant, model, device, kind] = found as unknown as [string, string, string, string, Topic['kind'] | 'cmd/reply']
  return { tenant, model, device, kind: kind === 'cmd/reply' ? 'reply' : kind }
}
