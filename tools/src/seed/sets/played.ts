import { randomBytes } from 'node:crypto'
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname } from 'node:path'
import { digestPlace } from '@liren/bff/engines/thing/register'
import { text } from '@liren/contract'
import { type ThingList, thingsFile } from '@liren/simulators/things/list'
import type { Row } from '../batch.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import { putUpSirens } from './sirens.ts'

interface Known {
  readonly id: string
  readonly code: string
  readonly product: string
  readonly place_path: string
}
interface Stand {
  readonly id: string
  readonly path: string
}

/** How many of each product are played in each estate. The rest keeps the past that it was given. */
const playedEach: Readonly<Record<string, number>> = {
  'waste-bin': 12,
  manhole: 12,
  hydrant: 12,
  'smoke-detector': 8,
  'street-lamp': 3,
  'lift-monitor': 3,
  'environment-station': 1,
}
const homesMetered = 16
const application = '52f14cd4-c6f1-4fbd-8f87-4025e1d49242'

/** Devices that the simulators play by their own protocols: their bridge knows them, and they report as long as the house stands. */
export const played: SeedSet = {
  name: 'played',
  text: text('联网的设备', 'Devices that are played'),
  run: async (context) => {
    const [bridge] = await context.rows<{ id: string }>("SELECT id FROM bridges WHERE code = 'bridge-1'")
    const estates = await context.rows<Stand>("SELECT id, path FROM places WHERE kind = 'estate' AND is_retired = 0 ORDER BY sort")
    if (!bridge || estates.length === 0) return
    const joined = joinBridge(context, bridge.id)
    const all = await context.rows<Known>(
      `SELECT d.id, d.code, d.place_path, p.code AS product FROM devices d JOIN products p ON p.id = d.product_id
       WHERE d.stage = 'active' AND d.bridge_id IS NULL ORDER BY d.code`,
    )
    const chosen = (product: string): Known[] =>
      estates.flatMap(({ path }) =>
        all.filter((one) => one.product === product && one.place_path.startsWith(path)).slice(0, playedEach[product] ?? 0),
      )
    const list: ThingList = {
      servers: [await networkServer(context, joined, estates[0] as Stand, ['waste-bin', 'manhole', 'hydrant'].flatMap(chosen))],
      bins: await sortingBins(context, joined),
      sensors: [
        await sewageMeter(context, joined, estates[0] as Stand),
        ...(await Promise.all(
          chosen('street-lamp').map(async ({ id, code, product }) => ({ code, product, secret: await joined.one(id, code, {}) })),
        )),
      ],
      sleepers: await Promise.all(
        chosen('smoke-detector').map(async ({ id, code, product }) => ({ code, product, secret: await joined.one(id, code, {}) })),
      ),
      lifts: await liftBoxes(joined, estates, chosen('lift-monitor')),
      stations: await Promise.all(
        chosen('environment-station').map(async ({ id, code }, i) => {
          const [mn, pw] = [`JL88${String(i + 1).padStart(10, '0')}`, String(100_000 + context.dice.int(0, 899_999))]
          await joined.one(id, code, { mn, pw, dust: 'ug' })
          return { code, mn, pw }
        }),
      ),
      piles: await piles(context, joined),
      panels: await panels(context, joined, estates),
      gateways: await homeMeters(context, joined),
      sirens: await putUpSirens(context, estates, put, joined.one),
    }
    await joined.end()
    const file = thingsFile(context.kernel.config.LIREN_DATA)
    await mkdir(dirname(file), { recursive: true, mode: 0o700 })
    await writeFile(file, `${JSON.stringify(list, null, 1)}\n`, { mode: 0o600 })
  },
}

