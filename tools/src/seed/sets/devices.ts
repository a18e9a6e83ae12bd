import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { text } from '@liren/contract'
import { firstDigest } from '@liren/contract/device-events'
import { openSigner } from '@liren/device-bridge/crypto'
import type { ListedDevice } from '@liren/device-bridge/registry'
import type { Row } from '../batch.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'

interface Listed {
  readonly code: string
  readonly name: string
  readonly kind: 'meter' | 'door'
  readonly place: { readonly id: string; readonly path: string }
}

/** The bridge of this installation, and some meters and doors that its simulators imitate. */
export const devices: SeedSet = {
  name: 'devices',
  text: text('设备与网桥', 'Devices and the bridge'),
  run: async (context) => {
    const { kernel, ids, now } = context
    const folder = join(kernel.config.LIREN_DATA, 'bridge')
    const signer = await openSigner(join(folder, 'bridge.key'))
    const listed = await choose(context)
    const entries = new Map((await writeList(folder, listed, kernel.config.LIREN_PORT)).map((entry) => [entry.code, entry]))
    const products = new Map(
      (await context.rows<{ id: string; code: string }>('SELECT id, code FROM products')).map((row) => [row.code, row.id]),
    )
    const since = now - 120 * day
    const bridge = {
      id: ids.at(since),
      code: 'bridge-1',
      name: '本机网桥',
      public_key: signer.publicKey,
      batch_digest: firstDigest,
      created_at: since,
    }
    await context.insert('bridges', [bridge])
    await context.insert(
      'devices',
      listed.map((device) => {
        const id = ids.at(since)
        return {
          ...{ id, code: device.code, name: device.name, kind: device.kind, bridge_id: bridge.id },
          ...{ place_id: device.place.id, place_path: device.place.path },
          ...recordOf(context, id, device, entries.get(device.code), products),
          state: '{}',
          created_at: since,
        }
      }),
    )
  },
}

/** One meter for each estate's public power, one door for each of the first units. */
async function choose({ rows }: SeedContext): Promise<Listed[]> {
  const estates = await rows<{ id: string; path: string; code: string; name: string }>(
    "SELECT id, path, code, name FROM places WHERE kind = 'estate' ORDER BY sort",
  )
  const units = await rows<{ id: string; path: string; full_name: string }>(
    "SELECT id, path, full_name FROM places WHERE kind = 'unit' ORDER BY path LIMIT 6",
  )
  return [
    ...estates.map((estate): Listed => ({ code: `meter-${estate.code}`, name: `${estate.name}公共用电表`, kind: 'meter', place: estate })),
    ...units.map(
      (unit, i): Listed => ({
        code: `door-${i + 1}`,
        name: `${unit.full_name.split(' · ').slice(4).join('')}单元门`,
        kind: 'door',
        place: unit,
      }),
    ),
  ]
}

/** What people entered of it when it was put up, and by what it proves itself. */
function recordOf(
  { kernel, now }: SeedContext,
  id: string,
  device: Listed,
  entry: ListedDevice | undefined,
  products: ReadonlyMap<string, string>,
): Row {
  const secret = entry && 'secret' in entry ? entry.secret : undefined
  const address = entry?.protocol === 'modbus' ? { host: entry.host, port: entry.port, unit: entry.unit } : {}
  return {
    product_id: products.get(device.kind === 'meter' ? 'meter-1p' : 'door-contact') ?? null,
    stage: 'active',
    manufacturer: '江临智控',
    model: device.kind === 'meter' ? 'DDS-1P' : 'MC-100',
    installed_on: new Date(now - 120 * day).toISOString().slice(0, 10),
    owner: '梧桐物业服务中心',
    source: 'import',
    entered_at: now - 120 * day,
    protocol: device.kind === 'meter' ? 'modbus' : 'mqtt-sensor',
    address: JSON.stringify(address),
    sealed_digest:
      secret === undefined
        ? null
        : kernel.sealer.seal(kernel.crypto.sm3(`${device.code}:${secret}`).toString('hex'), {
            ...{ table: 'devices', column: 'sealed_digest', row: id },
          }),
  }
}

/** The bridge's own list. A list that is there already is kept: its secrets are in the devices. */
async function writeList(folder: string, listed: readonly Listed[], port: number): Promise<ListedDevice[]> {
  const file = join(folder, 'devices.json')
  const there = await readFile(file, 'utf8').catch(() => undefined)
  if (there) return JSON.parse(there) as ListedDevice[]
  const entries = listed.map(
    (device, i): ListedDevice =>
      device.kind === 'meter'
        ? { code: device.code, protocol: 'modbus', model: 'meter-1p', host: '127.0.0.1', port: port + 10 + i, unit: 1, silenceMs: 90_000 }
        : {
            code: device.code,
            protocol: 'mqtt-sensor',
            model: 'door-contact',
            secret: randomBytes(18).toString('base64url'),
            silenceMs: 90_000,
          },
  )
  await mkdir(folder, { recursive: true, mode: 0o700 })
  await writeFile(file, `${JSON.stringify(entries, null, 1)}\n`, { mode: 0o600 })
  return entries
}
