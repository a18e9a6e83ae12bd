import type { Relation } from '@liren/contract/capabilities/household'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import { underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { housesById } from './houses.ts'
import { isLiving } from './policy.ts'
import { type ClaimRow, type MemberRow, sealed } from './row.ts'

export { type House, housesById, lockHouse } from './houses.ts'

/** What a letter about a request says. */
export interface ClaimForLetter {
  readonly userId: string
  readonly placePath: string
  /** 枫林雅苑 3幢 1单元 1201 */
  readonly house: string
  readonly reason: string | null
}

const why = 'people are told what became of what they asked for'

export async function claimForLetter(kernel: Kernel, id: string, tx?: Tx): Promise<ClaimForLetter | undefined> {
  const statement = { sql: 'SELECT * FROM household_claims WHERE id = ?', params: [id] }
  const [row] = await unscoped<ClaimRow>(kernel.store, why, statement, tx)
  if (!row) return undefined
  return { userId: row.user_id, placePath: row.place_path, house: await houseName(kernel, row.house_id, tx), reason: row.reason }
}

/** What a letter about an invitation says. */
export interface MemberForLetter {
  readonly house: string
  readonly name: string
  readonly invitedBy: { readonly id: string; readonly name: string } | null
}

export async function memberForLetter(kernel: Kernel, id: string, tx?: Tx): Promise<MemberForLetter | undefined> {
  const statement = { sql: 'SELECT * FROM household_members WHERE id = ?', params: [id] }
  const [row] = await unscoped<MemberRow>(kernel.store, why, statement, tx)
  if (!row) return undefined
  const inviter = row.invited_by
  const names = inviter === null ? new Map<string, string>() : await namesOf(kernel, [inviter], tx)
  return {
    house: await houseName(kernel, row.house_id, tx),
    name: sealed(kernel, 'household_members', row.id).open('name_sealed', row.name_sealed),
    invitedBy: inviter === null ? null : { id: inviter, name: names.get(inviter) ?? '' },
  }
}

export async function houseName(kernel: Kernel, houseId: string, tx?: Tx): Promise<string> {
  const house = (await housesById(kernel, [houseId], tx)).get(houseId)
  return house ? `${house.estate} ${house.name}` : ''
}

/** Who lives at a house today and has an account. */
export async function residentsAt(kernel: Kernel, housePath: string, tx?: Tx): Promise<string[]> {
  const now = kernel.clock.now()
  const statement = {
    sql: `SELECT user_id FROM household_members WHERE place_path = ? AND state = 'active' AND user_id IS NOT NULL
          AND valid_from_at <= ? AND (valid_until_at IS NULL OR valid_until_at > ?) ORDER BY id LIMIT 50`,
    params: [housePath, now, now],
  }
  return (await unscoped<{ user_id: string }>(kernel.store, why, statement, tx)).map((row) => row.user_id)
}

/** Whether this account belongs to the house as its owner today. */
export async function ownsHouse(kernel: Kernel, userId: string, houseId: string, tx?: Tx): Promise<boolean> {
  const statement = {
    sql: "SELECT * FROM household_members WHERE house_id = ? AND user_id = ? AND relation = 'owner' AND state = 'active'",
    params: [houseId, userId],
  }
  const rows = await unscoped<MemberRow>(kernel.store, 'whose house it is decides what may be registered of it', statement, tx)
  return rows.some((row) => isLiving(row, kernel.clock.now()))
}

/** Which of these houses this account owns today. */
export async function housesOwnedBy(kernel: Kernel, userId: string, houseIds: readonly string[], tx?: Tx): Promise<string[]> {
  const some = among('house_id', houseIds)
  const statement = {
    sql: `SELECT * FROM household_members WHERE user_id = ? AND state = 'active' AND relation = 'owner' AND ${some.sql}`,
    params: [userId, ...some.params],
  }
  const rows = await unscoped<MemberRow>(kernel.store, 'owners are told what concerns owners', statement, tx)
  return rows.filter((row) => isLiving(row, kernel.clock.now())).map(({ house_id }) => house_id)
}

/** Accounts of the households at or under these places. */
export interface MemberReach {
  readonly paths: readonly string[]
  readonly relation?: Relation
}
const addressed = 'people are told what concerns the place where they live'
const livingWithin = ({ paths, relation }: MemberReach, now: number): Condition =>
  combine('AND', [
    underPlaces('place_path', paths),
    {
      sql: "state = 'active' AND user_id IS NOT NULL AND valid_from_at <= ? AND (valid_until_at IS NULL OR valid_until_at > ?)",
      params: [now, now],
    },
    ...(relation === undefined ? [] : [{ sql: 'relation = ?', params: [relation] }]),
  ])
const mostCounted = 20_000

export async function countMembersWithin(kernel: Kernel, reach: MemberReach, tx?: Tx): Promise<number> {
  const where = livingWithin(reach, kernel.clock.now())
  const statement = {
    sql: `SELECT COUNT(*) AS n FROM (SELECT DISTINCT user_id FROM household_members WHERE ${where.sql} LIMIT ${mostCounted}) reached`,
    params: where.params,
  }
  const [row] = await unscoped<{ n: number }>(kernel.store, addressed, statement, tx)
  return Number(row?.n ?? 0)
}

export interface ReachedMember {
  readonly id: string
  readonly place_path: string
  readonly user_id: string
}

/** The next of them in the order of places: a long walk is done in steps. */
export async function membersWithin(
  kernel: Kernel,
  reach: MemberReach,
  after: Pick<ReachedMember, 'id' | 'place_path'> | undefined,
  limit: number,
  tx?: Tx,
): Promise<ReachedMember[]> {
  const beyond: Condition = after
    ? { sql: '(place_path >= ? AND (place_path > ? OR id > ?))', params: [after.place_path, after.place_path, after.id] }
    : { sql: '1 = 1', params: [] }
  const where = combine('AND', [livingWithin(reach, kernel.clock.now()), beyond])
  const statement = {
    sql: `SELECT id, place_path, user_id FROM household_members WHERE ${where.sql} ORDER BY place_path, id LIMIT ${limit}`,
    params: where.params,
  }
  return unscoped<ReachedMember>(kernel.store, addressed, statement, tx)
}
