import { rollUp } from '@liren/bff/engines/thing/rollup'
import { nameOf } from '@liren/bff/kernel/identity/accounts'
import { text } from '@liren/contract'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'
import { type DeviceKind, deviceKinds, type Measure } from '../words/devices.ts'

interface Place {
  readonly id: string
  readonly kind: string
  readonly code: string
  readonly name: string
  readonly path: string
  readonly full_name: string
  readonly longitude: number | null
  readonly latitude: number | null
}

interface Thing {
  readonly id: string
  readonly kind: DeviceKind
  readonly row: Row
  readonly name: string
}

/** Points are kept this long and sums of hours that long: enough for every chart, little enough for a first start. */
const pointsFor = day
const hoursFor = 14 * day
const stepMs = 5 * minute
/** Only so many devices of a kind have a past: charts are opened one at a time. */
const pastPerKind = 4

/** Doors, lifts, lamps, bins and meters at their places, with a record, a state and a past. */
export const things: SeedSet = {
  name: 'things',
  text: text('设备档案与数据', 'Records and values of devices'),
  run: async (context) => {
    const made = await makeThings(context)
    await context.insert(
      'devices',
      made.map((thing) => thing.row),
    )
    // stations in the open are shown to the residents of their estate
    await context.insert(
      'environment_stations',
      made.filter(({ kind }) => kind.product === 'environment-station').map(({ id }) => ({ device_id: id, is_public: 1 })),
    )
    await context.insert(
      'device_history',
      made.flatMap((thing) => lifeOf(context, thing)),
    )
    await writePast(context, made)
  },
  after: async (kernel) => {
    while ((await rollUp(kernel)) > 0);
  },
}

async function makeThings(context: SeedContext): Promise<Thing[]> {
  const { rows, ids, now, dice } = context
  const places = await rows<Place>(
    "SELECT id, kind, code, name, path, full_name, longitude, latitude FROM places WHERE kind IN ('area', 'building', 'unit') AND is_retired = 0 ORDER BY path",
  )
  const products = new Map(
    (await rows<{ id: string; code: string; kind: string; protocol: string }>('SELECT id, code, kind, protocol FROM products')).map(
      (row) => [row.code, row],
    ),
  )
  const tops = new Map(
    (
      await rows<{ parent_id: string; top: number }>(
        "SELECT parent_id, MAX(floor) AS top FROM places WHERE kind = 'house' AND parent_id IS NOT NULL GROUP BY parent_id",
      )
    ).map((row) => [row.parent_id, Number(row.top)]),
  )
  const staff = await rows<{ id: string; name_sealed: string }>(
    "SELECT id, name_sealed FROM users WHERE class = 'property' ORDER BY id LIMIT 12",
  )
  const keepers = staff.map((user) => ({ id: user.id, name: nameOf(context.kernel, user) }))
  const things: Thing[] = []
  for (const kind of deviceKinds) {
    const product = products.get(kind.product)
    if (!product) throw new Error(`${kind.product} is not a product`)
    const there = places.filter((place) => kind.at.some((at) => at === place.kind || at === `${place.kind}:${place.code}`))
    let number = 0
    for (const place of there)
      for (let i = 0; i < kind.perPlace; i++) {
        number++
        const since = now - dice.int(200, 380) * day
        const serial = String(number).padStart(3, '0')
        const where = place.full_name.split(' · ').slice(3).join('')
        const name = `${where}${kind.name}${kind.perPlace > 1 ? `${i + 1}号` : ''}`.slice(0, 60)
        const stage = dice.weighted([
          ['active', 95],
          ['maintaining', 3],
          ['registered', 2],
        ])
        const isOnline = stage === 'active' && dice.chance(0.97)
        const heardAt = isOnline ? now - dice.int(5, 240) * 1000 : now - dice.int(2, 60) * hour
        const serviced = now - dice.int(5, 80) * day
        const keeper = keepers.length > 0 ? dice.pick(keepers) : undefined
        const id = ids.at(since)
        things.push({
          ...{ id, kind, name },
          row: {
            ...{ id, code: `${kind.product}-${serial}`.slice(0, 40), name, kind: product.kind, product_id: product.id, stage },
            ...{ place_id: place.id, place_path: place.path, protocol: product.protocol, address: '{}', source: 'import' },
            state: product.kind === 'bin' ? lastLevel(number, heardAt) : '{}',
            ...{ manufacturer: kind.maker, model: kind.model, serial: `SN${dice.int(100_000, 999_999)}`, installed_on: dayOf(since) },
            ...spotOf(place, places, dice),
            floor: floorOf(kind, number + i, tops.get(place.id)),
            ...{
              owner: '梧桐物业服务中心',
              keeper_id: keeper?.id ?? null,
              keeper_name: keeper?.name ?? null,
            },
            ...{
              warranty_on: dayOf(since + 730 * day),
              maintained_on: dayOf(serviced),
              maintain_on: stage === 'active' ? dayOf(serviced + 90 * day) : null,
            },
            ...{
              firmware: `1.${dice.int(0, 9)}.${dice.int(0, 20)}`,
              presence: stage === 'registered' ? 'unknown' : isOnline ? 'online' : 'offline',
            },
            ...{ presence_at: stage === 'registered' ? null : heardAt, heard_at: stage === 'registered' ? null : heardAt },
            ...{ entered_at: since, created_at: since },
          },
        })
      }
  }
  return things
}

/** Where the levels of a day stand differs from bin to bin; one in some of them is full. */
const lastLevel = (number: number, at: number): string => JSON.stringify({ 'bin.level': { at, percent: (number * 37) % 98 } })

