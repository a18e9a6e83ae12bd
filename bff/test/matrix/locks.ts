import { insertOnce } from '../../src/kernel/store/insert-once.ts'
import type { TestApp } from '../app.ts'
import type { Places } from './people.ts'
import type { Row } from './rows.ts'

export const lockSubjects = [[/^\/api\/bridge\/locks\/:id/, 'lock']] as const

/** At each estate the identity of its lamp, locked at a bridge that asked for its work just now. */
export async function lockRows(
  { kernel }: TestApp,
  blank: Omit<Row, 'kind' | 'key' | 'id' | 'path' | 'estate'>,
  rows: readonly Row[],
  { estate, second, far }: Places,
): Promise<Row[]> {
  const made: Row[] = []
  const now = kernel.clock.now()
  const [bridge] = await kernel.store.rows<{ id: string }>("SELECT id FROM bridges WHERE code = 'matrix-bridge'")
  await insertOnce(kernel.store, 'request_nonces', { key_id: 'bridge:matrix-bridge', nonce: 'matrix', seen_at: now })
  for (const [key, { path }] of Object.entries({ fl: estate, fl2: second, hd: far })) {
    const id = kernel.ids.next()
    const lamp = rows.find((row) => row.kind === 'device' && row.key === key && row.state === 'active')?.id ?? ''
    await insertOnce(kernel.store, 'bridge_locks', {
      ...{ id, bridge_id: bridge?.id ?? '', lock_key: `matrix-${key}`, protocol: 'mqtt-sensor', identity: `CANARY.lock.${key}.` },
      ...{ device_id: lamp, place_path: path, reason: 'secret', attempts: 10, first_at: now, last_at: now, locked_at: now },
      ...{ until_at: now + 365 * 86_400_000, remotes: '["10.0.0.7"]', state: 'held' },
    })
    made.push({ ...blank, kind: 'lock', key, id, path, estate: path })
  }
  return made
}
