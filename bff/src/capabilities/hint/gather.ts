import { personArchive } from '@liren/contract/capabilities/person'
import { keysFor } from '../../engines/archive/row.ts'
import { storedField } from '../../engines/archive/table.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue } from '../../kernel/store/store.ts'
import { isBoundCredential } from '../passage/read.ts'
import type {
  Evidence,
  GridEvent,
  KeyPassage,
  OrgScore,
  ParkedCar,
  SeenPerson,
  StaffChange,
  Stranger,
  VehicleDay,
  VehiclePass,
} from './evidence.ts'
import { gatherUse } from './gather-use.ts'

/** So much of one kind and no more; a community that has more is told by what comes first. */
export const most = 2000
const mostPasses = 20_000
export const why = 'models look at one community for those who answer for it'

type Rows = <T extends object>(sql: string, params: readonly SqlValue[]) => Promise<T[]>

/** Reads what models ask for, of one community. */
export function gather(kernel: Kernel, communityPath: string, now: number): Evidence {
  const rows: Rows = (sql, params) => unscoped(kernel.store, why, { sql, params })
  const at = (column: string): Condition => underPlaces(column, [communityPath])
  const passageAt = `(SELECT MAX(x.id) FROM passages x WHERE x.person_id = f.id AND x.passed_at = r.last_at)`
  const person = `SELECT f.id AS "personId", f.place_path AS "placePath", CASE WHEN pl.kind = 'house' THEN pl.id END AS "houseId", r.last_at AS "lastAt", ${passageAt} AS "passageId"`
  const known = "f.state = 'active' AND f.left_on IS NULL"
  const vehicle = 'LEFT JOIN vehicles v ON v.id = p.vehicle_id'
  return {
    now,
    async away(before) {
      const within = at('f.place_path')
      const sql = `${person} FROM presences r JOIN people f ON f.id = r.person_id JOIN places pl ON pl.id = f.place_id
        WHERE r.kind = 'person' AND r.is_inside = 0 AND r.last_at < ? AND ${known} AND ${within.sql} ORDER BY r.last_at LIMIT ${most}`
      return (await rows<SeenPerson>(sql, [before, ...within.params])).map(numbered)
    },
    async alone(before) {
      const within = at('f.place_path')
      const care = among('f.care_index', keysFor(kernel, personArchive, storedField(personArchive, 'care'), 'alone'))
      const sql = `${person} FROM people f JOIN presences r ON r.person_id = f.id JOIN places pl ON pl.id = f.place_id
        WHERE ${care.sql} AND r.last_at < ? AND ${known} AND ${within.sql} ORDER BY f.id LIMIT ${most}`
      return (await rows<SeenPerson>(sql, [...care.params, before, ...within.params])).map(numbered)
    },
    async overdueTenants(today) {
      const within = at('h.place_path')
      const sql = `${person}, h.lease_until AS "leaseUntil", h.id AS "houseFileId"
        FROM house_files h JOIN archive_links l ON l.to_id = h.id AND l.kind = 'lives-in' AND l.role = 'tenant' AND l.ended_on IS NULL
        JOIN people f ON f.id = l.from_id JOIN places pl ON pl.id = f.place_id LEFT JOIN presences r ON r.person_id = f.id
        WHERE h.lease_until < ? AND h.state = 'active' AND ${known} AND ${within.sql} ORDER BY h.id, f.id LIMIT ${most}`
      type Row = SeenPerson & { leaseUntil: string; houseFileId: string }
      return (await rows<Row>(sql, [today, ...within.params])).map((row) => ({ ...row, ...numbered(row) }))
    },
    async strangers(since, passes) {
      const within = at('p.place_path')
      const sql = `SELECT p.credential_index AS "key", COUNT(*) AS passes, MAX(p.id) AS last_id, MAX(p.place_path) AS "placePath"
        FROM passages p WHERE p.kind = 'person' AND p.passed_at >= ? AND p.person_id IS NULL AND p.credential_index IS NOT NULL AND ${within.sql}
        GROUP BY p.credential_index HAVING COUNT(*) >= ? ORDER BY passes DESC LIMIT ${most}`
      const found: Stranger[] = []
      for (const row of await rows<{ key: string; passes: number; last_id: string; placePath: string }>(sql, [
        since,
        ...within.params,
        passes,
      ])) {
        // whoever was registered meanwhile is a stranger no longer, though the passages before stay as they were
        if (await isBoundCredential(kernel, row.last_id)) continue
        const last = await rows<{ id: string }>(
          'SELECT id FROM passages WHERE credential_index = ? AND passed_at >= ? ORDER BY passed_at DESC LIMIT 20',
          [row.key, since],
        )
        found.push({ key: row.key, placePath: row.placePath, passes: Number(row.passes), passageIds: last.map(({ id }) => id) })
      }
      return found
    },
    async keyPassages(since) {
      const within = at('p.place_path')
      const sql = `SELECT p.id, p.person_id AS "personId", p.passed_at AS at, p.place_path AS "placePath" FROM passages p JOIN people f ON f.id = p.person_id
        WHERE p.kind = 'person' AND p.passed_at >= ? AND p.result = 'admitted' AND f.population = 'key' AND ${within.sql} ORDER BY p.passed_at, p.id LIMIT ${most}`
      return (await rows<KeyPassage>(sql, [since, ...within.params])).map((row) => ({ ...row, at: Number(row.at) }))
    },
    async vehiclePasses(since) {
      const within = at('p.place_path')
      const sql = `SELECT p.id, p.plate_index AS "key", p.vehicle_id AS "vehicleId", COALESCE(p.home_path, p.place_path) AS "placePath", p.passed_at AS at,
          p.gate_id AS "gateId", COALESCE(d.longitude, pl.longitude) AS longitude, COALESCE(d.latitude, pl.latitude) AS latitude,
          p.plate_colour AS "plateColour", p.vehicle_colour AS "vehicleColour", v.colour AS "fileColour", v.plate_kind AS "plateKind"
        FROM passages p ${vehicle} LEFT JOIN devices d ON d.id = p.gate_id LEFT JOIN places pl ON pl.id = d.place_id
        WHERE p.kind = 'vehicle' AND p.passed_at >= ? AND p.plate_index IS NOT NULL AND ${within.sql} ORDER BY p.plate_index, p.passed_at LIMIT ${mostPasses}`
      return (await rows<VehiclePass>(sql, [since, ...within.params])).map((row) => ({ ...row, at: Number(row.at) }))
    },
    async vehicleDays(since, from, to) {
      const within = at('p.place_path')
      const sql = `SELECT p.plate_index AS "key", MAX(p.vehicle_id) AS "vehicleId", MAX(COALESCE(p.home_path, p.place_path)) AS "placePath", p.day,
          COUNT(*) AS passes, SUM(CASE WHEN p.hour >= ? OR p.hour < ? THEN 1 ELSE 0 END) AS "nightPasses", MAX(p.id) AS "passageId"
        FROM passages p WHERE p.kind = 'vehicle' AND p.passed_at >= ? AND p.plate_index IS NOT NULL AND p.result = 'admitted' AND ${within.sql}
        GROUP BY p.plate_index, p.day ORDER BY p.plate_index, p.day LIMIT ${mostPasses}`
      return (await rows<VehicleDay>(sql, [from, to, since, ...within.params])).map((row) => ({
        ...row,
        ...{ passes: Number(row.passes), nightPasses: Number(row.nightPasses) },
      }))
    },
    async parked(before) {
      const within = at('r.place_path')
      const sql = `SELECT r.plate_index AS "key", r.vehicle_id AS "vehicleId", COALESCE(r.home_path, r.place_path) AS "placePath", r.last_in_at AS since, r.last_in_id AS "passageId"
        FROM presences r WHERE r.kind = 'vehicle' AND r.is_inside = 1 AND r.last_at < ? AND r.last_in_at < ? AND ${within.sql} ORDER BY r.last_at LIMIT ${most}`
      return (await rows<ParkedCar>(sql, [before, before, ...within.params])).map((row) => ({ ...row, since: Number(row.since) }))
    },
    houseUse: (days) => gatherUse(kernel, communityPath, now, days),
    async gridEvents(since) {
      const within = at('p.path')
      const sql = `SELECT r.id, g.id AS "gridId", g.path AS "gridPath", r.category, c.zh AS "kindZh", r.created_at AS at
        FROM places p JOIN repairs r ON r.place_id = p.id JOIN places g ON g.id = p.grid_id JOIN repair_categories c ON c.code = r.category
        WHERE r.created_at >= ? AND r.state <> 'withdrawn' AND ${within.sql} ORDER BY g.id, r.category, r.created_at, r.id LIMIT ${mostPasses}`
      return (await rows<GridEvent>(sql, [since, ...within.params])).map((row) => ({ ...row, at: Number(row.at) }))
    },
    async staffChanges(since) {
      const within = at('o.place_path')
      const sql = `SELECT c.file_id, c.changes, o.place_path FROM archive_changes c JOIN orgs o ON o.id = c.file_id
        WHERE c.archive = 'org' AND c.changed_at >= ? AND c.changes LIKE '%"staff"%' AND o.state = 'active' AND ${within.sql} ORDER BY c.file_id, c.id LIMIT ${most}`
      const found = new Map<string, StaffChange>()
      for (const row of await rows<{ file_id: string; changes: string; place_path: string }>(sql, [since, ...within.params])) {
        const staff = (JSON.parse(row.changes) as Change[]).find(({ field }) => field === 'staff')
        if (!staff || staff.before === null || staff.after === null) continue
        const first = found.get(row.file_id)?.before ?? Number(staff.before)
        found.set(row.file_id, { orgId: row.file_id, placePath: row.place_path, before: first, after: Number(staff.after) })
      }
      return [...found.values()]
    },
    async orgScores(level) {
      const within = at('s.place_path')
      const sql = `SELECT s.org_id AS "orgId", s.place_path AS "placePath", s.score, s.level, s.items
        FROM org_scores s WHERE s.level <= ? AND ${within.sql} ORDER BY s.level, s.score DESC, s.org_id LIMIT ${most}`
      return (await rows<OrgScore & { items: string }>(sql, [level, ...within.params])).map(({ items, ...row }) => ({
        ...{ ...row, score: Number(row.score), level: Number(row.level) },
        refs: (JSON.parse(items) as { ref: { subject: string; id: string } }[]).map(({ ref }) => ({ kind: ref.subject, id: ref.id })),
      }))
    },
  }
}

interface Change {
  readonly field: string
  readonly before: string | number | null
  readonly after: string | number | null
}

const numbered = <T extends SeenPerson>(row: T): T => ({ ...row, lastAt: row.lastAt === null ? null : Number(row.lastAt) })
