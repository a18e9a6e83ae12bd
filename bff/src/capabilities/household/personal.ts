import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { detachFiles } from '../file/read.ts'
import { housesById } from './houses.ts'
import { type ClaimRow, type MemberRow, sealed } from './row.ts'

const why = 'people may know, and take back, what is kept about themselves'

/** Houses that somebody belongs to, belonged to, or asked for. */
export const householdData = (kernel: Kernel): PersonalData => {
  const members = (userId: string) =>
    unscoped<MemberRow>(kernel.store, why, { sql: 'SELECT * FROM household_members WHERE user_id = ? ORDER BY id', params: [userId] })
  const claims = (userId: string, tx?: Tx) =>
    unscoped<ClaimRow>(kernel.store, why, { sql: 'SELECT * FROM household_claims WHERE user_id = ? ORDER BY id', params: [userId] }, tx)
  return {
    name: 'households',
    text: text('房屋与家人', 'Households'),
    async records({ userId }) {
      const [own, asked] = [await members(userId), await claims(userId)]
      const houses = await housesById(
        kernel,
        [...own, ...asked].map(({ house_id }) => house_id),
      )
      const nameOf = (id: string) => [houses.get(id)?.estate, houses.get(id)?.name].filter(Boolean).join(' ')
      return [
        ...own.map((row) =>
          lines(
            ['房屋', 'House', nameOf(row.house_id)],
            ['身份', 'As', row.relation],
            ['登记姓名', 'Name', sealed(kernel, 'household_members', row.id).open('name_sealed', row.name_sealed)],
            ['登记电话', 'Phone', sealed(kernel, 'household_members', row.id).openOrNull('phone_sealed', row.phone_sealed)],
            ['状态', 'State', row.state],
            ['起始', 'From', at(row.valid_from_at)],
            ['截止', 'Until', at(row.valid_until_at)],
          ),
        ),
        ...asked.map((row) =>
          lines(
            ['申请绑定', 'Asked for', nameOf(row.house_id)],
            ['申请时间', 'When', at(row.created_at)],
            ['结果', 'Result', row.state],
            ['说明', 'Note', sealed(kernel, 'household_claims', row.id).openOrNull('note_sealed', row.note_sealed)],
            ['答复', 'Answer', row.reason],
          ),
        ),
      ]
    },
    async files({ userId }) {
      return (await claims(userId)).flatMap(({ proofs }) => (proofs === null ? [] : (JSON.parse(proofs) as string[])))
    },
    async erase({ userId }, tx) {
      for (const { id } of await claims(userId, tx)) await detachFiles(kernel, 'household-claim', id, tx)
      const asked = await kernel.store.run('DELETE FROM household_claims WHERE user_id = ?', [userId], tx)
      return { erased: asked + (await kernel.store.run('DELETE FROM household_members WHERE user_id = ?', [userId], tx)) }
    },
  }
}
