import { allArchives } from '@liren/bff/engines/archive/known'
import { builtinRoleId } from '@liren/bff/kernel/identity/index'
import { text } from '@liren/contract'
import { day, type SeedSet } from '../set.ts'

/** Name, purpose, archive, layer, grade, fields, for whom, days since each version, whether it was retired. */
const sets = [
  {
    ...{ name: '常住人口类别与性别', purpose: '人口结构分析与便民服务安排', archive: 'person', layer: 'clean', grade: 'L2' },
    ...{ fields: ['population', 'sex'], for: ['property-manager', 'community-officer', 'street-leader'], published: [90, 12] },
  },
  {
    ...{ name: '走访联系名册', purpose: '节前走访与应急联络', archive: 'person', layer: 'clean', grade: 'L3' },
    ...{ fields: ['name', 'phone', 'population'], for: ['property-manager', 'community-officer', 'duty-officer'], published: [30] },
  },
  {
    ...{ name: '证件核对底册', purpose: '居住登记集中核对', archive: 'person', layer: 'raw', grade: 'L4' },
    ...{ fields: ['name', 'idKind', 'idNumber', 'population'], for: ['community-officer'], published: [9] },
  },
  {
    ...{ name: '楼栋基本情况', purpose: '对外提供楼栋层数与建成年代', archive: 'building', layer: 'service', grade: 'L2' },
    ...{ fields: [], for: ['duty-officer', 'command-officer', 'street-leader', 'property-manager'], published: [45] },
  },
  {
    ...{ name: '沿街单位名录', purpose: '节日安全检查', archive: 'org', layer: 'service', grade: 'L2', fields: [] },
    ...{ for: ['property-manager'], published: [200], isRetired: true },
  },
  {
    ...{ name: '车辆停放情况', purpose: '错时停车方案测算', archive: 'vehicle', layer: 'clean', grade: 'L2', fields: [] },
    ...{ for: ['property-manager'], published: [] },
  },
  {
    ...{ name: '加装电梯楼栋清单', purpose: '向加装电梯专班提供楼栋清单', archive: 'building', layer: 'service', grade: 'L2', fields: [] },
    ...{ for: ['street-leader', 'command-officer'], published: [], approval: 'waiting' },
  },
] as const

/** Fields that are nobody's secret, where a set names none. */
const plain = { building: 4, org: 4, vehicle: 4 } as const

/** Data sets at every layer and grade: published, drafts, one that waits for its approval, retired. */
export const datasets: SeedSet = {
  name: 'datasets',
  text: text('数据集', 'Data sets'),
  run: async ({ kernel, insert, rows, ids, now }) => {
    const [officer] = await rows<{ id: string }>("SELECT id FROM users WHERE account = 'officer'")
    const [estate] = await rows<{ id: string; path: string }>("SELECT id, path FROM places WHERE kind = 'estate' ORDER BY path LIMIT 1")
    if (!officer || !estate) return
    const openFields = (archive: string) =>
      Object.entries(allArchives(kernel).find(({ name }) => name === archive)?.fields ?? {})
        .filter(([, { level, kind }]) => level <= 'L2' && kind !== 'files')
        .slice(0, plain[archive as keyof typeof plain])
        .map(([name]) => name)
    for (const set of sets) {
      const first = now - ((set.published[0] ?? 3) + 1) * day
      const id = ids.at(first)
      const audience = set.for.map((code) => ({ kind: 'role', id: builtinRoleId(code) }))
      const fields = set.fields.length > 0 ? set.fields : openFields(set.archive)
      const { name, purpose, layer, grade } = set
      const last = set.published.at(-1)
      const isRetired = 'isRetired' in set
      const approval = 'approval' in set ? set.approval : 'none'
      const place = { place_path: estate.path }
      await insert('datasets', [
        {
          ...{ id, place_id: estate.id, ...place, archive: set.archive, name, purpose, layer, grade },
          ...{ field_names: JSON.stringify(fields), audience: JSON.stringify(audience) },
          ...{ state: isRetired ? 'retired' : last === undefined ? 'draft' : 'published', release_number: set.published.length },
          ...{ is_changed: last === undefined ? 1 : 0, published_at: last === undefined ? null : now - last * day },
          ...{ retire_reason: isRetired ? '检查已结束' : null, changed_at: now - (last ?? 3) * day, changed_by: officer.id, version: 2 },
          ...{ approval, asked_by: approval === 'waiting' ? officer.id : null, maker_ids: JSON.stringify([officer.id]) },
        },
      ])
      await insert(
        'dataset_releases',
        set.published.map((ago, n) => ({
          ...{ id: ids.at(now - ago * day), dataset_id: id, ...place, number: n + 1, note: n === 0 ? '首次发布' : '补充使用对象' },
          content: JSON.stringify({ name, purpose, layer, grade, fields, audience }),
          ...{ published_at: now - ago * day, published_by: officer.id },
        })),
      )
      if (last !== undefined && !isRetired)
        await insert(
          'dataset_readers',
          audience.map((reader) => ({
            ...{ id: ids.at(now - last * day), dataset_id: id, reader_kind: reader.kind, reader_id: reader.id, ...place },
          })),
        )
    }
  },
}
