import { certificateErrors } from '@liren/contract/capabilities/certificate'
import { touchRegister } from '../../engines/thing/index.ts'
import { pem } from '../../kernel/crypto/x509/write.ts'
import { refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { CertificateRow } from './row.ts'

export interface Owner {
  readonly id: string
  readonly name: string
  readonly placePath: string
}

interface Bearer {
  readonly id: string
  readonly bridge_id: string | null
  readonly certificate_fingerprint: string | null
  readonly next_fingerprint: string | null
}

const unknown = () => refuseWith(certificateErrors, 'certificate.owner-unknown')

/** A device within reach; or a bridge, for those who may register bridges. */
export async function findOwner(
  kernel: Kernel,
  scope: Scope,
  viewer: Principal,
  kind: CertificateRow['owner_kind'],
  code: string,
  tx: Tx,
): Promise<Owner> {
  if (kind === 'bridge') {
    if (!viewer.permissions.has('bridge.manage')) throw unknown()
    const sql = 'SELECT id, name FROM bridges WHERE code = ?'
    const [bridge] = await kernel.store.rows<{ id: string; name: string }>(sql, [code], tx)
    if (!bridge) throw unknown()
    return { ...bridge, placePath: scope.places[0] ?? '/' }
  }
  const where = combine('AND', [{ sql: 'code = ?', params: [code] }, underPlaces('place_path', scope.places)])
  const [device] = await scopedRows<{ id: string; name: string; place_path: string; stage: string }>(
    kernel.store,
    scope,
    'devices',
    { sql: `SELECT id, name, place_path, stage FROM devices WHERE ${where.sql}`, params: where.params },
    tx,
  )
  if (!device) throw unknown()
  if (device.stage === 'retired') throw refuseWith(certificateErrors, 'certificate.retired')
  return { id: device.id, name: device.name, placePath: device.place_path }
}

/** From now on the owner is known by it; with one before, both are believed until that one is gone. */
export async function takeOver(kernel: Kernel, row: CertificateRow, fingerprint: string, publicKey: Buffer, tx: Tx): Promise<void> {
  const key = row.key_kind === 'sm2' ? pem('PUBLIC KEY', publicKey) : null
  if (row.owner_kind === 'bridge') {
    if (key === null) return
    const sql = 'UPDATE bridges SET public_key = ?, certificate_id = ?, version = version + 1 WHERE id = ?'
    await kernel.store.run(sql, [key, row.id, row.owner_id], tx)
    return
  }
  const device = await bearer(kernel, row.owner_id, tx)
  if (!device) throw unknown()
  if (key !== null)
    await kernel.store.run('UPDATE devices SET signing_key = ?, must_sign = 1, version = version + 1 WHERE id = ?', [key, device.id], tx)
  else {
    const column = device.certificate_fingerprint === null ? 'certificate_fingerprint' : 'next_fingerprint'
    const sql = `UPDATE devices SET ${column} = ?, version = version + 1 WHERE id = ? AND ${column} IS NULL`
    // A third one at a time: the first has to go before.
    if ((await kernel.store.run(sql, [fingerprint, device.id], tx)) !== 1) throw refuseWith(certificateErrors, 'certificate.pending')
  }
  await touchRegister(kernel, device, tx)
}

/** The owner is not known by it any more: its bridge hears of it at once. */
export async function letGo(kernel: Kernel, row: CertificateRow, tx: Tx): Promise<void> {
  if (row.owner_kind === 'bridge') {
    const sql = 'UPDATE bridges SET certificate_id = NULL, is_enabled = 0, version = version + 1 WHERE id = ? AND certificate_id = ?'
    await kernel.store.run(sql, [row.owner_id, row.id], tx)
    return
  }
  const device = await bearer(kernel, row.owner_id, tx)
  if (!device) return
  const next = device.next_fingerprint
  if (row.key_kind === 'sm2') await write('signing_key = NULL', [])
  else if (device.certificate_fingerprint === row.fingerprint) await write('certificate_fingerprint = ?, next_fingerprint = NULL', [next])
  else if (next === row.fingerprint) await write('next_fingerprint = NULL', [])
  await touchRegister(kernel, device, tx)

  async function write(sets: string, params: readonly (string | null)[]): Promise<void> {
    await kernel.store.run(`UPDATE devices SET ${sets}, version = version + 1 WHERE id = ?`, [...params, row.owner_id], tx)
  }
}

async function bearer(kernel: Kernel, id: string, tx: Tx): Promise<Bearer | undefined> {
  const sql = 'SELECT id, bridge_id, certificate_fingerprint, next_fingerprint FROM devices WHERE id = ?'
  return (await unscoped<Bearer>(kernel.store, 'the owner of a certificate that was found within reach', { sql, params: [id] }, tx))[0]
}
