import { household as contract } from '@liren/contract/capabilities/household'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable, unscoped } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { claimSubject } from './claims.ts'
import { endExpired } from './join.ts'
import { householdData } from './personal.ts'
import { mayReview } from './policy.ts'
import { expireClaims } from './review.ts'
import { householdRoutes } from './routes.ts'
import type { ClaimRow } from './row.ts'

scopedTable('household_members', { placePath: 'place_path', owner: 'user_id', house: 'house_id', also: ['phone_index'] })
scopedTable('household_claims', { placePath: 'place_path', owner: 'user_id', house: 'house_id' })
scopedTable('household_contacts', { placePath: 'place_path', house: 'house_id', also: ['phone_index'] })

/** Who belongs to which house, and how it came about. */
export const household: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, claimSubject, async (principal, claimId) => {
    const row = await claimPlace(kernel, claimId)
    return row !== undefined && (row.user_id === principal.id || mayReview(principal, row.place_path))
  })
  return {
    contract,
    routes: householdRoutes(kernel),
    personal: [householdData(kernel)],
    placedTables: ['household_members', 'household_claims', 'household_contacts'],
    jobs: [
      {
        kind: 'household.expire',
        text: { zh: '到期成员、申请与证明材料的清理', en: 'End memberships, requests and proofs that ran out' },
        daily: '02:50',
        async run(_, { now }) {
          await endExpired(kernel, now)
          await expireClaims(kernel, now)
        },
      },
    ],
  }
}

async function claimPlace(kernel: Kernel, id: string): Promise<Pick<ClaimRow, 'user_id' | 'place_path'> | undefined> {
  const statement = { sql: 'SELECT user_id, place_path FROM household_claims WHERE id = ?', params: [id] }
  const [row] = await unscoped<ClaimRow>(kernel.store, 'whose proof it is decides who may see it', statement)
  return row
}
