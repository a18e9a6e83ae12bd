import type { RecordKind, SafetyRecord } from '@liren/contract/capabilities/hazard'
import type { Principal } from '../../../kernel/http/route.ts'
import { iso } from '../../../kernel/iso.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { type Condition, combine } from '../../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../../kernel/store/scope.ts'
import type { KeyRow } from './places.ts'

const most = 10

interface Source {
  readonly kind: RecordKind
  /** Whoever may not read them elsewhere reads none here. */
  readonly permission: string
  readonly select: string
  readonly where: string
  readonly path: string
  readonly device: string
  readonly order: string
}

/** Where the five kinds of records of safety are kept: each in its own room, found here by their place. */
const sources: readonly Source[] = [
  {
    ...{ kind: 'device', permission: 'device.read', path: 'd.place_path', device: 'd.id', order: 'd.id' },
    select: 'd.id AS id, d.name AS title, d.place_path AS place, d.heard_at AS at FROM devices d',
    where: "d.stage <> 'retired'",
  },
  {
    ...{ kind: 'security', permission: 'alarm.read', path: 'a.place_path', device: 'a.device_id', order: 'a.id' },
    select: 'a.id AS id, a.title_zh AS title, a.place_label AS place, a.first_at AS at FROM alarms a',
    where: "a.grp = 'security' AND a.audience IS NULL",
  },
  {
    ...{ kind: 'fire', permission: 'hazard.read', path: 'a.place_path', device: 'a.device_id', order: 'a.id' },
    select: 'a.id AS id, a.title_zh AS title, a.place_label AS place, a.first_at AS at FROM alarms a JOIN hazard_orders o ON o.id = a.id',
    where: "o.area = 'fire'",
  },
  {
    ...{ kind: 'result', permission: 'hazard.read', path: 'a.place_path', device: 'a.device_id', order: 'a.id' },
    select: 'a.id AS id, a.title_zh AS title, a.place_label AS place, a.handled_at AS at FROM alarms a JOIN hazard_orders o ON o.id = a.id',
    where: 'a.handled_at IS NOT NULL',
  },
  {
    ...{ kind: 'picture', permission: 'camera.read', path: 'c.place_path', device: 'c.camera_id', order: 'c.id' },
    select: 'c.id AS id, c.camera_name AS title, c.place_path AS place, c.at AS at FROM camera_clips c',
    where: "c.state = 'kept'",
  },
]

/** The newest records of each kind of a place that was found; of a facility those of its device. */
export async function recordsOf(kernel: Kernel, row: KeyRow, principal: Pick<Principal, 'permissions'>): Promise<SafetyRecord[]> {
  const found: SafetyRecord[] = []
  for (const source of sources.filter(({ permission }) => principal.permissions.has(permission))) {
    const mine: Condition =
      row.device_id === null ? underPlaces(source.path, [row.place_path]) : { sql: `${source.device} = ?`, params: [row.device_id] }
    const where = combine('AND', [{ sql: source.where, params: [] }, mine])
    const rows = await unscoped<{ id: string; title: string; at: number | null }>(
      kernel.store,
      'records of a key place that was found for the caller',
      { sql: `SELECT ${source.select} WHERE ${where.sql} ORDER BY ${source.order} DESC LIMIT ${most}`, params: where.params },
    )
    found.push(
      ...rows.map(({ id, title, at }) => ({
        ...{ kind: source.kind, id, title, place: row.place_label, at: at === null ? null : iso(Number(at)) },
      })),
    )
  }
  return found
}
