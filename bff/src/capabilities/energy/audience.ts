import type { Consumer } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { consentingUsers } from '../consent/read.ts'

export const energyPurpose = 'energy-detail'

interface Member {
  readonly house_id: string
  readonly user_id: string
}

/** Households that agreed to be looked at one by one: everybody of them who has an account said so, and somebody has one. */
export async function agreeingHouses(
  kernel: Kernel,
  houseIds: readonly string[],
  tx?: Tx,
  purpose: string = energyPurpose,
): Promise<Set<string>> {
  if (houseIds.length === 0) return new Set()
  const where = among('house_id', [...new Set(houseIds)])
  const now = kernel.clock.now()
  const members = await unscoped<Member>(
    kernel.store,
    'whether a household agreed does not depend on who asks',
    {
      sql: `SELECT house_id, user_id FROM household_members WHERE ${where.sql} AND state = 'active' AND user_id IS NOT NULL
            AND valid_from_at <= ? AND (valid_until_at IS NULL OR valid_until_at > ?)`,
      params: [...where.params, now, now],
    },
    tx,
  )
  const given = await consentingUsers(kernel, [...new Set(members.map(({ user_id }) => user_id))], purpose, tx)
  const agreed = new Set(members.map(({ house_id }) => house_id))
  for (const { house_id, user_id } of members) if (!given.has(user_id)) agreed.delete(house_id)
  return agreed
}

/** What somebody agrees to or takes back holds for every month that is kept of their household. */
export const followConsents = (kernel: Kernel): Consumer => ({
  name: 'energy.audience',
  on: ['consent.given', 'consent.withdrawn'],
  async handle(event, tx) {
    const { purpose, userId } = event.payload as { purpose: string; userId?: string }
    if (purpose !== energyPurpose || userId === undefined) return
    const houses = await unscoped<{ house_id: string }>(
      kernel.store,
      'the households of whoever said so',
      { sql: "SELECT house_id FROM household_members WHERE user_id = ? AND state = 'active'", params: [userId] },
      tx,
    )
    const ids = houses.map(({ house_id }) => house_id)
    const agreed = await agreeingHouses(kernel, ids, tx)
    for (const id of ids)
      for (const table of ['energy_meters', 'energy_months'])
        await kernel.store.run(
          `UPDATE ${table} SET audience = ? WHERE house_id = ?`,
          [agreed.has(id) ? 'administration' : 'household', id],
          tx,
        )
  },
})