/** Tells the bridge of one device after the other; each gets a secret of its own, of which the house keeps the digest, sealed. */
function joinBridge({ kernel, tx }: SeedContext, bridgeId: string) {
  let revision = 0
  return {
    async one(id: string, code: string, address: object, via: string | null = null): Promise<string> {
      const secret = randomBytes(18).toString('base64url')
      const digest = via === null ? kernel.sealer.seal(kernel.crypto.sm3(`${code}:${secret}`).toString('hex'), digestPlace(id)) : null
      revision++
      await kernel.store.run(
        'UPDATE devices SET bridge_id = ?, address = ?, via = ?, sealed_digest = ?, register_revision = ? WHERE id = ?',
        [bridgeId, JSON.stringify(address), via, digest, revision, id],
        tx,
      )
      return secret
    },
    async end(): Promise<void> {
      await kernel.store.run('INSERT INTO counters (name, value) VALUES (?, ?)', [`bridge-register:${bridgeId}`, revision], tx)
    },
  }
}
type Joined = ReturnType<typeof joinBridge>

export interface NewDevice {
  readonly code: string
  readonly name: string
  readonly product: string
  readonly place: Stand
  readonly serial?: string
  readonly maker: string
  readonly model: string
}

/** A device that only the bridge tells of: what it says is its whole past. */
async function put({ insert, ids, now, rows }: SeedContext, device: NewDevice): Promise<string> {
  const [product] = await rows<{ id: string; kind: string; protocol: string }>('SELECT id, kind, protocol FROM products WHERE code = ?', [
    device.product,
  ])
  if (!product) throw new Error(`${device.product} is not a product`)
  const since = now - 45 * day
  const id = ids.at(since)
  const date = (at: number): string => new Date(at).toISOString().slice(0, 10)
  const row: Row = {
    ...{
      id,
      code: device.code,
      name: device.name,
      kind: product.kind,
      product_id: product.id,
      stage: 'active',
      protocol: product.protocol,
    },
    ...{ place_id: device.place.id, place_path: device.place.path, address: '{}', source: 'import', state: '{}' },
    ...{ manufacturer: device.maker, model: device.model, serial: device.serial ?? null, owner: '梧桐物业服务中心' },
    ...{ installed_on: date(since), warranty_on: date(since + 730 * day), maintained_on: date(since), maintain_on: date(now + 60 * day) },
    ...{ presence: 'unknown', entered_at: since, created_at: since },
  }
  await insert('devices', [row])
  return id
}

async function networkServer(context: SeedContext, joined: Joined, place: Stand, sensors: readonly Known[]) {
  const code = 'lora-server-1'
  const id = await put(context, {
    code,
    name: '社区 LoRaWAN 网络服务器',
    product: 'lorawan-server',
    place,
    maker: '江临智控',
    model: 'NS-4',
  })
  const secret = await joined.one(id, code, { application })
  const heard = []
  for (const [i, sensor] of sensors.entries()) {
    const devEui = `0016c001f15${String(i + 1).padStart(5, '0')}`
    await joined.one(sensor.id, sensor.code, { devEui }, code)
    heard.push({ code: sensor.code, product: sensor.product, devEui })
  }
  return { code, secret, application, sensors: heard }
}

/** The first lift of an estate has the box that speaks for those beside it. */
async function liftBoxes(joined: Joined, estates: readonly Stand[], lifts: readonly Known[]) {
  const boxes = []
  for (const { path } of estates) {
    const [first, ...others] = lifts.filter((one) => one.place_path.startsWith(path))
    if (!first) continue
    const number = (one: Known): string => `31101500${one.code.replace(/\D/g, '').padStart(12, '0')}`
    const secret = await joined.one(first.id, first.code, { registration: number(first) })
    for (const one of others) await joined.one(one.id, one.code, { registration: number(one) }, first.code)
    boxes.push({
      code: first.code,
      secret,
      cars: [first, ...others].map((one) => ({ code: one.code, registration: number(one), floors: 18 })),
    })
  }
  return boxes
}

