import { type DevicesAnswer, presenceClasses, type RegisteredDevice } from '@liren/contract/device-register'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { nextNumber } from './counter.ts'

/** Channel of the bus on which a bridge that waits for its register is woken. */
export const registerChannel = 'device-register'

/** Marks that the bridge has to hear of this device again. Called in the transaction of the change. */
export async function touchRegister(kernel: Kernel, device: { id: string; bridge_id: string | null }, tx: Tx): Promise<void> {
  if (device.bridge_id === null) return
  const revision = await nextNumber(kernel.store, `bridge-register:${device.bridge_id}`, tx)
  await kernel.store.run('UPDATE devices SET register_revision = ? WHERE id = ?', [revision, device.id], tx)
}

/** A device that leaves a bridge is told to it once more, switched off, under a row of its own. */
export async function leaveBridge(kernel: Kernel, device: { code: string; bridge_id: string }, tx: Tx): Promise<void> {
  const revision = await nextNumber(kernel.store, `bridge-register:${device.bridge_id}`, tx)
  await kernel.store.run(
    'INSERT INTO device_departures (id, bridge_id, code, revision, created_at) VALUES (?, ?, ?, ?, ?)',
    [kernel.ids.next(), device.bridge_id, device.code, revision, kernel.clock.now()],
    tx,
  )
}

interface RegisterRow {
  readonly code: string
  readonly kind: string
  readonly stage: string
  readonly protocol: string | null
  readonly address: string | null
  readonly via: string | null
  readonly id: string
  readonly secret_digest: string | null
  readonly sealed_digest: string | null
  readonly sealed_secret: string | null
  readonly certificate_fingerprint: string | null
  readonly next_fingerprint: string | null
  readonly signing_key: string | null
  readonly must_sign: number
  readonly register_revision: number
  readonly product: string
  readonly presence: string
  readonly silence_seconds: number | null
}

/** Where the digest of a device's secret lies sealed. */
export const digestPlace = (id: string) => ({ table: 'devices', column: 'sealed_digest', row: id })

/** For the eyes of its bridge only. */
function digestFor(kernel: Kernel, bridgeKey: string, row: RegisterRow): string | undefined {
  const digest = row.sealed_digest === null ? row.secret_digest : kernel.sealer.open(row.sealed_digest, digestPlace(row.id))
  return digest === null ? undefined : kernel.crypto.encrypt(bridgeKey, Buffer.from(digest)).toString('base64')
}

const present = (row: RegisterRow, sealedDigest: string | undefined): RegisteredDevice => ({
  code: row.code,
  kind: row.kind,
  product: row.product,
  protocol: row.protocol ?? 'unknown',
  address: JSON.parse(row.address ?? '{}') as Record<string, unknown>,
  ...(sealedDigest === undefined ? {} : { sealedDigest }),
  ...(row.sealed_secret === null ? {} : { sealedSecret: row.sealed_secret }),
  ...(row.certificate_fingerprint === null ? {} : { certificateFingerprint: row.certificate_fingerprint }),
  ...(row.next_fingerprint === null ? {} : { nextFingerprint: row.next_fingerprint }),
  ...(row.signing_key === null ? {} : { publicKey: row.signing_key }),
  ...(row.must_sign === 1 ? { mustSign: true } : {}),
  ...(row.via === null ? {} : { via: row.via }),
  presence: presenceClasses.find((one) => one === row.presence) ?? 'mains',
  ...(row.silence_seconds === null ? {} : { silenceMs: row.silence_seconds * 1000 }),
  isEnabled: row.stage === 'active' || row.stage === 'maintaining',
  revision: Number(row.register_revision),
})

interface DepartureRow {
  readonly code: string
  readonly revision: number
}

const gone = (row: DepartureRow): RegisteredDevice => ({
  ...{
    code: row.code,
    kind: 'unknown',
    product: 'unknown',
    protocol: 'unknown',
    address: {},
    isEnabled: false,
    revision: Number(row.revision),
  },
})

const page = 200

/** What changed in a bridge's register since the revision that it has on its disk. */
export async function devicesAfter(
  kernel: Kernel,
  { id: bridgeId, public_key: key }: { id: string; public_key: string },
  after: number,
  tx?: Tx,
): Promise<DevicesAnswer> {
  const rows = await unscoped<RegisterRow>(
    kernel.store,
    'a bridge is told of all of its devices, wherever they are',
    {
      sql: `SELECT d.id, d.code, d.kind, d.stage, d.protocol, d.address, d.via, d.secret_digest, d.sealed_digest, d.sealed_secret, d.certificate_fingerprint, d.next_fingerprint, d.signing_key, d.must_sign,
                   d.register_revision, p.code AS product, p.presence, p.silence_seconds
            FROM devices d JOIN products p ON p.id = d.product_id
            WHERE d.bridge_id = ? AND d.register_revision > ? ORDER BY d.register_revision LIMIT ${page + 1}`,
      params: [bridgeId, after],
    },
    tx,
  )
  const departed = await kernel.store.rows<DepartureRow>(
    `SELECT code, revision FROM device_departures WHERE bridge_id = ? AND revision > ? ORDER BY revision LIMIT ${page + 1}`,
    [bridgeId, after],
    tx,
  )
  const all = [
    ...rows.map((row) => ({ revision: Number(row.register_revision), tell: () => present(row, digestFor(kernel, key, row)) })),
    ...departed.map((row) => ({ revision: Number(row.revision), tell: () => gone(row) })),
  ].sort((a, b) => a.revision - b.revision)
  const devices = all.slice(0, page).map(({ tell }) => tell())
  return { devices, revision: devices.at(-1)?.revision ?? after, hasMore: all.length > page }
}