/** A few metres from its place; a unit stands at its building. */
function spotOf(place: Place, places: readonly Place[], dice: SeedContext['dice']) {
  const near = place.longitude === null ? places.find(({ kind, path }) => kind === 'building' && place.path.startsWith(path)) : place
  const [east, north] = [(dice.next() - 0.5) * 0.00025, (dice.next() - 0.5) * 0.0001]
  return near?.longitude && near.latitude
    ? { longitude: near.longitude + east, latitude: near.latitude + north }
    : { longitude: null, latitude: null }
}

/** Doors of units are on the ground floor; what hangs in a stairwell is on one of its floors. */
function floorOf({ product }: DeviceKind, number: number, top: number | undefined): number | null {
  if (top === undefined) return null
  return product === 'smoke-detector' ? 1 + ((number * 5) % top) : 1
}

const dayOf = (at: number): string => new Date(at).toISOString().slice(0, 10)

function lifeOf({ ids }: SeedContext, { row }: Thing): Row[] {
  const at = Number(row.created_at)
  const line = (action: string, when: number, note: string | null): Row => ({
    ...{ id: ids.at(when), device_id: row.id ?? null, action, actor_id: null, actor_name: '顾系安', note, content: '{}', created_at: when },
  })
  const lines = [line('registered', at, '批量导入')]
  if (row.stage !== 'registered')
    lines.push(line('activated', at + 2 * hour, null), line('served', Date.parse(String(row.maintained_on)), '例行检查，功能正常'))
  if (row.stage === 'maintaining') lines.push(line('maintaining', Number(row.heard_at), '更换配件'))
  return lines
}

/** The value of a measure at a moment: highest in the early afternoon where it swings with the sun. */
function valueAt(measure: Measure, at: number, tremble: number, since: number): number {
  if (measure.grows) return Math.round(120_000 + ((at - since) / day) * measure.middle)
  const sun = Math.cos(((((at + 8 * hour) % day) - 14 * hour) / day) * 2 * Math.PI)
  const value = measure.middle + measure.swing * sun + measure.noise * tremble
  return Math.round(Math.min(measure.most ?? value, Math.max(measure.least ?? value, value)) * 100) / 100
}

async function writePast(context: SeedContext, things: readonly Thing[]): Promise<void> {
  const { now, dice, insert } = context
  const [counter] = await context.rows<{ value: number }>("SELECT value FROM counters WHERE name = 'device-series'")
  let series = Number(counter?.value ?? 0)
  const first = now - (now % hour)
  const shadows: Row[] = []
  const numbers: Row[] = []
  const points: Row[] = []
  const sums: Row[] = []
  const seen = new Map<string, number>()
  for (const { id, kind, row } of things.filter((thing) => thing.row.stage !== 'registered')) {
    const nth = (seen.get(kind.product) ?? 0) + 1
    seen.set(kind.product, nth)
    const at = Number(row.heard_at)
    const reported: Record<string, { v: unknown; at: number }> = {}
    for (const [name, v] of Object.entries(kind.state)) reported[name] = { v, at }
    for (const measure of kind.measures) {
      const level = dice.next() * 2 - 1
      const value = (when: number) => valueAt(measure, when, level * 0.6 + (dice.next() - 0.5) * 0.8, now - hoursFor)
      reported[measure.property] = { v: value(at), at }
      if (nth > pastPerKind) continue
      series++
      numbers.push({ id: series, device_id: id, property: measure.property })
      for (let when = now - pointsFor; when < now; when += stepMs) points.push({ series_id: series, at: when, value: value(when) })
      for (let start = first - hoursFor; start <= first; start += hour) {
        const mean = value(start + 30 * minute)
        const spread = measure.noise * 0.5
        const [least, most] = [
          Math.max(measure.least ?? mean - spread, mean - spread),
          Math.min(measure.most ?? mean + spread, mean + spread),
        ]
        sums.push({ series_id: series, step: 3600, start_at: start, points: 12, total: mean * 12, least, most })
      }
    }
    shadows.push({
      ...{ device_id: id, reported: JSON.stringify(reported), reported_version: 1, desired: '{}', desired_version: 0, updated_at: at },
    })
  }
  await insert('device_shadows', shadows)
  await insert('device_series', numbers)
  await insert('device_points', points)
  await insert('device_rollups', sums)
  // The house itself adds these up, as it does with every point that arrives.
  const first24 = now - pointsFor - ((now - pointsFor) % hour)
  const hours = Array.from({ length: Math.ceil((now - first24) / hour) }, (_, i) => first24 + i * hour)
  await insert(
    'device_stale_hours',
    numbers.flatMap((one) => hours.map((hour_at) => ({ series_id: one.id ?? null, hour_at, marks: 1 }))),
  )
  await insert('device_rollups', dailySums(sums))
  if (counter) await context.kernel.store.run("UPDATE counters SET value = ? WHERE name = 'device-series'", [series], context.tx)
  else await insert('counters', [{ name: 'device-series', value: series }])
}

/** Days of the community's clocks, from the hours in them. */
function dailySums(hours: readonly Row[]): Row[] {
  const days = new Map<string, { series_id: number; start_at: number; points: number; total: number; least: number; most: number }>()
  for (const row of hours) {
    const at = Number(row.start_at)
    const start = at - ((at + 8 * hour) % day)
    const key = `${row.series_id} ${start}`
    const known = days.get(key)
    const one = { points: Number(row.points), total: Number(row.total), least: Number(row.least), most: Number(row.most) }
    if (!known) days.set(key, { series_id: Number(row.series_id), start_at: start, ...one })
    else {
      known.points += one.points
      known.total += one.total
      known.least = Math.min(known.least, one.least)
      known.most = Math.max(known.most, one.most)
    }
  }
  return [...days.values()].map(({ series_id, start_at, ...sum }) => ({ series_id, step: 86_400, start_at, ...sum }))
}
