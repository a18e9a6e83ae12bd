import { createPublicKey } from 'node:crypto'
import type { BodyOf } from '@liren/contract'
import { type bridge, bridgeErrors } from '@liren/contract/capabilities/bridge'
import { firstDigest } from '@liren/contract/device-events'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesByBridge, moveToBridge } from '../device/read.ts'

interface BridgeRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly batch_number: number
  readonly seen_at: number | null
  readonly is_enabled: number
  readonly may_ask: number
  readonly version: number
}

type Registration = BodyOf<(typeof bridge)['endpoints']['saveBridge']>
const columns = 'id, code, name, batch_number, seen_at, is_enabled, may_ask, version'

const present = (row: BridgeRow, devices: number) => ({
  code: row.code,
  name: row.name,
  batches: Number(row.batch_number),
  devices,
  lastSeenAt: row.seen_at === null ? null : new Date(Number(row.seen_at)).toISOString(),
  isEnabled: row.is_enabled === 1,
  mayAsk: row.may_ask === 1,
  version: row.version,
})

export async function listBridges(kernel: Kernel) {
  const counts = await devicesByBridge(kernel)
  const rows = await kernel.store.rows<BridgeRow>(`SELECT ${columns} FROM bridges WHERE removed_at IS NULL ORDER BY code`)
  return rows.map((row) => present(row, counts.get(row.id) ?? 0))
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
      'UPDATE bridges SET name = ?, public_key = ?, is_enabled = ?, version = version + 1 WHERE code = ? AND version = ? AND removed_at IS NULL',
      [body.name, body.publicKey, body.isEnabled, code, body.version],
      tx,
    )
    if (changed !== 1) throw refuse('stale')
  }
  const [row] = await kernel.store.rows<BridgeRow>(`SELECT ${columns} FROM bridges WHERE code = ?`, [code], tx)
  if (!row) throw refuse('not-found')
  return present(row, (await devicesByBridge(kernel, tx)).get(row.id) ?? 0)
}

const bridgeRow = async (kernel: Kernel, code: string, tx: Tx): Promise<BridgeRow | undefined> =>
  (await kernel.store.rows<BridgeRow>(`SELECT ${columns} FROM bridges WHERE code = ? AND removed_at IS NULL`, [code], tx))[0]

/** Takes devices from one node to another that is ready for them. */
export async function moveDevices(
  kernel: Kernel,
  codes: { from: string; to: string },
  writer: { actor: Pick<Principal, 'id' | 'name'>; now: number; tx: Tx },
) {
  const [from, to] = [await bridgeRow(kernel, codes.from, writer.tx), await bridgeRow(kernel, codes.to, writer.tx)]
  if (!from) throw refuse('not-found')
  if (!to || to.id === from.id || to.is_enabled !== 1) throw refuseWith(bridgeErrors, 'bridge.move-unfit')
  return moveToBridge(kernel, { from, to }, writer)
}

/** Nothing it says is believed any more; its chain of batches stays as it was. */
export async function removeBridge(kernel: Kernel, code: string, version: number, now: number, tx: Tx): Promise<BridgeRow> {
  const row = await bridgeRow(kernel, code, tx)
  if (!row) throw refuse('not-found')
  const gone = await kernel.store.run(
    'UPDATE bridges SET removed_at = ?, is_enabled = 0, version = version + 1 WHERE id = ? AND version = ? AND removed_at IS NULL',
    [now, row.id, version],
    tx,
  )
  if (gone !== 1) throw refuse('stale', { details: { version: row.version } })
  if (((await devicesByBridge(kernel, tx)).get(row.id) ?? 0) > 0) throw refuseWith(bridgeErrors, 'bridge.in-use')
  return row
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
