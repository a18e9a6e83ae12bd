import { text } from '@liren/contract'
import { day, hour, type SeedSet } from '../set.ts'

/** What colleagues passed on to each other. */
export const shares: SeedSet = {
  name: 'shares',
  text: text('记录转发', 'Shares'),
  run: async ({ insert, rows, ids, now }) => {
    const accounts = await rows<{ id: string; account: string }>(
      "SELECT id, account FROM users WHERE account IN ('manager', 'officer', 'duty', 'housekeeper')",
    )
    const idOf = (account: string) => accounts.find((one) => one.account === account)?.id
    const [manager, officer, duty, housekeeper] = ['manager', 'officer', 'duty', 'housekeeper'].map(idOf)
    const near = "place_path LIKE '/jl/yx/wt/fl/%'"
    const repairs = await rows<{ id: string }>(`SELECT id FROM repairs WHERE ${near} ORDER BY id DESC LIMIT 3`)
    const [house] = await rows<{ id: string }>(`SELECT id FROM house_files WHERE ${near} AND state = 'active' ORDER BY id LIMIT 1`)
    const [service] = await rows<{ id: string }>("SELECT id FROM departments WHERE name = '客户服务部'")
    if (!manager || !officer || !duty || !housekeeper || !house || !service || repairs.length < 3) return
    const [first, second, third] = repairs.map(({ id }) => id)
    const made = (at: number, what: object, days: number, more: object = {}) => ({
      ...{ id: ids.at(at), receiver_kind: 'user', created_at: at, until_at: at + days * day, revoked_at: null },
      ...{ open_count: 0, last_opened_at: null, version: 1, ...what, ...more },
    })
    await insert('shares', [
      made(
        now - 5 * day,
        { subject: 'repair', record_id: third, sender_id: duty, receiver_id: manager, reason: '居民两次来电催办，请跟进' },
        3,
        { open_count: 2, last_opened_at: now - 4 * day },
      ),
      made(
        now - 2 * day,
        { subject: 'house', record_id: house.id, sender_id: officer, receiver_id: manager, reason: '请核对该户登记的面积' },
        7,
        { open_count: 1, last_opened_at: now - 30 * hour },
      ),
      made(
        now - 9 * hour,
        { subject: 'house', record_id: house.id, sender_id: manager, receiver_id: officer, reason: '面积已按产权证改正，请复核' },
        7,
      ),
      made(
        now - 26 * hour,
        { subject: 'repair', record_id: second, sender_id: manager, receiver_id: housekeeper, reason: '请今天内回访' },
        7,
        { revoked_at: now - 20 * hour, version: 2 },
      ),
      made(
        now - 3 * hour,
        { subject: 'repair', record_id: first, sender_id: manager, receiver_id: service.id, reason: '完工后请客服回访满意度' },
        7,
        { receiver_kind: 'department' },
      ),
    ])
  },
}
