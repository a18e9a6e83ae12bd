import { clipKey } from '@liren/bff/capabilities/camera/finish'
import { pack } from '@liren/bff/capabilities/camera/pack'
import { locate } from '@liren/bff/capabilities/falling/locate'
import { text } from '@liren/contract'
import type { Facade } from '@liren/contract/camera/facade'
import { type Fall, fallingAt, trajectoryOf } from '@liren/simulators/camera/fall'
import { drawScene, facadeCorners } from '@liren/simulators/camera/scene'
import type { Row } from '../batch.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'
import { hangSirens } from './sirens.ts'

interface Eye {
  readonly id: string
  readonly name: string
  readonly place_id: string
  readonly place_path: string
  readonly product: string
}
interface House {
  readonly name: string
  readonly parent_id: string
  readonly floor: number
}
interface Past {
  readonly id: string
  readonly state: string
  readonly result: string | null
  readonly first_at: number
  readonly times: number
}

/** Cameras kept in the ring, and events with a clip: a laptop draws them all. */
const [mostBuffered, mostClips] = [6, 3]
const scenes: Readonly<Record<string, string>> = { 'falling-object-camera': 'facade', 'perimeter-camera': 'fence', 'lift-camera': 'car' }

/** What the cameras of the demonstration look at, and the falling objects that its alarms tell of. */
export const cameras: SeedSet = {
  name: 'cameras',
  text: text('摄像机与高空抛物', 'Cameras and falling objects'),
  run: async (context) => {
    const eyes = await context.rows<Eye>(
      `SELECT d.id, d.name, d.place_id, d.place_path, p.code AS product FROM devices d JOIN products p ON p.id = d.product_id
       WHERE d.kind = 'camera' AND d.stage = 'active' ORDER BY d.code`,
    )
    let [buffered, clips] = [0, 0]
    const set: Row[] = []
    const covers: Row[] = []
    for (const [i, eye] of eyes.entries()) {
      const isFacade = eye.product === 'falling-object-camera'
      const isBuffered = (isFacade || eye.product === 'perimeter-camera') && buffered++ < mostBuffered
      set.push({
        ...{ id: eye.id, place_path: eye.place_path, source: 'simulator', url: `${scenes[eye.product] ?? 'area'}-${i + 1}`, user_name: '' },
        ...{ has_people: isFacade ? 0 : 1, is_buffered: isBuffered ? 1 : 0, saved_at: context.now - 60 * day },
      })
      const label = await labelOf(context, eye.place_id)
      const cover = { id: context.ids.at(context.now - 60 * day), camera_id: eye.id, place_id: eye.place_id, place_path: eye.place_path }
      const facade = isFacade ? await facadeOf(context, eye.place_path) : undefined
      if (isFacade && facade) {
        covers.push({ ...cover, kind: 'facade', place_label: label, facade: JSON.stringify(facade.facade) })
        clips += await keepFalls(context, eye, label, facade, mostClips - clips)
      } else if (eye.product === 'lift-camera') {
        const lift = await liftOf(context, eye)
        covers.push({ ...cover, kind: 'car', place_label: label, facade: null, device_id: lift })
      } else if (!isFacade) covers.push({ ...cover, kind: 'area', place_label: label, facade: null })
    }
    await context.insert('cameras', set)
    await context.insert('camera_covers', covers)
    await hangSirens(context)
    await linkOpen(context)
  },
}

/** The car camera hangs in the lift of its own unit. */
async function liftOf({ rows }: SeedContext, { place_path }: Eye): Promise<string | null> {
  const [lift] = await rows<{ id: string }>(
    `SELECT d.id FROM devices d JOIN products p ON p.id = d.product_id
     WHERE p.code = 'lift-monitor' AND d.stage = 'active' AND d.place_path = ? ORDER BY d.code LIMIT 1`,
    [place_path],
  )
  return lift?.id ?? null
}

/** Open alarms of lifts and fences have the pictures that belong to them, as those of tomorrow will. */
async function linkOpen({ rows, insert }: SeedContext): Promise<void> {
  const cars = await rows<{ alarm_id: string; camera_id: string; place_path: string; at: number }>(
    `SELECT a.id AS alarm_id, v.camera_id, v.place_path, a.first_at AS at FROM alarms a JOIN camera_covers v ON v.device_id = a.device_id
     WHERE a.grp = 'lift' AND v.kind = 'car' AND a.phase <> 'done'`,
  )
  const fences = await rows<{ alarm_id: string; camera_id: string; place_path: string; at: number }>(
    `SELECT a.id AS alarm_id, c.id AS camera_id, c.place_path, a.first_at AS at FROM alarms a JOIN cameras c ON c.id = a.device_id
     WHERE a.kind = 'perimeter' AND a.phase <> 'done'`,
  )
  await insert('alarm_cameras', [...cars.map((row) => ({ ...row, why: 'car' })), ...fences.map((row) => ({ ...row, why: 'self' }))])
}

