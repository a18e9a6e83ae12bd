import { householdErrors, type Relation } from '@liren/contract/capabilities/household'
import { refuseWith } from '../../kernel/errors.ts'
import { nowhere, type UserRow, updateAccount } from '../../kernel/identity/accounts.ts'
import { announce } from '../../kernel/identity/announce.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placesAbove } from '../place/read.ts'
import { liveKey, phoneIndexIn, phoneSuffixIn, sealed } from './row.ts'

interface Belonging {
  readonly houseId: string
  readonly placePath: string
  readonly name: string
  readonly phone: string | null
  readonly relation: Relation
  readonly from: number
  readonly until: number | null
}

/** Puts somebody into a household. Belonging twice at the same time is refused, however it came about. */
export async function join(kernel: Kernel, user: UserRow, belonging: Belonging, tx: Tx): Promise<string> {
  const now = kernel.clock.now()
  await endOver(kernel, liveKey(belonging.houseId, user.id), now, tx)
  const id = kernel.ids.next()
  const at = sealed(kernel, 'household_members', id)
  const made = await insertOnce(
    kernel.store,
    'household_members',
    {
      id,
      house_id: belonging.houseId,
      place_path: belonging.placePath,
      user_id: user.id,
      name_sealed: at.seal('name_sealed', belonging.name),
      phone_sealed: at.sealOrNull('phone_sealed', belonging.phone),
      phone_index: belonging.phone === null ? null : phoneIndexIn(kernel, 'household_members', belonging.phone),
      phone_suffix: belonging.phone === null ? null : phoneSuffixIn(kernel, 'household_members', belonging.phone),
      relation: belonging.relation,
      state: 'active',
      valid_from_at: belonging.from,
      valid_until_at: belonging.until,
      live_key: liveKey(belonging.houseId, user.id),
      created_at: now,
    },
    tx,
  )
  if (!made) throw refuseWith(householdErrors, 'household.bound')
  await settle(kernel, user, belonging, tx)
  announce(kernel, user.id, tx)
  return id
}

/** A tenancy that ran out yesterday does not stand in the way of a new one, though the nightly job has not come by. */
export const endOver = (kernel: Kernel, key: string, now: number, tx: Tx) =>
  kernel.store.run(
    "UPDATE household_members SET state = 'ended', ended_at = valid_until_at, live_key = NULL, version = version + 1 WHERE live_key = ? AND valid_until_at <= ?",
    [key, now],
    tx,
  )

/** Whoever came with nothing but a phone number now has a name and a community. */
export async function settle(
  kernel: Kernel,
  user: UserRow,
  { name, placePath }: Pick<Belonging, 'name' | 'placePath'>,
  tx: Tx,
): Promise<void> {
  if (user.class !== 'resident' || user.place_path !== nowhere) return
  const community = (await placesAbove(kernel, placePath, tx)).find(({ kind }) => kind === 'community')
  if (!community) return
  await updateAccount(kernel, user, { name, place_id: community.id, place_path: community.path }, tx)
}

/** Ends what ran out: the effect was there at once, this only tidies up. */
export async function endExpired(kernel: Kernel, now: number): Promise<number> {
  const over = await unscoped<{ id: string; version: number }>(kernel.store, 'what ran out ends, wherever it is', {
    sql: "SELECT id, version FROM household_members WHERE state IN ('active', 'invited') AND valid_until_at IS NOT NULL AND valid_until_at <= ? ORDER BY id LIMIT 1000",
    params: [now],
  })
  let ended = 0
  for (const { id, version } of over)
    ended += await kernel.store.run(
      "UPDATE household_members SET state = 'ended', ended_at = valid_until_at, live_key = NULL, version = version + 1 WHERE id = ? AND version = ?",
      [id, version],
    )
  return ended
}
