import type { AlarmKind, AlarmLevel } from '@liren/contract/capabilities/alarm'
import { scoredAlarms } from '@liren/contract/capabilities/score'
import { startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import { why } from './row.ts'
import type { Fact } from './rule.ts'

/** What is somebody's own; a building, an estate or a grid only says where an organisation lies. */
export const premisesKinds = ['house', 'unit', 'area'] as const
export const isPremises = (alias: string): string => `${alias}.kind IN ('house', 'unit', 'area')`

/** So much of one batch and no more; the newest come first. */
const most = 2000
/** Nothing that was put right earlier counts, however slowly a community lets it fade. */
const longestMs = 366 * 86_400_000

export interface Org {
  readonly id: string
  readonly name: string | null
  readonly kind: string | null
  readonly state: string
  readonly placePath: string
  readonly placeName: string
  readonly placeKind: string
  readonly fireCheck: string | null
  readonly fireCheckOn: string | null
  readonly hygieneCheck: string | null
  readonly hygieneCheckOn: string | null
  readonly updatedAt: number
  /** The community that it lies in; outside of one nothing says how much counts. */
  readonly community: { readonly id: string; readonly path: string } | undefined
}

export async function orgsById(kernel: Kernel, ids: readonly string[], tx: Tx): Promise<Org[]> {
  const some = among('o.id', ids)
  const rows = await unscoped<Omit<Org, 'community'>>(
    kernel.store,
    why,
    {
      sql: `SELECT o.id, o.name, o.kind, o.state, o.place_path AS "placePath", p.full_name AS "placeName", p.kind AS "placeKind",
            o.fire_check AS "fireCheck", o.fire_check_on AS "fireCheckOn", o.hygiene_check AS "hygieneCheck",
            o.hygiene_check_on AS "hygieneCheckOn", o.updated_at AS "updatedAt" FROM orgs o JOIN places p ON p.id = o.place_id WHERE ${some.sql}`,
      params: some.params,
    },
    tx,
  )
  const above = among('path', [...new Set(rows.flatMap(({ placePath }) => pathsAbove(placePath)))])
  const sql = `SELECT id, path FROM places WHERE ${above.sql} AND kind = 'community'`
  const communities = await kernel.store.rows<{ id: string; path: string }>(sql, above.params, tx)
  return rows.map((row) => ({ ...row, community: communities.find(({ path }) => row.placePath.startsWith(path)) }))
}

interface AlarmFact {
  readonly id: string
  readonly kind: AlarmKind
  readonly level: AlarmLevel
  readonly device_id: string | null
  readonly device_name: string
  readonly place_path: string
  readonly first_at: number
  readonly over_at: number | null
  readonly handled_at: number | null
  readonly closed_at: number | null
}
interface KeyFact {
  readonly id: string
  readonly name: string
  readonly place_path: string
  readonly open_findings: number
  readonly inspected_at: number
}

/** Everything that counts for these organisations: their checks, inspections at their premises, what devices sensed there or of theirs. */
export async function gather(kernel: Kernel, orgs: readonly Org[], tx: Tx): Promise<(org: Org) => Fact[]> {
  const premises = await premisesOf(kernel, orgs, tx)
  const owned = await devicesOf(kernel, orgs, tx)
  const paths = [...new Set([...premises.values()].flat())]
  const devices = [...new Set([...owned.values()].flat())]
  const alarms = await alarmsAt(kernel, paths, devices, tx)
  const points = await findingsAt(kernel, paths, tx)
  return (org) => {
    const own = premises.get(org.id) ?? []
    const its = new Set(owned.get(org.id))
    const isOwn = (path: string) => own.some((place) => path.startsWith(place))
    return [
      ...checksOf(kernel, org),
      ...points.filter(({ place_path }) => isOwn(place_path)).map(findingFact),
      ...alarms.filter((one) => isOwn(one.place_path) || (one.device_id !== null && its.has(one.device_id))).map(alarmFact),
    ]
  }
}

/** The place of its file where that is its own, and what it occupies. */
async function premisesOf(kernel: Kernel, orgs: readonly Org[], tx: Tx): Promise<Map<string, string[]>> {
  const found = new Map<string, string[]>()
  for (const { id, placeKind, placePath } of orgs)
    found.set(id, (premisesKinds as readonly string[]).includes(placeKind) ? [placePath] : [])
  const some = among('l.from_id', [...found.keys()])
  const side = (archive: string, table: string) =>
    `SELECT l.from_id, p.path FROM archive_links l JOIN ${table} f ON f.id = l.to_id JOIN places p ON p.id = f.place_id
     WHERE l.kind = 'occupies' AND l.to_archive = '${archive}' AND l.ended_on IS NULL AND ${isPremises('p')} AND ${some.sql}`
  const rows = await unscoped<{ from_id: string; path: string }>(
    kernel.store,
    why,
    { sql: `${side('house', 'house_files')} UNION ALL ${side('space', 'spaces')}`, params: [...some.params, ...some.params] },
    tx,
  )
  for (const { from_id, path } of rows) found.get(from_id)?.push(path)
  return found
}

/** Devices whose record names the organisation as their owner, within its own community. */
async function devicesOf(kernel: Kernel, orgs: readonly Org[], tx: Tx): Promise<Map<string, string[]>> {
  const some = among(
    'd.owner',
    orgs.flatMap(({ name }) => name ?? []),
  )
  const rows = await unscoped<{ id: string; owner: string; place_path: string }>(
    kernel.store,
    why,
    { sql: `SELECT d.id, d.owner, d.place_path FROM devices d WHERE ${some.sql} ORDER BY d.id LIMIT ${most}`, params: some.params },
    tx,
  )
  const near = (org: Org, path: string) => org.community !== undefined && path.startsWith(org.community.path)
  return new Map(
    orgs.map((org) => [org.id, rows.filter(({ owner, place_path }) => owner === org.name && near(org, place_path)).map(({ id }) => id)]),
  )
}

/** By place and by device each on its own index; what is both comes once. */
async function alarmsAt(kernel: Kernel, paths: readonly string[], devices: readonly string[], tx: Tx): Promise<AlarmFact[]> {
  const found = new Map<string, AlarmFact>()
  for (const own of [underPlaces('place_path', paths), among('device_id', devices)]) {
    if (own.params.length === 0) continue
    const where = combine('AND', [
      own,
      among('kind', scoredAlarms),
      { sql: "audience IS NULL AND root_id IS NULL AND (result IS NULL OR result = 'real')", params: [] },
      { sql: '(closed_at IS NULL OR closed_at >= ?)', params: [kernel.clock.now() - longestMs] },
    ])
    const rows = await unscoped<AlarmFact>(
      kernel.store,
      why,
      {
        sql: `SELECT id, kind, level, device_id, device_name, place_path, first_at, over_at, handled_at, closed_at FROM alarms
              WHERE ${where.sql} ORDER BY id DESC LIMIT ${most}`,
        params: where.params,
      },
      tx,
    )
    for (const row of rows) found.set(row.id, row)
  }
  return [...found.values()]
}

async function findingsAt(kernel: Kernel, paths: readonly string[], tx: Tx): Promise<KeyFact[]> {
  if (paths.length === 0) return []
  const within = underPlaces('place_path', paths)
  return unscoped<KeyFact>(
    kernel.store,
    why,
    {
      sql: `SELECT id, name, place_path, open_findings, inspected_at FROM key_places
            WHERE ${within.sql} AND open_findings > 0 AND inspected_at IS NOT NULL ORDER BY id LIMIT ${most}`,
      params: within.params,
    },
    tx,
  )
}

const numberOrNull = (at: number | null): number | null => (at === null ? null : Number(at))

const alarmFact = (row: AlarmFact): Fact => ({
  ...{ kind: 'alarm', grade: null, alarm: { kind: row.kind, level: Number(row.level) as AlarmLevel }, name: row.device_name, times: 1 },
  ...{ ref: { subject: 'alarm', id: row.id }, at: Number(row.first_at) },
  rightedAt: numberOrNull(row.closed_at ?? row.handled_at ?? row.over_at),
})

const findingFact = (row: KeyFact): Fact => ({
  ...{ kind: 'inspection', grade: 'findings', alarm: null, name: row.name, times: Number(row.open_findings) },
  ...{ ref: { subject: 'key-place', id: row.id }, at: Number(row.inspected_at), rightedAt: null },
})

/** What the last check of each kind found; the next one that passes takes it away. */
function checksOf(kernel: Kernel, org: Org): Fact[] {
  return (
    [
      ['fire-check', org.fireCheck, org.fireCheckOn],
      ['hygiene-check', org.hygieneCheck, org.hygieneCheckOn],
    ] as const
  ).flatMap(([kind, grade, on]) =>
    grade === 'fail' || grade === 'mend'
      ? [
          {
            ...{ kind, grade, alarm: null, name: null, times: 1, ref: { subject: 'org', id: org.id } as const, rightedAt: null },
            at: on === null ? Number(org.updatedAt) : startOfDay(on, kernel.config.LIREN_TIME_ZONE),
          },
        ]
      : [],
  )
}
