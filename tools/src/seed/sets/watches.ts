import { watchPlateAt } from '@liren/bff/capabilities/passage/row'
import { text } from '@liren/contract'
import { day, type SeedSet } from '../set.ts'

/** Plates of cars that belong to nobody here, each watched for what a community would watch a car for. */
const plans = [
  { plate: '浙A6K19Z', level: 2, since: 3, lasts: 27, reason: '多次占用消防通道后逃避处理，现场劝离', ended: null },
  { plate: '浙A3M72X', level: 3, since: 9, lasts: 21, reason: '疑似上门推销团伙用车，发现后请门岗核实来意', ended: null },
  { plate: '苏B8P05Q', level: 3, since: 26, lasts: 4, reason: '业主举报夜间倾倒装修垃圾，请门岗留意', ended: '已由城管处理，车主清理完毕' },
] as const

/** Watched plates, two of them still. */
export const watches: SeedSet = {
  name: 'watches',
  text: text('布控车牌', 'Watched plates'),
  run: async ({ kernel: { sealer }, rows, insert, ids, now }) => {
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
    const [place] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1")
    if (!officer || !place) return
    await insert(
      'plate_watches',
      plans.map(({ plate, level, since, lasts, reason, ended }) => {
        const at = now - since * day
        const id = ids.at(at)
        const index = sealer.blindIndex(plate, watchPlateAt)
        return {
          ...{ id, place_id: place.id, place_path: place.path, plate_sealed: sealer.seal(plate, { ...watchPlateAt, row: id }) },
          ...{ plate_index: index, reason, level, people: JSON.stringify([officer.id]), until_at: at + (since + lasts) * day },
          ...{ state: ended ? 'ended' : 'active', live_key: ended ? null : `${place.id}:${index}`, created_by: officer.id, created_at: at },
          ...{ ended_by: ended ? officer.id : null, ended_at: ended ? at + 5 * day : null, end_reason: ended },
        }
      }),
    )
  },
}
