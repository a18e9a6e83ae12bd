import { text } from '@liren/contract'
import { entryGrades } from '@liren/contract/capabilities/entry'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { RecorderRow } from './row.ts'

/** Registrations as a recorder: who was bound when is proof of who could write what, and stays. */
export const recorderData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string, tx?: Tx) =>
    unscoped<RecorderRow>(
      kernel.store,
      'people may know what is kept about themselves',
      { sql: 'SELECT * FROM entry_recorders WHERE user_id = ? ORDER BY id', params: [userId] },
      tx,
    )
  return {
    name: 'recorders',
    text: text('录入人员登记', 'Registrations as a recorder'),
    records: async ({ userId }) =>
      (await mine(userId)).map((row) =>
        lines(
          ['录入等级', 'Grade', entryGrades[row.grade].zh],
          ['保密协议', 'Agreement', row.until_on === null ? '未签' : `${row.signed_on} – ${row.until_on}`],
          ['登记时间', 'Registered', at(row.registered_at)],
        ),
      ),
    files: async ({ userId }) => (await mine(userId)).flatMap(({ agreement_file_id }) => agreement_file_id ?? []),
    async erase({ userId }, tx) {
      const rows = await mine(userId, tx)
      await kernel.store.run(
        'UPDATE entry_recorders SET live_key = NULL, ended_at = ? WHERE live_key = ?',
        [kernel.clock.now(), userId],
        tx,
      )
      if (rows.length === 0) return { erased: 0 }
      return {
        erased: 0,
        kept: {
          count: rows.length,
          why: text('保密义务在离职后继续有效，协议须留存', 'The duty of secrecy outlasts the work, so the agreement stays'),
          basis: '《个人信息保护法》第五十一条',
        },
      }
    },
  }
}
