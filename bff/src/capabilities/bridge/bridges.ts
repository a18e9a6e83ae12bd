import { createPublicKey } from 'node:crypto'
import type { BodyOf } from '@liren/contract'
import { type bridge, bridgeErrors } from '@liren/contract/capabilities/bridge'
import { firstDigest } from '@liren/contract/device-events'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface BridgeRow {
  readonly code: string
  readonly name: string
  readonly batch_number: number
  readonly seen_at: number | null
  readonly is_enabled: number
  readonly version: number
}

type Registration = BodyOf<(typeof bridge)['endpoints']['saveBridge']>
const columns = 'code, name, batch_number, seen_at, is_enabled, version'

const present = (row: BridgeRow) => ({
  code: row.code,
  name: row.name,
  batches: Number(row.batch_number),
  lastSeenAt: row.seen_at === null ? null : new Date(Number(row.seen_at)).toISOString(),
  isEnabled: row.is_enabled === 1,
  version: row.version,
})

export async function listBridges(kernel: Kernel) {
  return (await kernel.store.rows<BridgeRow>(`SELECT ${columns} FROM bridges ORDER BY code`)).map(present)
}

/** Registers a bridge, or changes one that the caller has seen in its present version. */
export async function saveBridge(kernel: Kernel, code: string, body: Registration, now: number, tx: Tx) {
  if (!isSm2Key(body.publicKey)) throw refuseWith(bridgeErrors, 'bridge.key')
  if (body.version === undefined) {
    const row = { id: kernel.ids.next(), code, name: body.name, public_key: body.publicKey, batch_digest: firstDigest }
    const made = await insertOnce(kernel.store, 'bridges', { ...row, is_enabled: body.isEnabled, created_at: now }, tx)
    if (!made) throw refuse('conflict')
  } else {
    const changed = await kernel.store.run(
      'UPDATE bridges SET name = ?, public_key = ?, is_enabled = ?, version = version + 1 WHERE code = ? AND version = ?',
      [body.name, body.publicKey, body.isEnabled, code, body.version],
      tx,
    )
    if (changed !== 1) throw refuse('stale')
  }
  const [row] = await kernel.store.rows<BridgeRow>(`SELECT ${columns} FROM bridges WHERE code = ?`, [code], tx)
  if (!row) throw refuse('not-found')
  return present(row)
}

function isSm2Key(pem: string): boolean {
  try {
    const der = createPublicKey(pem).export({ type: 'spki', format: 'der' })
    // The object identifier of the SM2 curve, 1.2.156.10197.1.301.
    return der.includes(Buffer.from('06082a811ccf5501822d', 'hex'))
  } catch {
    return false
  }
}
