import { mask } from '../crypto/mask.ts'
import type { Kernel } from '../kernel.ts'
import { unscoped } from '../store/scope.ts'
import type { SqlValue, Tx } from '../store/store.ts'
import { accountById, nameOf, phoneOf } from './accounts.ts'
import { rolesGranting } from './roles.ts'

/** Answers about people that other capabilities may ask: who can do this here, whom to call, whom to notify. */
export interface Person {
  readonly id: string
  readonly name: string
}

/** `/jl/yx/wt/` → `/`, `/jl/`, `/jl/yx/`, `/jl/yx/wt/`: a grant at any of them covers the place. */
function coveringPaths(path: string): string[] {
  const steps = path.split('/').filter((step) => step !== '')
  return ['/', ...steps.map((_, i) => `/${steps.slice(0, i + 1).join('/')}/`)]
}

const most = 200

/** People in force today who hold a permission over this place, themselves or through their department. */
export async function holdersOf(kernel: Kernel, permission: string, placePath: string, tx?: Tx): Promise<Person[]> {
  const roles = (await rolesGranting(kernel, permission, tx)).filter((role) =>
    role.permissions.some(({ code, range }) => code === permission && range === 'place'),
  )
  if (roles.length === 0) return []
  const paths = coveringPaths(placePath)
  const now = kernel.clock.now()
  const marks = (values: readonly unknown[]) => values.map(() => '?').join(', ')
  const params: SqlValue[] = [...roles.map((role) => role.id), ...paths, now, now, now, now]
  const sql = `SELECT DISTINCT u.id, u.name_sealed FROM role_assignments a
    JOIN users u ON (a.subject_kind = 'user' AND u.id = a.subject_id) OR (a.subject_kind = 'department' AND u.department_id = a.subject_id)
    WHERE a.role_id IN (${marks(roles)}) AND a.place_path IN (${marks(paths)})
      AND (a.valid_from_at IS NULL OR a.valid_from_at <= ?) AND (a.valid_until_at IS NULL OR a.valid_until_at > ?)
      AND u.state = 'active' AND u.valid_from_at <= ? AND u.valid_until_at > ?
    ORDER BY u.id LIMIT ${most}`
  const rows = await unscoped<{ id: string; name_sealed: string }>(
    kernel.store,
    'work is given to whoever may do it here',
    { sql, params },
    tx,
  )
  return rows.map((row) => ({ id: row.id, name: nameOf(kernel, row) }))
}

/** Whom to call about something a person reported. */
export async function contactOf(kernel: Kernel, userId: string, tx?: Tx): Promise<{ name: string; phone: string }> {
  const row = await accountById(kernel, userId, tx)
  return row ? { name: nameOf(kernel, row), phone: phoneOf(kernel, row) ?? '' } : { name: mask('all', ''), phone: '' }
}

/** The WeChat identity that a notice can be sent to. */
export async function openIdOf(kernel: Kernel, userId: string, tx?: Tx): Promise<string | undefined> {
  const [row] = await kernel.store.rows<{ id: string; open_id_sealed: string }>(
    'SELECT id, open_id_sealed FROM wechat_identities WHERE user_id = ?',
    [userId],
    tx,
  )
  return row && kernel.sealer.open(row.open_id_sealed, { table: 'wechat_identities', column: 'open_id_sealed', row: row.id })
}
