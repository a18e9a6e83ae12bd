import { roleErrors } from '@liren/contract/capabilities/role'
import { refuseWith } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'
import type { Tx } from '../store/store.ts'
import { builtinRoles } from './roles.ts'
import { marks } from './sql.ts'

/**
 * Taken first by whoever changes who the administrators are: two who remove each other at the same moment
 * must do it one after the other, so that the second sees what the first did.
 */
export const lockAdministrators = (kernel: Kernel, tx: Tx): Promise<number> =>
  kernel.store.run("UPDATE identity_locks SET version = version + 1 WHERE id = 'administrators'", [], tx)

/** How many system administrators could sign in now. */
export async function countAdministrators(kernel: Kernel, tx?: Tx): Promise<number> {
  const now = kernel.clock.now()
  const roles = [...builtinRoles(kernel).values()].filter((role) => role.exclusive === 'system').map(({ id }) => id)
  if (roles.length === 0) return 0
  const [row] = await unscoped<{ n: number }>(
    kernel.store,
    'one administrator must remain, wherever',
    {
      sql: `SELECT COUNT(DISTINCT u.id) AS n FROM role_assignments a JOIN users u ON u.id = a.subject_id
            WHERE a.subject_kind = 'user' AND a.role_id IN (${marks(roles)}) AND u.state = 'active' AND u.valid_until_at > ?
              AND (a.valid_from_at IS NULL OR a.valid_from_at <= ?) AND (a.valid_until_at IS NULL OR a.valid_until_at > ?)`,
      params: [...roles, now, now, now],
    },
    tx,
  )
  return Number(row?.n ?? 0)
}

/** Called after the change, under the lock: what would leave nobody is taken back. */
export async function assertAdministratorRemains(kernel: Kernel, tx: Tx): Promise<void> {
  if ((await countAdministrators(kernel, tx)) === 0) throw refuseWith(roleErrors, 'role.last-administrator')
}
