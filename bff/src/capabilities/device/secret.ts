import { deviceErrors } from '@liren/contract/capabilities/device'
import { digestPlace, touchRegister } from '../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { addHistory } from './history.ts'
import { refuseStage } from './policy.ts'
import { findDevice } from './read.ts'
import type { Writer } from './write.ts'

/**
 * A secret for one device, told once. We keep its digest, sealed; the bridge that has to use it (to answer a challenge) gets
 * it encrypted to its own key. Issuing again ends the one before.
 */
export async function issueSecret(
  kernel: Kernel,
  id: string,
  version: number,
  writer: Writer,
): Promise<{ secret: string; version: number }> {
  const { scope, tx, now, principal } = writer
  const device = await findDevice(kernel, scope, id, tx)
  refuseStage(device, 'issue-secret')
  if (device.product_grade === 'high') throw refuseWith(deviceErrors, 'device.needs-certificate')
  const secret = kernel.random.bytes(24).toString('base64url')
  const digest = kernel.crypto.sm3(`${device.code}:${secret}`).toString('hex')
  const [bridge] =
    device.bridge_id === null
      ? []
      : await kernel.store.rows<{ public_key: string }>('SELECT public_key FROM bridges WHERE id = ?', [device.bridge_id], tx)
  const sealed = bridge ? kernel.crypto.encrypt(bridge.public_key, Buffer.from(secret)).toString('base64') : null
  const changed = await kernel.store.run(
    'UPDATE devices SET secret_digest = NULL, sealed_digest = ?, sealed_secret = ?, secret_at = ?, version = version + 1 WHERE id = ? AND version = ?',
    [kernel.sealer.seal(digest, digestPlace(id)), sealed, now, id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  await touchRegister(kernel, device, tx)
  await addHistory(kernel, { deviceId: id, action: 'secret-issued', actor: principal }, now, tx)
  return { secret, version: version + 1 }
}

/** Seals what an earlier release kept in the open. Returns how many there were. */
export async function sealDigests(kernel: Kernel): Promise<number> {
  const open = await unscoped<{ id: string; secret_digest: string }>(kernel.store, 'every device has its secret sealed, wherever it is', {
    sql: 'SELECT id, secret_digest FROM devices WHERE secret_digest IS NOT NULL ORDER BY id LIMIT 200',
    params: [],
  })
  for (const { id, secret_digest: digest } of open)
    await kernel.store.run('UPDATE devices SET sealed_digest = ?, secret_digest = NULL WHERE id = ? AND secret_digest = ?', [
      ...[kernel.sealer.seal(digest, digestPlace(id)), id, digest],
    ])
  return open.length
}
