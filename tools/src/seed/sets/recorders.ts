import { text } from '@liren/contract'
import { createAlbum } from '../album.ts'
import { day, type SeedSet } from '../set.ts'

const dayOf = (at: number): string => new Date(at + 8 * 3_600_000).toISOString().slice(0, 10)

/** Papers of the desk: title, people on it, shelf, days since it came, days it is kept, and when it was taken out and is due. */
const papers = [
  ['常住人口登记表（枫林雅苑 1—3 幢）', 86, '档案室 A 柜 2 层', 190, 730, null],
  ['出租房屋信息采集表（第二季度）', 41, '档案室 A 柜 3 层', 120, 365, 5],
  ['车辆通行证申请表（一月）', 63, '物业前台 2 号柜', 230, 180, null],
  ['老年人关爱登记表', 28, '档案室 B 柜 1 层', 60, 365, -4],
] as const

/** Who of the demo's people may enter data, and the paper forms that lie behind what was entered. */
export const recorders: SeedSet = {
  name: 'recorders',
  text: text('录入人员与纸质材料', 'Recorders and paper forms'),
  run: async (context) => {
    const { insert, rows, ids, now } = context
    const staff = await rows<{ id: string; place_path: string; account: string | null }>(
      `SELECT id, place_path, account FROM users WHERE class <> 'resident' AND id IN (SELECT subject_id FROM role_assignments) ORDER BY id`,
    )
    const officer = staff.find(({ account }) => account === 'officer')
    if (!officer) return
    const album = createAlbum(context, officer.id, 'entry.agreement', 'L3')
    const agreement = album.of('door', 'after', 41)
    const signed = now - 300 * day
    const registered = staff.map((user) => {
      const id = ids.at(signed)
      album.use(id, [agreement])
      return {
        ...{ id, place_path: user.place_path, user_id: user.id, grade: 'L4', agreement_file_id: agreement },
        ...{ signed_on: dayOf(signed), until_on: dayOf(now + 430 * day), registered_by: officer.id, registered_at: signed },
        ...{ ended_at: null, end_reason: null, live_key: user.id, version: 1 },
      }
    })
    await insert('entry_recorders', registered)
    await album.keep(new Map(registered.map(({ id, place_path }) => [id, place_path])))
    const [estate] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'estate' ORDER BY path")
    if (!estate) return
    const at = { place_path: estate.path }
    for (const [title, people, shelf, age, keep, dueIn] of papers) {
      const came = now - age * day
      const [received, keepUntil] = [dayOf(came), dayOf(came + keep * day)]
      const due = dueIn === null ? null : dayOf(now + dueIn * day)
      const paper = { id: ids.at(came), place_id: estate.id, ...at, title, people, shelf, received_on: received, keep_until_on: keepUntil }
      const late = due !== null && due < keepUntil ? due : keepUntil
      await insert('entry_papers', [
        { ...paper, state: due === null ? 'kept' : 'out', due_on: due, late_on: late, told_on: null, version: due === null ? 1 : 2 },
      ])
      const line = { paper_id: paper.id, ...at, witness: null, recorded_by: officer.id }
      await insert('entry_paper_lines', [
        { id: ids.at(came), ...line, action: 'kept', who: '何清扬', on_day: received, reason: null, due_on: null, recorded_at: came },
        ...(due === null
          ? []
          : [
              {
                ...{ id: ids.at(now - 10 * day), ...line, action: 'read', who: '吴行知', on_day: dayOf(now - 10 * day) },
                ...{ reason: '核对户籍信息', due_on: due, recorded_at: now - 10 * day },
              },
            ]),
      ])
    }
  },
}
