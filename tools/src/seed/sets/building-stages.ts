import { mainKey } from '@liren/bff/capabilities/file/row'
import { matched } from '@liren/bff/capabilities/map/ifc/match'
import { placeById } from '@liren/bff/capabilities/place/read'
import { inspect } from '@liren/bff/kernel/upload/inspect'
import { text } from '@liren/contract'
import { readIfc } from '@liren/contract/map/ifc'
import { guidOf, type WrittenIfc, writeIfc } from '@liren/contract/map/ifc-write'
import { lifeKeyOfIfc, lifeKeyOfPlace, type StageState } from '@liren/contract/map/life'
import type { Stage } from '@liren/contract/map/stage'
import { day, type SeedContext, type SeedSet } from '../set.ts'

interface Planned {
  readonly stage: Stage
  /** Years before today. */
  readonly ago: number
  readonly source: string
  readonly document: string
  readonly state: readonly [name: string, state: StageState]
}

/** What each stage of the building left behind: all of it made up. */
const planned: readonly Planned[] = [
  { stage: 'planning', ago: 9, source: '区规划资源局', document: '建设工程规划许可', state: ['规划审批', 'accepted'] },
  { stage: 'design', ago: 8, source: '市建筑设计院', document: '施工图审查意见', state: ['施工图设计', 'accepted'] },
  { stage: 'construction', ago: 6, source: '总承包单位', document: '竣工验收备案', state: ['主体结构', 'accepted'] },
  { stage: 'maintenance', ago: 1, source: '物业服务单位', document: '外墙巡检记录', state: ['外墙维护', 'running'] },
  { stage: 'management', ago: 0.2, source: '社区居委会', document: '楼栋管理公约', state: ['楼栋自治', 'running'] },
]

interface Home {
  readonly name: string
  readonly unit: string
  readonly floor: number | null
}

/** A small model of the building: every storey with a slab and a wall, its houses as spaces. */
function sample(name: string, homes: readonly Home[], schema: WrittenIfc['schema']): string {
  const top = Math.max(1, ...homes.map(({ floor }) => floor ?? 1))
  const storeys = Array.from({ length: top }, (_, i) => ({
    ...{ guid: guidOf(100 + i), name: `${i + 1}F`, elevation: i * 3 },
    spaces: homes.flatMap((home, n) =>
      home.floor === i + 1 ? [{ guid: guidOf(1000 + n), name: home.name, longName: `${home.unit} ${home.name}` }] : [],
    ),
    elements: [
      { guid: guidOf(3000 + i), type: 'IFCSLAB' as const, name: `${i + 1} 层楼板` },
      { guid: guidOf(4000 + i), type: 'IFCWALL' as const, name: `${i + 1} 层外墙` },
      ...(i === 0 && schema === 'IFC2X3' ? [{ guid: guidOf(5000), type: 'IFCDOOR' as const, name: '单元门' }] : []),
    ],
  }))
  return writeIfc({ schema, project: '枫林雅苑（示例）', building: name, guids: [guidOf(1), guidOf(2), guidOf(3)], storeys })
}

