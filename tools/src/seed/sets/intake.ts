import { examine } from '@liren/bff/capabilities/intake/examine'
import { pieceAt } from '@liren/bff/capabilities/intake/items'
import { text } from '@liren/contract'
import { day, type SeedSet } from '../set.ts'

/** Title, where from, grade, days ago, and what it says. */
const brought = [
  [
    '楼道充电隐患排查表',
    '云溪街道应急管理所',
    'L2',
    12,
    '楼栋,隐患,发现日期\n1幢,飞线充电,06-03\n3幢,楼道堆物,06-04\n5幢,飞线充电,06-04\n',
  ],
  ['河道水位消息', '江临市水利局', 'L1', 3, '{"station":"云溪三号桥","levelM":2.41,"warningM":3.2}'],
  ['物业联席会议纪要', '梧桐社区居民委员会', 'L2', 20, '物业联席会议纪要\n一、充电棚月底前投用；二、楼道堆物每周清理。\n'],
  ['高龄老人走访名单', '云溪街道社会事务办', 'L3', 8, '称呼,楼栋,走访日\n甲女士,1幢,05-11\n乙先生,2幢,05-11\n'],
] as const

/** What others have sent to the community. */
export const intake: SeedSet = {
  name: 'intake',
  text: text('归集的数据', 'What was brought in'),
  run: async ({ kernel, insert, rows, ids, now }) => {
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
    const [estate] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'estate' ORDER BY path LIMIT 1")
    if (!officer || !estate) return
    for (const [title, source, grade, ago, said] of brought) {
      const at = now - ago * day
      const id = ids.at(at)
      const { kind, type, content, columns, rows: count } = await examine(Buffer.from(said))
      await insert('intake_items', [
        {
          ...{ id, place_id: estate.id, place_path: estate.path, title, source, intake_kind: kind, content_type: type },
          ...{ bytes: content.length, digest: kernel.crypto.sm3(content).toString('hex'), grade, head_names: JSON.stringify(columns) },
          ...{ row_count: count, brought_by: officer.id, brought_name: '何清扬', brought_at: at },
        },
      ])
      const piece = ids.at(at)
      const content_sealed = kernel.sealer.seal(content.toString('base64'), { ...pieceAt, row: piece })
      await insert('intake_pieces', [{ id: piece, item_id: id, number: 0, content_sealed, brought_at: at }])
    }
  },
}
