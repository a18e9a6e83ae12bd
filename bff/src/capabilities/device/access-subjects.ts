import type { AccessKind } from '@liren/contract/device/access-endpoints'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

/** All that a person is when a device names somebody: themselves, their department, the roles that they hold today. */
export interface StandIn extends Readonly<Record<AccessKind, readonly string[]>> {
  readonly path?: string
}

const why = 'a device asks who may command it, wherever that person belongs'

/** By user id; accounts that are gone are left out. */
export async function standIns(kernel: Kernel, userIds: readonly string[], tx?: Tx): Promise<Map<string, Required<StandIn>>> {
  const found = new Map<string, Required<StandIn>>()
  if (userIds.length === 0) return found
  const wanted = among('id', userIds)
  const users = await unscoped<{ id: string; department_id: string | null; place_path: string }>(
    kernel.store,
    why,
    { sql: `SELECT id, department_id, place_path FROM users WHERE ${wanted.sql} AND state <> 'retired'`, params: wanted.params },
    tx,
  )
  if (users.length === 0) return found
  const subjects = among('subject_id', [...users.map(({ id }) => id), ...users.flatMap(({ department_id }) => department_id ?? [])])
  const now = kernel.clock.now()
  const roles = await kernel.store.rows<{ subject_id: string; role_id: string }>(
    `SELECT subject_id, role_id FROM role_assignments WHERE ${subjects.sql}
       AND (valid_from_at IS NULL OR valid_from_at <= ?) AND (valid_until_at IS NULL OR valid_until_at > ?)`,
    [...subjects.params, now, now],
    tx,
  )
  for (const { id, department_id, place_path } of users) {
    const department = department_id === null ? [] : [department_id]
    const role = roles.filter(({ subject_id }) => subject_id === id || subject_id === department_id).map(({ role_id }) => role_id)
    found.set(id, { user: [id], department, role, path: place_path })
  }
  return found
}

export async function departmentsById(kernel: Kernel, ids: readonly string[], tx?: Tx) {
  if (ids.length === 0) return new Map<string, { name: string; path: string; isRetired: boolean }>()
  const wanted = among('id', ids)
  const rows = await unscoped<{ id: string; name: string; place_path: string; is_retired: number }>(
    kernel.store,
    why,
    { sql: `SELECT id, name, place_path, is_retired FROM departments WHERE ${wanted.sql}`, params: wanted.params },
    tx,
  )
  return new Map(rows.map((row) => [row.id, { name: row.name, path: row.place_path, isRetired: row.is_retired === 1 }]))
}

/** Devices that name this person or department, themselves or by department or role: for the page that tells what somebody may. */
export async function devicesNaming(kernel: Kernel, subject: { kind: 'user' | 'department'; id: string }, places: readonly string[]) {
  const person = subject.kind === 'user' ? (await standIns(kernel, [subject.id])).get(subject.id) : undefined
  const all: StandIn = person ?? { user: [], department: subject.kind === 'department' ? [subject.id] : [], role: [] }
  const ids = [...all.user, ...all.department, ...all.role]
  if (ids.length === 0) return []
  const named = among('a.subject_id', ids)
  const rows = await unscoped<{ id: string; code: string; name: string; place_path: string; effect: string; subject_kind: AccessKind }>(
    kernel.store,
    why,
    {
      sql: `SELECT d.id, d.code, d.name, d.place_path, a.effect, a.subject_kind FROM device_access a JOIN devices d ON d.id = a.device_id
            WHERE ${named.sql} AND d.stage <> 'retired' ORDER BY d.id, a.subject_kind, a.subject_id LIMIT 200`,
      params: named.params,
    },
  )
  return rows
    .filter((row) => places.some((place) => row.place_path.startsWith(place)))
    .map((row) => ({
      ...{ id: row.id, code: row.code, name: row.name, by: row.subject_kind },
      effect: row.effect === 'deny' ? ('deny' as const) : ('allow' as const),
    }))
}