/** A building with its model as designed and as built, and an entry of every stage. */
export const buildingStages: SeedSet = {
  name: 'building-stages',
  text: text('楼栋模型与五个阶段的资料', 'Model of a building and its five stages'),
  run: async (context) => {
    const { kernel, tx, rows, ids, insert, now } = context
    const [first] = await rows<{ id: string }>("SELECT id FROM places WHERE kind = 'building' AND is_retired = 0 ORDER BY path LIMIT 1")
    const building = first && (await placeById(kernel, first.id, tx))
    if (!building) return
    const homes = await rows<Home>(
      `SELECT h.name, h.floor, u.name AS unit FROM places h JOIN places u ON u.id = h.parent_id
       WHERE h.kind = 'house' AND h.path LIKE ? AND h.is_retired = 0 ORDER BY h.path LIMIT 400`,
      [`${building.path}%`],
    )
    await insert('map_ifc_models', [{ building_id: building.id, place_path: building.path, last_revision: 2 }])
    for (const [i, [stage, schema, ago, until]] of (
      [
        ['design', 'IFC4', 8, 6 + 1 / 365],
        ['construction', 'IFC2X3', 6, undefined],
      ] as const
    ).entries()) {
      const file = sample(building.name, homes, schema)
      const read = readIfc(file)
      if ('fault' in read) throw new Error(`the building model is not valid: ${read.fault.en}`)
      const elements = await matched(kernel, building, read, tx)
      const key = { building_id: building.id, revision: i + 1 }
      await insert('map_ifc_revisions', [
        {
          ...{ ...key, place_path: building.path, stage, source: '市建筑设计院', taken_on: dayOf(now, ago) },
          valid_to: until === undefined ? null : dayOf(now, until),
          ...{ ifc_schema: schema, project: read.project, n_elements: elements.length, n_bytes: file.length },
          ...{ digest: kernel.crypto.sm3(Buffer.from(file)).toString('hex'), added_at: now - (20 - i) * day },
        },
      ])
      await insert('map_ifc_contents', [{ ...key, elements: JSON.stringify(elements) }])
    }
    for (const { stage, ago, source, document, state } of planned) {
      const about = {
        ...{ building_id: building.id, place_path: building.path, stage, source, taken_on: dayOf(now, ago), note: null },
        ...{ element: lifeKeyOfPlace(building.id), element_name: building.name, added_at: now - 10 * day },
      }
      const [documentId, stateId] = [ids.at(now - 10 * day), ids.at(now - 10 * day)]
      const fileId = await paper(context, documentId, building.path, papers(document, building.name, source))
      const outside = stage === 'maintenance' ? { element: lifeKeyOfIfc(guidOf(4000)), element_name: '1 层外墙' } : {}
      await insert('map_stage_entries', [
        { id: documentId, kind: 'document', name: document, state: null, file_id: fileId, ...about, ...outside },
        { id: stateId, kind: 'state', name: state[0], state: state[1], file_id: null, ...about, ...outside },
      ])
    }
  },
}

/** As long as a real one of a page, and plainly made up. */
const papers = (title: string, place: string, source: string): string =>
  [
    ...[title, '', `对象：${place}`, `出具单位：${source}`, '', '本文件为演示数据，内容为虚构，不代表任何真实工程或单位。', ''],
    ...['一、范围', '本次资料涵盖楼栋主体、公共部位与附属设施，按阶段归档，随楼栋模型保存。', ''],
    ...['二、结论', '经核对，资料齐全，可按所属阶段归档；后续变化另行登记，不覆盖本次记录。', ''],
    ...['三、更正', '如有差错，由出具单位书面更正并重新登记；原件与更正件一并保存，日期与来源分别记明。', ''],
    ...['四、保存', '资料由社区按规定期限保存，查阅与下载均留有记录。', ''],
  ].join('\n')

const dayOf = (now: number, years: number): string => new Date(now - Math.round(years * 365) * day).toISOString().slice(0, 10)

/** A text stands for the paper of the stage. */
async function paper({ kernel, rows, ids, insert, now }: SeedContext, entryId: string, path: string, words: string): Promise<string> {
  const [owner] = await rows<{ id: string }>('SELECT id FROM users ORDER BY id LIMIT 1')
  const accepted = await inspect(Buffer.from(words))
  const id = ids.at(now - 10 * day)
  await kernel.files.put(mainKey(id), accepted.main, accepted.type)
  const created_at = now - 10 * day
  await insert('files', [
    {
      ...{ id, owner_id: owner?.id ?? id, state: 'kept', kind: accepted.kind, type: accepted.type, bytes: accepted.main.length },
      ...{ width: accepted.width, height: accepted.height, digest: kernel.crypto.sm3(accepted.main).toString('hex'), level: 'L2' },
      ...{ created_at, expires_at: null },
    },
  ])
  await insert('attachments', [{ file_id: id, subject: 'map-stage', subject_id: entryId, place_path: path, created_at }])
  return id
}
