import { c, type Ddl } from '../src/kernel/store/ddl/ddl.ts'
import { type FirstDictionary, plantDictionaries, uprootDictionaries } from './data/plant.ts'

const dictionaries: readonly FirstDictionary[] = [
  {
    code: 'resource-owner',
    text: ['资源责任单位', 'Owners of resources'],
    items: [
      ['committee', '社区居民委员会', 'Residents’ committee'],
      ['property', '物业服务中心', 'Property service centre'],
      ['owners', '业主委员会', 'Owners’ committee'],
      ['street', '街道办事处', 'Street office'],
      ['police', '派出所', 'Police station'],
      ['platform', '平台运行岗', 'Running of the platform'],
    ],
  },
  {
    code: 'resource-tag',
    text: ['数据资源标签', 'Tags of data resources'],
    items: [
      ['city', '上报城市平台', 'Sent to the city'],
      ['key', '重点资源', 'Key resource'],
      ['shared', '对外共享', 'Shared with others'],
    ],
  },
]

export async function up(m: Ddl): Promise<void> {
  await m.createTable(
    'resources',
    {
      id: c.id(),
      place_id: c.id(),
      place_path: c.path(),
      state: c.code(8, { default: 'active' }),
      source: c.code(12),
      source_note: c.text(120, { null: true }),
      entered_at: c.instant(),
      entered_by: c.id({ null: true }),
      verified_at: c.instant({ null: true }),
      verified_by: c.id({ null: true }),
      updated_at: c.instant(),
      updated_by: c.id({ null: true }),
      retired_at: c.instant({ null: true }),
      retire_reason: c.text(200, { null: true }),
      provenance: c.json(),
      complete: c.int({ default: 0 }),
      code: c.code(40, { null: true }),
      name: c.text(60, { null: true }),
      kind: c.code(40, { null: true }),
      target: c.text(80, { null: true }),
      summary: c.text(400, { null: true }),
      files: c.json({ null: true }),
      owner: c.code(40, { null: true }),
      keeper: c.text(40, { null: true }),
      grade: c.code(40, { null: true }),
      stage: c.code(40, { null: true }),
      refresh: c.code(40, { null: true }),
      sharing: c.code(40, { null: true }),
      purpose: c.text(100, { null: true }),
      note: c.text(300, { null: true }),
      version: c.version(),
    },
    {
      unique: [['code'], ['kind', 'target']],
      indexes: [
        ['place_path', 'id'],
        ['updated_at', 'id'],
        ['verified_at', 'id'],
        ['complete', 'id'],
        ['owner', 'id'],
        ['grade', 'id'],
        ['stage', 'id'],
        ['sharing', 'id'],
        ['place_id'],
      ],
    },
  )
  await plantDictionaries(m, dictionaries)
}

export async function down(m: Ddl): Promise<void> {
  await uprootDictionaries(m, dictionaries)
  await m.dropTable('resources')
}
