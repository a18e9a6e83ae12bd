import { text } from '@liren/contract'
import { catalogueDomains, domainCodes } from '@liren/contract/capabilities/catalogue'
import { day, type SeedSet } from '../set.ts'

/** Which of the demo's people answers for what an office owns. */
const answers: Readonly<Record<string, string>> = { 社区居民委员会: 'officer', 物业服务中心: 'manager', 信息安全岗: 'admin' }

/** Who answers for each kind of data, and who manages its grants. */
export const stewards: SeedSet = {
  name: 'stewards',
  text: text('数据责任人', 'Stewards of data'),
  run: async ({ insert, rows, now }) => {
    const accounts = await rows<{ id: string; account: string }>(
      "SELECT id, account FROM users WHERE account IN ('officer', 'manager', 'admin', 'security')",
    )
    const idOf = (account: string) => accounts.find((one) => one.account === account)?.id
    const manager = idOf('security')
    await insert(
      'catalogue_stewards',
      domainCodes.flatMap((domain) => {
        const owner = catalogueDomains[domain].owner.zh
        const responsible = idOf(answers[owner] ?? 'admin')
        if (responsible === undefined || manager === undefined) return []
        const named = { owner, responsible_id: responsible, manager_id: manager, set_by: manager }
        return [{ domain, ...named, set_at: now - 30 * day, version: 1 }]
      }),
    )
  },
}
