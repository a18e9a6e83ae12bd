import type { UserClass } from '@liren/contract/capabilities/user'
import { userErrors } from '@liren/contract/capabilities/user'
import { refuse, refuseWith } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { indexName } from '../store/ddl/index-name.ts'
import { scopedTable, unscoped } from '../store/scope.ts'
import type { SqlValue, Tx } from '../store/store.ts'
import { isUniqueViolation } from '../store/store-error.ts'
import { isIntact, macOf } from './guard.ts'
import { writeNameGrams } from './name-grams.ts'

scopedTable('users', { placePath: 'place_path', also: ['phone_index'] })

export interface UserRow {
  readonly id: string
  readonly account: string | null
  readonly name_sealed: string
  readonly phone_sealed: string | null
  readonly phone_index: string | null
  readonly class: UserClass
  readonly place_id: string | null
  readonly place_path: string
  readonly department_id: string | null
  readonly state: 'active' | 'disabled' | 'retired'
  readonly state_reason: string | null
  readonly is_transferred: number
  readonly valid_from_at: number
  readonly valid_until_at: number
  readonly idle_minutes: number
  readonly max_failures: number
  readonly password_hash: string | null
  readonly password_changed_at: number | null
  readonly must_change_password: number
  readonly totp_sealed: string | null
  readonly has_second_factor: number
  readonly totp_counter: number
  readonly last_sign_in_at: number | null
  readonly last_end: string | null
  readonly persona: string | null
  readonly row_mac: string
  readonly created_at: number
  readonly version: number
}

/** What an account is made of; everything else has a beginning of its own. */
export interface NewAccount {
  readonly id?: string | undefined
  readonly account?: string | null | undefined
  readonly name: string
  readonly phone?: string | null | undefined
  readonly class: UserClass
  readonly placeId?: string | null | undefined
  readonly placePath?: string | undefined
  readonly departmentId?: string | null | undefined
  readonly validFrom: number
  readonly validUntil: number
  readonly idleMinutes: number
  readonly maxFailures: number
  readonly passwordHash?: string | null | undefined
  readonly mustChangePassword?: boolean | undefined
  readonly persona?: string | null | undefined
}

/** Nobody stands above a place that is nowhere: only those who cover everything see such accounts. */
export const nowhere = '/'
/** Residents do not expire; the year 9999. */
export const forEver = 253_370_764_800_000
export const residentIdleMinutes = 30 * 24 * 60
export const usualFailures = 5

const at = (column: string, row: string) => ({ table: 'users', column, row })

export const phoneIndex = (kernel: Kernel, phone: string): string =>
  kernel.sealer.blindIndex(phone, { table: 'users', column: 'phone_sealed' })

export const phoneIndexes = (kernel: Kernel, phone: string): string[] =>
  kernel.sealer.blindIndexes(phone, { table: 'users', column: 'phone_sealed' })

export const nameOf = (kernel: Kernel, row: Pick<UserRow, 'id' | 'name_sealed'>): string =>
  kernel.sealer.open(row.name_sealed, at('name_sealed', row.id))

export const phoneOf = (kernel: Kernel, row: Pick<UserRow, 'id' | 'phone_sealed'>): string | null =>
  row.phone_sealed === null ? null : kernel.sealer.open(row.phone_sealed, at('phone_sealed', row.id))

export const totpSecretOf = (kernel: Kernel, row: Pick<UserRow, 'id' | 'totp_sealed'>): Buffer | null =>
  row.totp_sealed === null ? null : Buffer.from(kernel.sealer.open(row.totp_sealed, at('totp_sealed', row.id)), 'hex')

export const sealTotp = (kernel: Kernel, id: string, secret: Buffer): string =>
  kernel.sealer.seal(secret.toString('hex'), at('totp_sealed', id))

export async function findAccount(kernel: Kernel, where: string, params: readonly SqlValue[], tx?: Tx): Promise<UserRow | undefined> {
  const statement = { sql: `SELECT * FROM users WHERE ${where}`, params }
  const [row] = await unscoped<UserRow>(kernel.store, 'who somebody is does not depend on who asks', statement, tx)
  return row
}

export const accountById = (kernel: Kernel, id: string, tx?: Tx): Promise<UserRow | undefined> => findAccount(kernel, 'id = ?', [id], tx)

