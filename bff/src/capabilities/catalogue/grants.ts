import { type CatalogueDomain, catalogueDomains } from '@liren/contract/capabilities/catalogue'
import type { Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { rolesGranting } from '../../kernel/identity/roles.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'

const most = 200

interface GrantRow {
  readonly id: string
  readonly subject_kind: 'user' | 'department'
  readonly subject_id: string
  readonly role_id: string
  readonly place_name: string | null
  readonly valid_until_at: number | null
  readonly created_at: number
  readonly created_by: string | null
}

/** Who may see a kind of data now, by which role and where, and who gave it to them. */
export async function grantsOf(kernel: Kernel, scope: Scope, domain: CatalogueDomain) {
  const permissions: readonly string[] = catalogueDomains[domain].readBy
  const roles = new Map((await Promise.all(permissions.map((code) => rolesGranting(kernel, code)))).flat().map((role) => [role.id, role]))
  if (roles.size === 0) return { items: [], isCut: false }
  const wanted = among('a.role_id', [...roles.keys()])
  const within = underPlaces('a.place_path', scope.places)
  const now = kernel.clock.now()
  const rows = await unscoped<GrantRow>(kernel.store, 'whoever keeps the catalogue sees who was let in below the own place', {
    sql: `SELECT a.id, a.subject_kind, a.subject_id, a.role_id, p.full_name AS place_name, a.valid_until_at, a.created_at, a.created_by
      FROM role_assignments a LEFT JOIN places p ON p.id = a.place_id
      WHERE ${wanted.sql} AND ${within.sql} AND (a.valid_from_at IS NULL OR a.valid_from_at <= ?) AND (a.valid_until_at IS NULL OR a.valid_until_at > ?)
      ORDER BY a.created_at DESC, a.id LIMIT ${most + 1}`,
    params: [...wanted.params, ...within.params, now, now],
  })
  const shown = rows.slice(0, most)
  const users = shown.flatMap((row) => [row.created_by, row.subject_kind === 'user' ? row.subject_id : null]).filter((id) => id !== null)
  const names = await namesOf(kernel, users)
  const departments = await departmentNames(
    kernel,
    shown.flatMap((row) => (row.subject_kind === 'department' ? [row.subject_id] : [])),
  )
  return {
    items: shown.map((row) => ({
      ...{ id: row.id, who: names.get(row.subject_id) ?? departments.get(row.subject_id) ?? '', role: roles.get(row.role_id)?.name ?? '' },
      ...{ isDepartment: row.subject_kind === 'department', place: row.place_name ?? '' },
      ...{ approvedBy: row.created_by === null ? null : (names.get(row.created_by) ?? null), approvedAt: iso(row.created_at) },
      until: row.valid_until_at === null ? null : iso(row.valid_until_at),
    })),
    isCut: rows.length > most,
  }
}

async function departmentNames({ store }: Kernel, ids: readonly string[]): Promise<Map<string, string>> {
  if (ids.length === 0) return new Map()
  const wanted = among('id', [...new Set(ids)])
  const rows = await unscoped<{ id: string; name: string }>(store, 'whoever keeps the catalogue sees who was let in to what', {
    sql: `SELECT id, name FROM departments WHERE ${wanted.sql}`,
    params: wanted.params,
  })
  return new Map(rows.map(({ id, name }) => [id, name]))
}
