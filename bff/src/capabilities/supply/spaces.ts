import { parkingArchive } from '@liren/contract/capabilities/parking'
import { keysFor } from '../../engines/archive/row.ts'
import { keyColumn, storedField } from '../../engines/archive/table.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { ownContact } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface Space {
  readonly id: string
  readonly lot: string
  readonly number: string
  readonly place_path: string
  readonly held_until: string | null
}

const most = 20
const holder = storedField(parkingArchive, 'holderPhone')

/** Parking spaces whose file names the telephone of this account as that of the holder, today. */
export async function spacesOf(kernel: Kernel, principal: { readonly id: string }, tx?: Tx): Promise<Space[]> {
  const { phone } = await ownContact(kernel, principal, tx)
  if (phone === '') return []
  const some = among(keyColumn(holder), keysFor(kernel, parkingArchive, holder, phone) as string[])
  const statement = {
    sql: `SELECT id, lot, number, place_path, held_until FROM parking_spaces WHERE ${some.sql} AND state = 'active' ORDER BY id LIMIT ${most}`,
    params: some.params,
  }
  const rows = await unscoped<Space>(kernel.store, 'people are shown the parking spaces that are registered to them', statement, tx)
  const today = dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
  return rows.filter(({ held_until }) => held_until === null || held_until >= today)
}

export const spaceName = ({ lot, number }: Pick<Space, 'lot' | 'number'>): string => `${lot} ${number}`
