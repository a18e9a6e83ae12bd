import { type HouseholdClaim, householdErrors } from '@liren/contract/capabilities/household'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Principal, Scope } from '../../kernel/http/route.ts'
import { accountById, phoneOf } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { detachFiles } from '../file/read.ts'
import { claimSubject, withHouses } from './claims.ts'
import { join } from './join.ts'
import { assertValidity } from './policy.ts'
import { type ClaimRow, sealed } from './row.ts'

const day = 86_400_000
/** Proofs show deeds and identity cards: they go a month after they served their purpose. */
const proofKeptMs = 30 * day
/** What nobody decided in a month is closed; the person is asked to come again. */
const waitsMs = 30 * day

/** A request that this caller may see, by where it is or by whose it is. */
export async function findClaim(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<ClaimRow> {
  const whose: Condition = scope.kind === 'self' ? { sql: 'user_id = ?', params: [scope.userId] } : underPlaces('place_path', scope.places)
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, whose])
  const statement = { sql: `SELECT * FROM household_claims WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<ClaimRow>(kernel.store, scope, 'household_claims', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function showClaim(kernel: Kernel, scope: Scope, viewer: Principal, id: string, tx?: Tx): Promise<HouseholdClaim> {
  const [claim] = await withHouses(kernel, viewer, [await findClaim(kernel, scope, id, tx)], tx)
  if (!claim) throw refuse('not-found')
  return claim
}

/** Moves a waiting request on. Of two who decide at the same moment the second is told that it is decided. */
async function decide(kernel: Kernel, row: ClaimRow, seen: number, change: Readonly<Record<string, SqlValue>>, tx: Tx): Promise<void> {
  const columns = { ...change, decided_at: kernel.clock.now(), waiting_key: null, version: row.version + 1 }
  const sets = Object.keys(columns).map((column) => `${column} = ?`)
  const count = await kernel.store.run(
    `UPDATE household_claims SET ${sets.join(', ')} WHERE id = ? AND version = ? AND state = 'waiting'`,
    [...Object.values(columns), row.id, seen],
    tx,
  )
  if (count === 1) return
  const [now] = await unscoped<ClaimRow>(
    kernel.store,
    'why a decision did not happen is told to whoever made it',
    { sql: 'SELECT * FROM household_claims WHERE id = ?', params: [row.id] },
    tx,
  )
  throw now?.state === 'waiting' ? refuse('stale', { details: { version: now.version } }) : refuseWith(householdErrors, 'household.decided')
}

export async function approve(
  kernel: Kernel,
  viewer: Principal,
  row: ClaimRow,
  { version, validUntil }: { version: number; validUntil?: string | null | undefined },
  tx: Tx,
): Promise<void> {
  if (row.user_id === viewer.id) throw refuseWith(householdErrors, 'household.own-request')
  const until = validUntil === undefined ? row.valid_until_at : validUntil === null ? null : Date.parse(validUntil)
  assertValidity(row.relation, row.valid_from_at, until)
  const proofUntil = kernel.clock.now() + proofKeptMs
  await decide(kernel, row, version, { state: 'approved', decided_by: viewer.id, valid_until_at: until, proof_until_at: proofUntil }, tx)
  const user = await accountById(kernel, row.user_id, tx)
  if (!user || user.state === 'retired') throw refuse('not-found')
  const name = sealed(kernel, 'household_claims', row.id).open('name_sealed', row.name_sealed)
  const belonging = { houseId: row.house_id, placePath: row.place_path, name, phone: phoneOf(kernel, user), relation: row.relation }
  await join(kernel, user, { ...belonging, from: row.valid_from_at, until }, tx)
}

export async function reject(
  kernel: Kernel,
  viewer: Principal,
  row: ClaimRow,
  { version, reason }: { version: number; reason: string },
  tx: Tx,
): Promise<void> {
  if (row.user_id === viewer.id) throw refuseWith(householdErrors, 'household.own-request')
  await decide(
    kernel,
    row,
    version,
    { state: 'rejected', decided_by: viewer.id, reason, proof_until_at: kernel.clock.now() + proofKeptMs },
    tx,
  )
}

export async function withdraw(kernel: Kernel, row: ClaimRow, version: number, tx: Tx): Promise<void> {
  await decide(kernel, row, version, { state: 'withdrawn', proofs: null }, tx)
  await detachFiles(kernel, claimSubject, row.id, tx)
}

/** Closes what waited too long, and lets go of proofs that have served. */
export async function expireClaims(kernel: Kernel, now: number): Promise<void> {
  const reason = 'requests and proofs run out by themselves'
  const forgotten = await unscoped<ClaimRow>(kernel.store, reason, {
    sql: "SELECT * FROM household_claims WHERE state = 'waiting' AND created_at <= ? ORDER BY id LIMIT 500",
    params: [now - waitsMs],
  })
  for (const row of forgotten)
    await kernel.store.tx(async (tx) => {
      await decide(kernel, row, row.version, { state: 'expired', proofs: null }, tx)
      await detachFiles(kernel, claimSubject, row.id, tx)
    })
  const served = await unscoped<ClaimRow>(kernel.store, reason, {
    sql: 'SELECT * FROM household_claims WHERE proof_until_at IS NOT NULL AND proof_until_at <= ? AND proofs IS NOT NULL ORDER BY id LIMIT 500',
    params: [now],
  })
  for (const row of served)
    await kernel.store.tx(async (tx) => {
      await kernel.store.run('UPDATE household_claims SET proofs = NULL WHERE id = ?', [row.id], tx)
      await detachFiles(kernel, claimSubject, row.id, tx)
    })
}
