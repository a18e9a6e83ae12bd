import { text } from '@liren/contract'
import { supplyKinds, supplyStates } from '@liren/contract/capabilities/supply'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { at, lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { detachFiles } from '../file/read.ts'
import { contactOf, materialsOf, type SupplyRow, sealContact, supplyFiles } from './row.ts'

/** What somebody applied for. That a meter or pile was put in stays with the house; whose telephone and papers it was goes. */
export const supplyData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string, tx?: Tx) =>
    unscoped<SupplyRow>(
      kernel.store,
      'people may know, and take back, what is kept about themselves',
      { sql: 'SELECT * FROM supply_applications WHERE applicant_id = ? ORDER BY id DESC LIMIT 2000', params: [userId] },
      tx,
    )
  return {
    name: 'supply',
    text: text('用能申办', 'Energy service applications'),
    async records({ userId }) {
      return (await mine(userId)).map((row) =>
        lines(
          ['编号', 'Number', row.number],
          ['事项', 'Kind', supplyKinds[row.kind].zh],
          ['地址', 'Address', row.address],
          ['车位', 'Parking space', row.parking_label],
          ['联系人', 'Contact', contactOf(kernel, row).name],
          ['联系电话', 'Phone', contactOf(kernel, row).phone],
          ['状态', 'State', supplyStates[row.state].zh],
          ['说明', 'Note', row.note],
          ['提交时间', 'Submitted', at(row.submitted_at)],
        ),
      )
    },
    files: async ({ userId }) => (await mine(userId)).flatMap(materialsOf),
    async erase({ userId }, tx) {
      const rows = await mine(userId, tx)
      for (const { id } of rows) {
        await detachFiles(kernel, supplyFiles, id, tx)
        await kernel.store.run('UPDATE supply_steps SET by_id = NULL WHERE application_id = ? AND by_id = ?', [id, userId], tx)
        const nobody = sealContact(kernel, id, { name: '已注销用户', phone: '' })
        await kernel.store.run(
          "UPDATE supply_applications SET applicant_id = NULL, contact_sealed = ?, note = '', materials = NULL WHERE id = ?",
          [nobody, id],
          tx,
        )
      }
      await closeOpen(
        rows.map(({ id }) => id),
        tx,
      )
      return { erased: rows.length }
    },
  }
  /** What nobody waits for any more is not handled further. */
  async function closeOpen(ids: readonly string[], tx: Tx): Promise<void> {
    for (const id of ids)
      await kernel.store.run(
        "UPDATE supply_applications SET state = 'withdrawn', open_key = NULL, due_at = NULL, version = version + 1 WHERE id = ? AND open_key IS NOT NULL",
        [id],
        tx,
      )
  }
}