export function accountByPhone(kernel: Kernel, phone: string, tx?: Tx): Promise<UserRow | undefined> {
  const indexes = phoneIndexes(kernel, phone)
  return findAccount(kernel, `phone_index IN (${indexes.map(() => '?').join(', ')})`, indexes, tx)
}

/** A row that somebody changed behind our back lets nobody in. */
export function assertIntact(kernel: Kernel, row: UserRow): void {
  if (isIntact(kernel.sealer, 'users', row)) return
  kernel.log.error({ user: row.id }, 'an account failed its integrity check and is refused')
  throw refuseWith(userErrors, 'role.tampered')
}

export async function insertAccount(kernel: Kernel, draft: NewAccount, tx: Tx): Promise<UserRow> {
  const id = draft.id ?? kernel.ids.next()
  const phone = draft.phone ?? null
  const now = kernel.clock.now()
  const row: UserRow = {
    id,
    account: draft.account ?? null,
    name_sealed: kernel.sealer.seal(draft.name, at('name_sealed', id)),
    phone_sealed: phone === null ? null : kernel.sealer.seal(phone, at('phone_sealed', id)),
    phone_index: phone === null ? null : phoneIndex(kernel, phone),
    class: draft.class,
    place_id: draft.placeId ?? null,
    place_path: draft.placePath ?? nowhere,
    department_id: draft.departmentId ?? null,
    state: 'active',
    state_reason: null,
    is_transferred: 0,
    valid_from_at: draft.validFrom,
    valid_until_at: draft.validUntil,
    idle_minutes: draft.idleMinutes,
    max_failures: draft.maxFailures,
    password_hash: draft.passwordHash ?? null,
    password_changed_at: draft.passwordHash ? now : null,
    must_change_password: draft.mustChangePassword ? 1 : 0,
    totp_sealed: null,
    has_second_factor: 0,
    totp_counter: 0,
    last_sign_in_at: null,
    last_end: null,
    persona: draft.persona ?? null,
    row_mac: '',
    created_at: now,
    version: 1,
  }
  const whole = { ...row, row_mac: macOf(kernel.sealer, 'users', row) }
  const columns = Object.keys(whole)
  try {
    await kernel.store.run(
      `INSERT INTO users (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
      Object.values(whole) as SqlValue[],
      tx,
    )
  } catch (error) {
    throw explain(error)
  }
  await writeNameGrams(kernel, id, draft.name, tx)
  return whole
}

export type AccountChange = Partial<Omit<UserRow, 'id' | 'row_mac' | 'created_at' | 'version'>> & {
  readonly name?: string
  readonly phone?: string | null
}

/** Writes a change on the version that was seen; somebody else's change in between is `stale`. */
export async function updateAccount(kernel: Kernel, row: UserRow, change: AccountChange, tx: Tx): Promise<UserRow> {
  const { name, phone, ...columns } = change
  const sealed: Partial<UserRow> = {
    ...(name === undefined ? {} : { name_sealed: kernel.sealer.seal(name, at('name_sealed', row.id)) }),
    ...(phone === undefined
      ? {}
      : phone === null
        ? { phone_sealed: null, phone_index: null }
        : { phone_sealed: kernel.sealer.seal(phone, at('phone_sealed', row.id)), phone_index: phoneIndex(kernel, phone) }),
  }
  const changed = { ...columns, ...sealed }
  const next: UserRow = { ...row, ...changed, version: row.version + 1 }
  const written = { ...changed, row_mac: macOf(kernel.sealer, 'users', next), version: next.version }
  const sets = Object.keys(written).map((column) => `${column} = ?`)
  let count: number
  try {
    count = await kernel.store.run(
      `UPDATE users SET ${sets.join(', ')} WHERE id = ? AND version = ?`,
      [...(Object.values(written) as SqlValue[]), row.id, row.version],
      tx,
    )
  } catch (error) {
    throw explain(error)
  }
  if (count !== 1) throw refuse('stale')
  if (name !== undefined) await writeNameGrams(kernel, row.id, name, tx)
  return { ...next, row_mac: written.row_mac }
}

function explain(error: unknown): unknown {
  if (isUniqueViolation(error, indexName('ux', 'users', ['account']))) return refuseWith(userErrors, 'user.account-taken')
  if (isUniqueViolation(error, indexName('ux', 'users', ['phone_index']))) return refuseWith(userErrors, 'user.phone-taken')
  return error
}
