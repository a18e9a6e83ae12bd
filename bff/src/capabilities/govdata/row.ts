import type { GovItem, GovScene, GovSubject } from '@liren/contract/capabilities/govdata'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface ItemRow {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly provider: string
  readonly subject: GovSubject
  readonly grade: GovItem['grade']
  readonly scenes: string
  readonly usage_rule: string
  readonly shown_columns: string
  readonly refresh_days: number
  readonly is_open: number
  readonly auth_number: string | null
  readonly auth_purpose: string | null
  readonly auth_until_on: string | null
  readonly version: number
}

export const scenesOf = (row: ItemRow): GovScene[] => JSON.parse(row.scenes) as GovScene[]
export const columnsOf = (row: ItemRow): GovItem['columns'] => JSON.parse(row.shown_columns) as GovItem['columns']

interface Authorisation {
  readonly number: string
  readonly purpose: string
  readonly until: string
}

export const authorisationOf = ({ auth_number: number, auth_purpose: purpose, auth_until_on: until }: ItemRow): Authorisation | null =>
  number === null || purpose === null || until === null ? null : { number, purpose, until }

/** Whether anything of this item may be pulled today. */
export function stateOf({ clock, config }: Pick<Kernel, 'clock' | 'config'>, row: ItemRow): GovItem['state'] {
  if (Number(row.is_open) !== 1) return 'closed'
  const allowed = authorisationOf(row)
  if (!allowed) return 'unauthorised'
  return dayOf(clock.now(), config.LIREN_TIME_ZONE) > allowed.until ? 'over' : 'ready'
}

export const presentItem = (kernel: Kernel, row: ItemRow): GovItem => ({
  ...{ code: row.code, name: row.name, provider: row.provider, subject: row.subject, grade: row.grade, scenes: scenesOf(row) },
  ...{ rule: row.usage_rule, columns: columnsOf(row), refreshDays: Number(row.refresh_days), isOpen: Number(row.is_open) === 1 },
  ...{ authorisation: authorisationOf(row), state: stateOf(kernel, row), version: Number(row.version) },
})

export const allItems = (kernel: Kernel, tx?: Tx): Promise<ItemRow[]> =>
  kernel.store.rows<ItemRow>('SELECT * FROM govdata_items ORDER BY code LIMIT 500', [], tx)

export async function itemCalled(kernel: Kernel, code: string, tx?: Tx): Promise<ItemRow | undefined> {
  const [row] = await kernel.store.rows<ItemRow>('SELECT * FROM govdata_items WHERE code = ?', [code], tx)
  return row
}
