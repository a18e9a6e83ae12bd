import { featureColumns } from '@liren/bff/capabilities/map/columns'
import { text } from '@liren/contract'
import type { ZoneKind } from '@liren/contract/capabilities/zone'
import type { Position } from '@liren/contract/map/position'
import type { Geometry } from '@liren/contract/map/shape'
import { type Album, createAlbum } from '../album.ts'
import type { Row } from '../batch.ts'
import { day, hour, minute, type SeedContext, type SeedSet } from '../set.ts'
import { buildingAt, estateBox, footprint, line, type PlannedEstate } from '../street-plan.ts'

interface PlaceRow {
  readonly id: string
  readonly code: string
  readonly path: string
  readonly name: string
}
interface Camera {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly place_path: string
}
interface Past {
  readonly id: string
  readonly device_id: string
  readonly state: string
  readonly result: string | null
  readonly first_at: number
  readonly times: number
}

const nightly = JSON.stringify([{ days: [1, 2, 3, 4, 5, 6, 7], from: '22:00', to: '06:00' }])
const whole = JSON.stringify([{ days: [1, 2, 3, 4, 5, 6, 7], from: '00:00', to: '00:00' }])

/** Zones of every estate with their cameras and the crossings of the last weeks; one is still without cameras, as the report says. */
export const zones: SeedSet = {
  name: 'zones',
  text: text('周界防区', 'Zones of the boundary'),
  run: async (context) => {
    const estates = await context.rows<PlaceRow>("SELECT id, code, path, name FROM places WHERE kind = 'estate' ORDER BY sort")
    const [keeper] = await context.rows<{ id: string }>("SELECT id FROM users WHERE class = 'property' ORDER BY id LIMIT 1")
    const album = createAlbum(context, keeper?.id ?? '', 'zone')
    for (const estate of estates) await guard(context, estate, album)
    const made = await context.rows<{ id: string; place_path: string }>('SELECT id, place_path FROM zones')
    await album.keep(new Map(made.map(({ id, place_path }) => [id, place_path])))
  },
}