/** One for each kind at the first places of bins. */
async function sortingBins(context: SeedContext, joined: Joined) {
  const places = await context.rows<Stand>("SELECT id, path FROM places WHERE kind = 'area' AND code = 'bins' ORDER BY path LIMIT 2")
  const made: ThingList['bins'] = []
  for (const place of places)
    for (const [zh, kind] of [
      ['厨余', 'kitchen'],
      ['其他', 'residual'],
      ['可回收', 'recyclable'],
      ['有害', 'hazardous'],
    ] as const) {
      const n = made.length + 1
      const code = `sorting-bin-${n}`
      const name = `智能${zh}垃圾箱${n}号`
      const id = await put(context, { code, name, product: 'sorting-bin', place, maker: '净邻', model: 'SB-4' })
      made.push({ code, kind, people: [], secret: await joined.one(id, code, {}) })
    }
  for (const [i, place] of places.entries()) {
    const [code, name] = [`bins-camera-${i + 1}`, '垃圾分类投放点摄像机']
    await put(context, { code, name, product: 'area-camera', place, maker: '明眸', model: 'AC-2' })
  }
  return made
}

async function sewageMeter(context: SeedContext, joined: Joined, place: Stand) {
  const code = 'sewage-meter-1'
  const id = await put(context, { code, name: '小区污水总表', product: 'sewage-meter', place, maker: '清源', model: 'SW-200' })
  return { code, product: 'sewage-meter', secret: await joined.one(id, code, {}) }
}

async function piles(context: SeedContext, joined: Joined) {
  const [garage] = await context.rows<Stand>("SELECT id, path FROM places WHERE kind = 'area' AND code = 'garage' ORDER BY path LIMIT 1")
  const made = []
  for (const n of garage ? [1, 2] : []) {
    const code = `pile-ocpp-${n}`
    const place = garage as Stand
    const id = await put(context, {
      code,
      name: `地库 OCPP 充电桩${n}号`,
      product: 'charging-pile-ocpp',
      place,
      maker: '快电',
      model: 'AC-7',
    })
    made.push({ code, secret: await joined.one(id, code, { acceptsEveryCard: true }) })
  }
  return made
}

async function panels(context: SeedContext, joined: Joined, estates: readonly Stand[]) {
  const made = []
  for (const [i, place] of estates.entries()) {
    const [code, address] = [`fire-panel-${i + 1}`, `0000010${String(i + 1).padStart(5, '0')}`]
    const id = await put(context, { code, name: '消防控制室传输装置', product: 'fire-panel', place, maker: '安居消防', model: 'UT-3' })
    await joined.one(id, code, { address })
    made.push({ code, address })
  }
  return made
}

/** Meters of homes that were read by hand until now: a gateway reads them from here on. */
async function homeMeters(context: SeedContext, joined: Joined) {
  const { kernel, rows, tx, now } = context
  const port = kernel.config.LIREN_PORT + 13
  const homes = await rows<{ id: string; number: string; place_id: string; place_path: string; last_total: number }>(
    `SELECT id, number, place_id, place_path, last_total FROM energy_meters
     WHERE carrier = 'electricity' AND house_id IS NOT NULL AND device_id IS NULL ORDER BY number LIMIT ${homesMetered}`,
  )
  const meters = []
  for (const [i, home] of homes.entries()) {
    const number = String(88_000_000_001 + i).padStart(12, '0')
    const code = `home-meter-${i + 1}`
    const place = { id: home.place_id, path: home.place_path }
    const device = {
      code,
      name: `入户电能表 ${home.number}`,
      product: 'electricity-meter',
      place,
      serial: home.number,
      maker: '清源',
      model: 'DDS-645',
    }
    const id = await put(context, device)
    await joined.one(id, code, { host: '127.0.0.1', port, meter: number, everySeconds: 600 })
    await kernel.store.run('UPDATE energy_meters SET device_id = ?, version = version + 1 WHERE id = ?', [id, home.id], tx)
    const perDay = Math.round((4 + context.dice.next() * 6) * 10) / 10
    meters.push({ code, number, base: Number(home.last_total), since: now, perDay })
  }
  return meters.length === 0 ? [] : [{ port, meters }]
}
