import { bridgeErrors } from '@liren/contract/capabilities/bridge'
import { type DeviceBatch, deviceBatchSchema, firstDigest } from '@liren/contract/device-events'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { parseParts } from '../../kernel/http/validate.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** A bridge as far as its word has to be believed. */
export interface BridgeKey {
  readonly id: string
  readonly code: string
  readonly public_key: string
  readonly batch_number: number
  readonly batch_digest: string
  readonly is_enabled: number
}

export interface SignedBatch {
  readonly bridge: BridgeKey
  readonly batch: DeviceBatch
  readonly digest: string
  readonly signature: string
}

export const bridgeByCode = async (kernel: Kernel, code: string, tx?: Tx): Promise<BridgeKey | undefined> => {
  const sql = 'SELECT id, code, public_key, batch_number, batch_digest, is_enabled FROM bridges WHERE code = ?'
  return (await kernel.store.rows<BridgeKey>(sql, [code], tx))[0]
}

/** Reads a batch and holds it against the key of its bridge. Nothing in it is believed before that. */
export async function verifyBatch(kernel: Kernel, body: { payload: string; signature: string }): Promise<SignedBatch> {
  const batch = readBatch(body.payload)
  const bridge = await bridgeByCode(kernel, batch.bridge)
  if (!bridge) throw refuseWith(bridgeErrors, 'bridge.unknown')
  const bytes = Buffer.from(body.payload)
  if (!kernel.crypto.verify(bridge.public_key, bytes, Buffer.from(body.signature, 'base64')))
    throw refuseWith(bridgeErrors, 'bridge.signature')
  if (!bridge.is_enabled) throw refuseWith(bridgeErrors, 'bridge.disabled')
  return { bridge, batch, digest: kernel.crypto.sm3(bytes).toString('hex'), signature: body.signature }
}

function readBatch(payload: string): DeviceBatch {
  let value: unknown
  try {
    value = JSON.parse(payload)
  } catch {
    throw refuse('request.invalid', { faults: [{ path: 'body.payload', zh: '不是 JSON', en: 'Not JSON' }] })
  }
  // A bridge sends the same batch until it is taken: what a newer one tells beyond our contract must not stop its chain.
  return parseParts([{ name: 'body', schema: deviceBatchSchema, value }], 'left-out').body as DeviceBatch
}

/**
 * Moves the chain one step. False when this very batch was taken in before, which a bridge cannot know when our
 * answer was lost. Anything else that does not follow is told where the chain stands.
 */
export async function advanceChain(kernel: Kernel, signed: SignedBatch, now: number, tx: Tx): Promise<boolean> {
  const { bridge, batch, digest } = signed
  const moved = await kernel.store.run(
    'UPDATE bridges SET batch_number = ?, batch_digest = ?, seen_at = ? WHERE id = ? AND batch_number = ? AND batch_digest = ? AND is_enabled = 1',
    [batch.number, digest, now, bridge.id, batch.number - 1, batch.previous],
    tx,
  )
  if (moved === 1) {
    await kernel.store.run(
      'INSERT INTO bridge_batches (id, bridge_id, number, previous, digest, signature, events, created_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      [kernel.ids.next(), bridge.id, batch.number, batch.previous, digest, signed.signature, batch.events.length, now],
      tx,
    )
    return true
  }
  const present = await bridgeByCode(kernel, bridge.code, tx)
  if (present?.batch_digest === digest) return false
  throw refuseWith(bridgeErrors, 'bridge.out-of-step', {
    details: { number: Number(present?.batch_number ?? 0), digest: present?.batch_digest ?? firstDigest },
  })
}