async function labelOf({ rows }: SeedContext, placeId: string): Promise<string> {
  const [place] = await rows<{ full_name: string }>('SELECT full_name FROM places WHERE id = ?', [placeId])
  return (place?.full_name ?? '').split(' · ').slice(-2).join(' · ')
}

interface KnownFacade {
  readonly facade: Facade
  readonly labels: readonly string[]
}

/** The south side of a building as its homes lie: floors from its numbers, columns as its first floor has them. */
async function facadeOf({ rows }: SeedContext, path: string): Promise<KnownFacade | undefined> {
  const under = [path, `${path.slice(0, -1)}0`]
  const houses = await rows<House>(
    "SELECT name, parent_id, floor FROM places WHERE kind = 'house' AND path >= ? AND path < ? ORDER BY path",
    under,
  )
  const units = await rows<{ id: string; name: string }>(
    "SELECT id, name FROM places WHERE kind = 'unit' AND path >= ? AND path < ? ORDER BY path",
    under,
  )
  const floorOf = ({ floor, name }: House): number => Number(floor ?? /^(\d{1,2})\d{2}$/.exec(name)?.[1] ?? 1)
  const top = Math.max(0, ...houses.map(floorOf))
  if (top < 2) return undefined
  const first = houses.filter((house) => floorOf(house) === 1).slice(0, 12)
  const columns = first.map(({ name, parent_id }) => ({
    unitId: units.some(({ id }) => id === parent_id) ? parent_id : null,
    ending: name.slice(-2),
  }))
  const labels = columns.map(({ unitId, ending }) => `${units.find(({ id }) => id === unitId)?.name ?? ''} ${ending}室`.trim())
  const corners = facadeCorners.map(([x, y]): [number, number] => [x, y])
  return { facade: { side: 'south', corners, bottomFloor: 1, topFloor: top, floorMeters: 3, columns }, labels }
}

/** An event for each alarm of this camera, placed by the same reckoning as a real one; some with their clip. */
async function keepFalls(
  context: SeedContext,
  eye: Eye,
  label: string,
  { facade, labels }: KnownFacade,
  clipsLeft: number,
): Promise<number> {
  const { ids, dice, rows, insert, kernel } = context
  const past = await rows<Past>(
    "SELECT id, state, result, first_at, times FROM alarms WHERE device_id = ? AND kind = 'falling-object' ORDER BY id DESC",
    [eye.id],
  )
  const [building] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE path = ? AND kind = 'building'", [
    eye.place_path,
  ])
  const events: Row[] = []
  const links: Row[] = []
  const clips: Row[] = []
  for (const alarm of past) {
    const at = Number(alarm.first_at)
    const fall: Fall = { floor: dice.int(2, facade.topFloor), floors: facade.topFloor, along: dice.int(10, 90) / 100, at }
    const trajectory = trajectoryOf(fall)
    const found = locate(facade, trajectory)
    const column = found?.column === undefined ? undefined : facade.columns[found.column]
    events.push({
      ...{ id: ids.at(at), camera_id: eye.id, camera_name: eye.name, building_id: building?.id ?? null, place_path: eye.place_path },
      ...{ place_label: label, part: new Date(at + 8 * 3_600_000).toISOString().slice(5, 19).replace('T', ' ') },
      ...{ floor_low: found?.low ?? null, floor_best: found?.best ?? null, floor_high: found?.high ?? null },
      ...{ unit_id: column?.unitId ?? null, ending: column?.ending ?? null, confidence: found?.confidencePercent ?? 0 },
      ...{ column_label: found?.column === undefined ? null : (labels[found.column] ?? null), method: found?.method ?? 'none' },
      ...{ residual_m: found?.residualMeters ?? null, trajectory: JSON.stringify(trajectory), times: Number(alarm.times) },
      ...{ first_at: at, last_at: at, alarm_id: alarm.id, state: alarm.state, result: alarm.result, created_at: at },
    })
    links.push({ alarm_id: alarm.id, camera_id: eye.id, why: 'self', place_path: eye.place_path, at })
    if (clips.length >= clipsLeft) continue
    const frames = []
    for (let moment = at - 400; moment <= at + 3600; moment += 200)
      frames.push({
        at: moment,
        jpeg: await drawScene(
          'facade',
          'FACADE',
          moment,
          [fallingAt(fall, moment)].flatMap((extra) => extra ?? []),
        ),
      })
    const [id, bytes] = [ids.at(at), pack(frames)]
    await kernel.files.put(clipKey(id), bytes, 'application/octet-stream')
    clips.push({
      ...{ id, camera_id: eye.id, camera_name: eye.name, place_path: eye.place_path, kind: 'clip', state: 'kept', alarm_id: alarm.id, at },
      ...{ from_at: at - 8000, to_at: at + 7000, due_at: at, first_at: at - 400, last_at: at + 3600, frames: frames.length },
      ...{ bytes: bytes.length, digest: kernel.crypto.sm3(bytes).toString('hex'), is_whole: 1, is_evidence: 1, created_at: at },
    })
  }
  await insert('falling_events', events)
  await insert('alarm_cameras', links)
  await insert('camera_clips', clips)
  return clips.length
}
