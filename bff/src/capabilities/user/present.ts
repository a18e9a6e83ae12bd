import type { User } from '@liren/contract/capabilities/user'
import { mask } from '../../kernel/crypto/mask.ts'
import type { Principal } from '../../kernel/http/route.ts'
import type { AssignmentRow } from '../../kernel/identity/access.ts'
import { nameOf, phoneOf, type UserRow } from '../../kernel/identity/accounts.ts'
import { lockedUntil } from '../../kernel/identity/failures.ts'
import { mustChangePassword } from '../../kernel/identity/passwords.ts'
import { rolesById } from '../../kernel/identity/roles.ts'
import { marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesById } from '../place/read.ts'

const iso = (at: number): string => new Date(at).toISOString()
const isoOrNull = (at: number | null): string | null => (at === null ? null : iso(at))

/** Users as administrators see them. Numbers are shortened unless a role says they may be read. */
export async function presentUsers(kernel: Kernel, viewer: Principal, rows: readonly UserRow[], tx?: Tx): Promise<User[]> {
  const ids = rows.map(({ id }) => id)
  const [assignments, departments, locks] = [
    await assignmentsOf(kernel, ids, tx),
    await departmentNames(kernel, rows, tx),
    await lockedUntil(kernel, ids, tx),
  ]
  const places = await placesById(
    kernel,
    [...rows.flatMap(({ place_id }) => place_id ?? []), ...assignments.map(({ place_id }) => place_id)],
    tx,
  )
  const roles = await rolesById(
    kernel,
    assignments.map(({ role_id }) => role_id),
    tx,
  )
  const now = kernel.clock.now()
  // Where the roles say something about the field, the presenter does what they say.
  const isRuled = viewer.fieldRules.has('user.phone')
  return rows.map((row): User => {
    const phone = phoneOf(kernel, row)
    const place = row.place_id === null ? undefined : places.get(row.place_id)
    return {
      id: row.id,
      account: row.account,
      name: nameOf(kernel, row),
      phone: phone === null || isRuled ? phone : mask('phone', phone),
      class: row.class,
      place: place ? { id: place.id, name: place.name, path: place.path } : null,
      department: row.department_id === null ? null : { id: row.department_id, name: departments.get(row.department_id) ?? '' },
      state: row.state,
      stateReason: row.state_reason,
      isTransferred: row.is_transferred === 1,
      validFrom: iso(row.valid_from_at),
      validUntil: iso(row.valid_until_at),
      idleMinutes: row.idle_minutes,
      maxFailures: row.max_failures,
      mustChangePassword: mustChangePassword(kernel, row, now),
      hasSecondFactor: row.has_second_factor === 1,
      lastSignInAt: isoOrNull(row.last_sign_in_at),
      lockedUntil: isoOrNull(locks.get(row.id) ?? null),
      roles: assignments.flatMap((held) => {
        const role = roles.get(held.role_id)
        const at = places.get(held.place_id)
        if (held.subject_id !== row.id || !role || !at) return []
        return [
          {
            id: held.id,
            role: { id: role.id, code: role.code, name: role.name },
            place: { id: at.id, name: at.name, path: at.path },
            validFrom: isoOrNull(held.valid_from_at),
            validUntil: isoOrNull(held.valid_until_at),
          },
        ]
      }),
      createdAt: iso(row.created_at),
      version: row.version,
    }
  })
}

async function assignmentsOf(kernel: Kernel, ids: readonly string[], tx?: Tx): Promise<AssignmentRow[]> {
  if (ids.length === 0) return []
  return kernel.store.rows<AssignmentRow>(
    `SELECT * FROM role_assignments WHERE subject_kind = 'user' AND subject_id IN (${marks(ids)}) ORDER BY id`,
    ids,
    tx,
  )
}

async function departmentNames(kernel: Kernel, rows: readonly UserRow[], tx?: Tx): Promise<Map<string, string>> {
  const ids = [...new Set(rows.flatMap(({ department_id }) => department_id ?? []))]
  const { sql, params } = among('id', ids)
  const found =
    ids.length === 0
      ? []
      : await kernel.store.rows<{ id: string; name: string }>(`SELECT id, name FROM departments WHERE ${sql}`, params, tx)
  return new Map(found.map(({ id, name }) => [id, name]))
}
