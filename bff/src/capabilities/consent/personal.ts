import { text } from '@liren/contract'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData, Subject } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { ConsentRow } from './ledger.ts'
import { presentLines } from './present.ts'

/** What somebody agreed to. The ledger itself proves that we were allowed to, and stays. */
export const consentData = (kernel: Kernel): PersonalData => {
  const about = ({ userId, personIds }: Subject, tx?: Tx) => {
    const who = combine('OR', [{ sql: 'user_id = ?', params: [userId] }, ...(personIds.length > 0 ? [among('person_id', personIds)] : [])])
    return unscoped<ConsentRow>(
      kernel.store,
      'people may know what is kept about themselves',
      {
        sql: `SELECT * FROM consents WHERE ${who.sql} ORDER BY id DESC LIMIT 1000`,
        params: who.params,
      },
      tx,
    )
  }
  return {
    name: 'consents',
    text: text('授权记录', 'Consents'),
    records: async (subject) =>
      (await presentLines(kernel, await about(subject))).map((line) =>
        lines(
          ['用途', 'Purpose', line.purposeText.zh],
          ['操作', 'Action', line.action === 'given' ? '同意' : '撤回'],
          ['告知版本', 'Version of the text', line.textVersion],
          ['方式', 'Channel', line.channel],
          ['时间', 'When', at(Date.parse(line.at))],
        ),
      ),
    async erase(subject, tx) {
      const count = (await about(subject, tx)).length
      if (count === 0) return { erased: 0 }
      return {
        erased: 0,
        kept: {
          count,
          why: text('证明处理曾有合法依据，仅含账号编号', 'Proves that what was done was allowed; holds the number of the account only'),
          basis: '《个人信息保护法》第六十九条（举证责任）',
        },
      }
    },
  }
}