async function guard(context: SeedContext, estate: PlaceRow, album: Album): Promise<void> {
  const { ids, now, rows, insert } = context
  const code = estate.code as PlannedEstate
  const buildings = await rows<PlaceRow>(
    "SELECT id, code, path, name FROM places WHERE kind = 'building' AND path >= ? AND path < ? ORDER BY sort",
    [estate.path, `${estate.path.slice(0, -1)}0`],
  )
  const found = await rows<Camera>(
    `SELECT d.id, d.code, d.name, d.place_path FROM devices d JOIN products p ON p.id = d.product_id
     WHERE p.code = 'perimeter-camera' AND d.place_path >= ? AND d.place_path < ? ORDER BY d.code`,
    [estate.path, `${estate.path.slice(0, -1)}0`],
  )
  const cameras = found.length > 0 ? found : await putUp(context, estate)
  const [first] = buildings
  if (!first) return
  const { west, south, east, north } = estateBox(code, buildings.length)
  const [x, y] = buildingAt(code, Number(first.code))
  const [width, depth] = footprint[code]
  const half = Math.ceil(cameras.length / 2)
  const plans: readonly (readonly [name: string, kind: ZoneKind, at: PlaceRow, Geometry, plan: string, readonly Camera[]])[] = [
    ['西侧与南侧围墙', 'outer', estate, path([west, north], [west, south], [east, south]), whole, cameras.slice(0, half)],
    ['东侧与北侧围墙', 'outer', estate, path([east, south], [east, north], [west, north]), nightly, cameras.slice(half)],
    [
      `${first.name}天台`,
      'roof',
      first,
      path([x - width / 2, y - depth / 2], [x + width / 2, y - depth / 2], [x + width / 2, y + depth / 2]),
      nightly,
      [],
    ],
  ]
  const since = now - 90 * day
  const made: { readonly zone: Row; readonly cameras: readonly Camera[] }[] = []
  for (const [name, kind, place, geometry, plan, own] of plans) {
    const feature = { id: ids.at(since), ...featureColumns(geometry) }
    const history = { id: ids.at(since), feature_id: feature.id, feature_version: 1, action: 'created', name, geometry: feature.geometry }
    await insert('map_features', [
      {
        ...{ ...feature, kind: 'zone', shape: 'line', place_id: place.id, place_path: place.path, name },
        ...{ live_key: null, created_at: since, updated_at: since },
      },
    ])
    await insert('map_history', [{ ...history, actor_id: null, actor_name: '顾系安', at: since }])
    const isUsed = own.length > 0
    const isArmed = isUsed && (plan === whole || isNight(now))
    const id = ids.at(since)
    const drawing = album.of('outdoor', 'after', made.length)
    if (isUsed) album.use(id, [drawing])
    const installation = { drawingId: drawing, walkedOn: dayText(since), walkedBy: '郑守正', spots: 24, missed: 0, note: '' }
    made.push({
      cameras: own,
      zone: {
        ...{ id, place_id: place.id, place_path: place.path, estate_id: estate.id, name, kind, feature_id: feature.id },
        ...{ place_label: place === estate ? estate.name : `${estate.name} · ${place.name}` },
        ...{ longitude: feature.longitude as number, latitude: feature.latitude as number, is_enabled: isUsed ? 1 : 0 },
        ...{ is_armed: isArmed ? 1 : 0, armed_at: now - 6 * hour, armed_by: 'plan', armed_name: '', plan, gate_action: 'none' },
        ...{ next_at: isUsed && plan === nightly ? nextTurn(now) : null, created_at: since },
        installation: isUsed ? JSON.stringify(installation) : null,
      },
    })
  }
  await insert(
    'zones',
    made.map(({ zone }) => zone),
  )
  await insert('zone_devices', made.flatMap(boundTo))
  await insert('zone_designs', [designOf(context, estate)])
  await keepBook(context, estate, made)
  await insert(
    'jobs',
    made.flatMap(({ zone }) => timerOf(context, zone)),
  )
}

/** A small community has no camera at its fence yet: two for each half of it, at the gate. */
async function putUp({ ids, dice, now, rows, insert }: SeedContext, estate: PlaceRow): Promise<Camera[]> {
  const [product] = await rows<{ id: string; protocol: string }>("SELECT id, protocol FROM products WHERE code = 'perimeter-camera'")
  const [gate] = await rows<PlaceRow & { longitude: number | null; latitude: number | null }>(
    "SELECT id, code, path, name, longitude, latitude FROM places WHERE kind = 'area' AND code = 'gate-e' AND path = ?",
    [`${estate.path}gate-e/`],
  )
  if (!product || !gate) return []
  const since = now - 200 * day
  const cameras = ['西墙', '南墙', '东墙', '北墙'].map((where, i) => ({
    ...{ id: ids.at(since), code: `fence-camera-${estate.code}-${i + 1}`, name: `${where}周界摄像机`, place_path: gate.path },
  }))
  await insert(
    'devices',
    cameras.map((camera) => ({
      ...{ ...camera, kind: 'camera', product_id: product.id, stage: 'active', place_id: gate.id, protocol: product.protocol },
      ...{ address: '{}', state: '{}', source: 'import', manufacturer: '明眸', model: 'PC-4', serial: `SN${dice.int(100_000, 999_999)}` },
      ...{ installed_on: dayText(since), longitude: gate.longitude, latitude: gate.latitude, owner: '梧桐物业服务中心' },
      ...{ presence: 'online', presence_at: now - 60_000, heard_at: now - 60_000, entered_at: since, created_at: since },
    })),
  )
  return cameras
}

