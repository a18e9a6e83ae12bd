import { type NoticeCategory, noticeCategories, noticeCategoryNames } from '@liren/contract/capabilities/notice'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'

interface Row {
  readonly user_id: string
  readonly category: NoticeCategory
  readonly is_on: number
}

const isOnUnlessSaid = (category: NoticeCategory): boolean => noticeCategories[category].told !== 'asked'
const isFixed = (category: NoticeCategory): boolean => noticeCategories[category].told === 'always'

export async function subscriptionsOf({ store }: Kernel, userId: string) {
  const rows = await store.rows<Row>('SELECT * FROM notice_subscriptions WHERE user_id = ?', [userId])
  return noticeCategoryNames.map((category) => {
    const said = isFixed(category) ? undefined : rows.find((row) => row.category === category)
    return { category, isOn: said ? said.is_on === 1 : isOnUnlessSaid(category), isFixed: isFixed(category) }
  })
}

/** What is urgent is always told, whatever was asked. */
export async function subscribe({ store }: Kernel, userId: string, category: NoticeCategory, isOn: boolean, tx: Tx): Promise<boolean> {
  if (isFixed(category)) return true
  await upsertRows(store, 'notice_subscriptions', ['user_id', 'category'], [{ user_id: userId, category, is_on: isOn ? 1 : 0 }], tx)
  return isOn
}

/** Those of these people who want to be told of this kind. */
export async function wanting({ store }: Kernel, category: NoticeCategory, people: readonly string[], tx: Tx): Promise<string[]> {
  if (people.length === 0 || isFixed(category)) return [...people]
  const some = among('user_id', people)
  const rows = await store.rows<Row>(
    `SELECT * FROM notice_subscriptions WHERE category = ? AND ${some.sql}`,
    [category, ...some.params],
    tx,
  )
  const said = new Map(rows.map((row) => [row.user_id, row.is_on === 1]))
  return people.filter((id) => said.get(id) ?? isOnUnlessSaid(category))
}
