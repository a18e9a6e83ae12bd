import { text } from '@liren/contract'
import { day, hour, type SeedSet } from '../set.ts'

const desks = { kind: 'workbook', target_id: 'desks', target_name: '办公终端' } as const

/** What was asked to leave the house, and what did not get out of it. */
export const egress: SeedSet = {
  name: 'egress',
  text: text('数据流出申请与拦截', 'Requests to leave, and what was stopped'),
  run: async ({ insert, rows, ids, now }) => {
    const accounts = await rows<{ id: string; account: string }>("SELECT id, account FROM users WHERE account IN ('admin', 'security')")
    const [asker, decider] = ['admin', 'security'].map((name) => accounts.find(({ account }) => account === name)?.id)
    if (asker === undefined || decider === undefined) return
    const [city] = await rows<{ path: string }>('SELECT path FROM places WHERE parent_id IS NULL')
    const at = { ...desks, place_path: city?.path ?? '/' }
    const decided = { decided_by: decider, decided_at: now - 2 * day }
    await insert('egress_requests', [
      {
        ...{
          id: ids.at(now - 3 * day),
          ...at,
          subject: 'person',
          clearance: 'L4',
          reason: '配合派出所核对流动人口证件',
          basis: 'law',
          days: 7,
        },
        ...{
          state: 'approved',
          asked_by: asker,
          asked_at: now - 3 * day,
          ...decided,
          until_at: now + 5 * day,
          note: '仅限本次核对',
          version: 2,
        },
      },
      {
        ...{
          id: ids.at(now - 2 * hour),
          ...at,
          subject: 'vehicle',
          clearance: 'L4',
          reason: '车位年审需核对车主证件',
          basis: 'contract',
          days: 3,
        },
        ...{
          state: 'waiting',
          asked_by: asker,
          asked_at: now - 2 * hour,
          decided_by: null,
          decided_at: null,
          until_at: null,
          note: null,
          version: 1,
        },
      },
    ])
    const stop = (subject: string, fields: readonly string[], times: number, since: number) => ({
      ...{ id: ids.at(since), stop_key: `workbook:desks:${subject}:${Math.floor(since / hour)}`, ...at, subject, clearance: 'L3' },
      ...{ fields: JSON.stringify(fields), times, first_at: since, last_at: since + 600_000 },
    })
    await insert('egress_stops', [
      stop('house', ['ownerPaper'], 1, now - 4 * day),
      stop('person', ['health', 'idNumber'], 2, now - 26 * hour),
    ])
  },
}
