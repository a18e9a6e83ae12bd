import type { Principal } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import { marks } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

interface Named {
  readonly id: string
  readonly name: string
}

export interface Receivers {
  readonly people: readonly Named[]
  /** With those of the people who belong to it. */
  readonly departments: readonly (Named & { readonly members: readonly string[] })[]
}

/** Whoever may see such a record where it stands, and their departments: sharing leads nobody further than that. */
export async function receiversOf(
  kernel: Kernel,
  principal: Principal,
  permission: string,
  paths: readonly string[],
  tx?: Tx,
): Promise<Receivers> {
  const people = new Map<string, Named>()
  for (const path of paths)
    for (const person of await holdersOf(kernel, permission, path, tx)) if (person.id !== principal.id) people.set(person.id, person)
  const ids = [...people.keys()]
  if (ids.length === 0) return { people: [], departments: [] }
  const rows = await unscoped<{ user_id: string; id: string; name: string }>(
    kernel.store,
    'a record is passed on to those who may see it',
    {
      sql: `SELECT u.id AS user_id, d.id, d.name FROM users u JOIN departments d ON d.id = u.department_id
            WHERE d.is_retired = 0 AND u.id IN (${marks(ids)}) ORDER BY d.id`,
      params: ids,
    },
    tx,
  )
  const departments = [...new Map(rows.map(({ id, name }) => [id, { id, name }])).values()].map((department) => ({
    ...department,
    members: rows.filter(({ id }) => id === department.id).map(({ user_id }) => user_id),
  }))
  return { people: [...people.values()], departments }
}

/** The department that somebody belongs to today. */
export async function departmentOf(kernel: Kernel, userId: string, tx?: Tx): Promise<string | null> {
  const statement = { sql: 'SELECT department_id FROM users WHERE id = ?', params: [userId] }
  const [row] = await unscoped<{ department_id: string | null }>(kernel.store, 'somebody’s own account', statement, tx)
  return row?.department_id ?? null
}
