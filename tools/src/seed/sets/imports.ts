import { planImport } from '@liren/bff/capabilities/workbook/imports/import-job'
import { uploadKey } from '@liren/bff/capabilities/workbook/imports/import-store'
import { putSealed } from '@liren/bff/capabilities/workbook/sealed-file'
import { writeWorkbook } from '@liren/bff/kernel/workbook/write'
import { text } from '@liren/contract'
import { vehicleArchive } from '@liren/contract/capabilities/vehicle'
import { placeColumn } from '@liren/contract/capabilities/workbook'
import { minute, type SeedContext, type SeedSet } from '../set.ts'

const columns = ['plate', 'plateKind', 'kind', 'colour', 'stay', 'ownerName', 'ownerPhone', 'validUntil'] as const

/** As a list comes from the window: most of it is right, and what is wrong is wrong in the usual ways. */
const list: readonly (readonly string[])[] = [
  ['1-1-101', '浙E6K201', '小型汽车', '轿车', '白', '常驻车辆', '丁一甲', '10000007101', '2027-06-30'],
  ['1-1-102', '浙E6K202', '小型汽车', '越野车', '黑', '常驻车辆', '丁一乙', '10000007102', '2027-06-30'],
  ['1-1-201', '浙ED60203', '新能源', '轿车', '灰', '常驻车辆', '丁一丙', '10000007103', '2027-12-31'],
  ['1-1-202', '浙E6K204', '小型汽车', '商务车', '银', '临时车辆', '丁一丁', '10000007104', '2026-12-31'],
  ['', '浙E6K205', '小型汽车', '轿车', '红', '常驻车辆', '丁一戊', '10000007105', '2027-06-30'],
  // twice in one list
  ['1-1-301', '浙E6K201', '小型汽车', '轿车', '白', '常驻车辆', '丁一甲', '10000007101', '2027-06-30'],
  // a plate with a sign too few, a house that there is not, a day with two digits for the year, a kind that nobody offers
  ['1-1-302', '浙E6K2', '小型汽车', '轿车', '蓝', '常驻车辆', '丁二甲', '10000007107', '2027-06-30'],
  ['98-9-9901', '浙E6K208', '小型汽车', '轿车', '蓝', '常驻车辆', '丁二乙', '10000007108', '2027-06-30'],
  ['1-1-401', '浙E6K209', '小型汽车', '轿车', '蓝', '常驻车辆', '丁二丙', '10000007109', '27-6-30'],
  ['1-1-402', '浙E6K210', '轿跑', '轿车', '蓝', '常驻车辆', '丁二丁', '10000007110', '2027-06-30'],
]

/** A list of cars that was handed in and waits to be mended and confirmed; the house itself tries it out once it runs. */
export const imports: SeedSet = {
  name: 'imports',
  text: text('待确认的导入', 'An import that waits'),
  run: async (context) => {
    for (const account of ['manager', 'officer']) await handIn(context, account)
  },
}

async function handIn({ kernel, tx, rows, insert, ids, now }: SeedContext, account: string): Promise<void> {
  const [owner] = await rows<{ id: string }>('SELECT id FROM users WHERE account = ?', [account])
  const [estate] = await rows<{ id: string; path: string }>(
    "SELECT id, path FROM places WHERE kind = 'estate' AND path LIKE '/jl/yx/wt/%' ORDER BY path LIMIT 1",
  )
  if (!owner || !estate) return
  const head = [placeColumn.label.zh, ...columns.map((key) => vehicleArchive.fields[key]?.label.zh ?? key)]
  const sheet = { name: '车辆', rows: [head, ...list], textColumns: head.map((_, at) => at) }
  const pieces: Buffer[] = []
  for await (const piece of writeWorkbook({ sheets: [sheet] })) pieces.push(piece)
  const at = now - 40 * minute
  const id = ids.at(at)
  async function* whole() {
    yield* pieces
  }
  await putSealed(kernel, uploadKey(id), whole())
  await insert('workbook_imports', [
    {
      ...{ id, archive: 'vehicle', owner_id: owner.id, at_end: 'admin', reach: JSON.stringify([estate.path]), place_id: estate.id },
      ...{
        place_path: estate.path,
        file_name: '车辆登记表（窗口）.xlsx',
        digest: kernel.crypto.sm3(Buffer.concat(pieces)).toString('hex'),
      },
      ...{ state: 'reading', sheet: '{}', steps: 0, resumed: 0, touched_at: at, created_at: at, version: 1 },
    },
  ])
  await planImport(kernel, { id, steps: 0, resumed: 0, version: 1 }, tx)
}