const path = (...points: readonly Position[]): Geometry => ({ type: 'LineString', coordinates: line(...points) })
const local = (at: number): Date => new Date(at + 8 * hour)
const dayText = (at: number): string => local(at).toISOString().slice(0, 10)
const isNight = (at: number): boolean => local(at).getUTCHours() >= 22 || local(at).getUTCHours() < 6

/** The next six or twenty-two o'clock. */
function nextTurn(now: number): number {
  const midnight = Math.floor((now + 8 * hour) / day) * day - 8 * hour
  return [6, 22, 30].map((at) => midnight + at * hour).find((at) => at > now) as number
}

const boundTo = ({ zone, cameras }: { readonly zone: Row; readonly cameras: readonly Camera[] }): Row[] =>
  cameras.flatMap(({ id }) =>
    (['detector', 'camera'] as const).map((role) => ({
      ...{ zone_id: zone.id ?? null, device_id: id, role, part: '', detector_key: role === 'detector' ? `${id}:` : null },
    })),
  )

const designOf = ({ now }: SeedContext, estate: PlaceRow): Row => ({
  ...{ id: estate.id, place_path: estate.path, place_label: estate.name, scale: 'medium', mode: 'combined' },
  factors: JSON.stringify({
    need: '防止翻越围墙与攀爬外墙，重点为夜间',
    environment: '两面临街，一面临绿地，树木较多',
    purpose: '触发即联动画面，保安五分钟到场',
    management: '门岗二十四小时值守，夜间巡逻两次',
    investment: '利用已有周界摄像机，分期补齐天台探测',
  }),
  ...{ measures: '围墙摄像机智能分析，夜间自动布防，每季度走测一次', saved_name: '陈望舒', saved_at: now - 90 * day },
})

/** Alarms of these cameras that the desk knows, and what was seen while the zone was off. */
async function keepBook(
  { ids, dice, rows, insert, now }: SeedContext,
  estate: PlaceRow,
  made: readonly { readonly zone: Row; readonly cameras: readonly Camera[] }[],
): Promise<void> {
  const past = await rows<Past>(
    "SELECT id, device_id, state, result, first_at, times FROM alarms WHERE kind = 'perimeter' AND place_path >= ? AND place_path < ? ORDER BY id",
    [estate.path, `${estate.path.slice(0, -1)}0`],
  )
  const events: Row[] = []
  for (const { zone, cameras } of made) {
    const at = { zone_id: zone.id ?? null, place_path: zone.place_path ?? null, place_label: zone.place_label ?? null, part: '' }
    const by = (camera: Camera) => ({ device_id: camera.id, device_code: camera.code, device_name: camera.name })
    for (const camera of cameras) {
      for (const alarm of past.filter(({ device_id }) => device_id === camera.id)) {
        const from = Number(alarm.first_at)
        events.push({
          ...{ id: ids.at(from), ...at, ...by(camera), category: dice.pick(['climbing', 'line', 'region']), target: 'person', at: from },
          ...{ ended_at: from + dice.int(8, 90) * 1000, times: Number(alarm.times), was_armed: 1, state: alarm.state, alarm_id: alarm.id },
          result: alarm.result,
        })
      }
      const from = now - dice.int(2, 20) * day + dice.int(0, 59) * minute
      events.push({
        ...{ id: ids.at(from), ...at, ...by(camera), category: 'region', target: dice.pick(['person', 'animal']), at: from },
        ...{ ended_at: from + dice.int(5, 40) * 1000, times: 1, was_armed: 0, state: 'log', alarm_id: null, result: null },
      })
    }
  }
  await insert('zone_events', events)
}

function timerOf({ ids, now }: SeedContext, zone: Row): Row[] {
  if (zone.next_at === null || zone.next_at === undefined) return []
  const id = String(zone.id)
  return [
    {
      ...{ id: ids.at(now), kind: 'zone.plan', job_key: id, pending_key: `zone.plan:${id}`, run_at: zone.next_at },
      ...{ payload: JSON.stringify({ id }), created_at: now },
    },
  ]
}
