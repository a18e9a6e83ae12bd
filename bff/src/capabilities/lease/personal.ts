import { text } from '@liren/contract'
import { leaseStates, rentalKinds } from '@liren/contract/capabilities/lease'
import type { Kernel } from '../../kernel/kernel.ts'
import type { PersonalData } from '../../kernel/personal.ts'
import { lines } from '../../kernel/personal-lines.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { detachFiles } from '../file/read.ts'
import { housesById } from '../household/read.ts'
import { isRunning, type LeaseRow, leasePhotos, photosOf, tenantsOf } from './row.ts'

/** Leases that somebody registered as a landlord. Those that run stay with the house; the account leaves them. */
export const leaseData = (kernel: Kernel): PersonalData => {
  const mine = (userId: string, tx?: Tx) =>
    unscoped<LeaseRow>(
      kernel.store,
      'people may know, and take back, what is kept about themselves',
      { sql: 'SELECT * FROM leases WHERE landlord_id = ? ORDER BY id', params: [userId] },
      tx,
    )
  return {
    name: 'leases',
    text: text('登记的租约', 'Leases'),
    async records({ userId }) {
      const rows = await mine(userId)
      const houses = await housesById(
        kernel,
        rows.map(({ house_id }) => house_id),
      )
      return rows.map((row) => {
        const house = houses.get(row.house_id)
        return lines(
          ['房屋', 'House', [house?.estate, house?.name].filter(Boolean).join(' ')],
          ['出租方式', 'How it is let', rentalKinds[row.kind].zh],
          ['租期', 'From and until', `${row.from_on} – ${row.until_on}`],
          [
            '租客',
            'Tenants',
            tenantsOf(kernel, row)
              .map(({ name }) => name)
              .join('、'),
          ],
          ['状态', 'State', leaseStates[row.state].zh],
        )
      })
    },
    files: async ({ userId }) => (await mine(userId)).flatMap(photosOf),
    async erase({ userId }, tx) {
      const rows = await mine(userId, tx)
      const running = rows.filter(isRunning)
      for (const { id } of rows.filter((row) => !isRunning(row))) {
        await detachFiles(kernel, leasePhotos, id, tx)
        await kernel.store.run('DELETE FROM leases WHERE id = ?', [id], tx)
      }
      await kernel.store.run('UPDATE leases SET landlord_id = NULL WHERE landlord_id = ?', [userId], tx)
      return {
        erased: rows.length - running.length,
        kept: {
          count: running.length,
          why: text('租约仍在履行，出租房登记保留到结束', 'The lease still runs: the register of let houses keeps it until it ends'),
          basis: '《租赁房屋治安管理规定》',
        },
      }
    },
  }
}
