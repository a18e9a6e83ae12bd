import { text } from '@liren/contract'
import { orgArchive } from '@liren/contract/capabilities/org'
import { resourceArchive } from '@liren/contract/capabilities/resource'
import { createFiles, type SeedPlace } from '../archive-rows.ts'
import { day, type SeedContext, type SeedSet } from '../set.ts'

type Told = readonly [
  code: string,
  name: string,
  kind: 'archive' | 'dataset' | 'interface' | 'file',
  target: string | null,
  owner: string,
  grade: 'L1' | 'L2' | 'L3' | 'L4',
  refresh: string,
  sharing: string,
  summary: string,
]

const told: readonly Told[] = [
  ['WT-D-001', '人员基础库', 'archive', 'person', 'committee', 'L4', 'live', 'granted', '常住、流动、重点关注人员的一人一档'],
  ['WT-D-002', '房屋基础库', 'archive', 'house', 'committee', 'L3', 'live', 'granted', '一房一档：产权、出租、居住人员'],
  ['WT-D-003', '楼栋基础库', 'archive', 'building', 'committee', 'L3', 'month', 'granted', '楼栋基本信息与标准地址'],
  ['WT-D-004', '车辆基础库', 'archive', 'vehicle', 'property', 'L4', 'live', 'granted', '登记车辆及车位、有效期'],
  ['WT-D-005', '公共空间目录', 'archive', 'space', 'committee', 'L3', 'month', 'none', '十四类公共空间及开放时间'],
  ['WT-D-006', '单位基础库', 'archive', 'org', 'committee', 'L3', 'week', 'granted', '辖区企业、个体工商户与社会组织'],
  ['WT-D-101', '报修记录', 'dataset', 'repairs', 'property', 'L3', 'live', 'none', '居民报修、派单、完工与评价'],
  ['WT-D-102', '告警记录', 'dataset', 'alarms', 'property', 'L2', 'live', 'granted', '消防、电梯、水电与边界告警及处置'],
  ['WT-D-103', '人员通行记录', 'dataset', 'passages', 'property', 'L4', 'live', 'granted', '出入口与单元门的通行'],
  ['WT-D-104', '能耗日汇总', 'dataset', 'energy_days', 'property', 'L2', 'day', 'granted', '水、电、燃气、热的分项日用量'],
  ['WT-D-105', '空间层级', 'dataset', 'places', 'street', 'L2', 'month', 'granted', '街道、社区、小区、楼栋、单元、房屋'],
  ['WT-D-201', '报修统计接口', 'interface', 'repair.statistics', 'property', 'L2', 'live', 'granted', '供街道驾驶舱调用的报修统计'],
  ['WT-D-202', '设备清单接口', 'interface', 'device.list', 'platform', 'L2', 'live', 'granted', '按位置与状态查询设备'],
  ['WT-D-301', '小区总平面图', 'file', null, 'property', 'L2', 'year', 'none', '竣工总平面图与消防平面图，待扫描上传'],
]

/** What the community has of data, as its keepers registered it: two are used by others, one waits for its files. */
export const resources: SeedSet = {
  name: 'resources',
  text: text('数据资源', 'Data resources'),
  run: async (context) => {
    const files = createFiles(context)
    const place = await communityOf(context)
    if (place === undefined) return
    const made = new Map<string, string>()
    for (const [i, [code, name, kind, target, owner, grade, refresh, sharing, summary]] of told.entries()) {
      const values = {
        ...{ code, name, kind, target, owner, grade, refresh, sharing, summary },
        ...{ keeper: owner === 'property' ? '物业数据管理员' : '社区信息员', stage: kind === 'file' ? 'planned' : 'open' },
      }
      const at = context.now - (200 - i * 9) * day
      made.set(code, files.file(resourceArchive, place, values, { at, source: 'manual', verified: 6 + i * 11 }))
    }
    const [org] = await context.rows<{ id: string }>("SELECT id FROM orgs WHERE kind = 'property' ORDER BY id LIMIT 1")
    const used = made.get('WT-D-103')
    if (org && used) files.link('uses-resource', [orgArchive, org.id], [resourceArchive, used], context.now - 90 * day)
    const [source, drawn] = [made.get('WT-D-101'), made.get('WT-D-201')]
    if (source && drawn) files.link('drawn-from', [resourceArchive, drawn], [resourceArchive, source], context.now - 60 * day)
    await files.flush(context.progress)
  },
}

async function communityOf({ rows }: SeedContext): Promise<SeedPlace | undefined> {
  type Row = Pick<SeedPlace, 'id' | 'kind' | 'name' | 'path' | 'floor'> & { full_name: string; grid_id: string | null }
  const [row] = await rows<Row>(
    "SELECT id, kind, name, full_name, path, floor, grid_id FROM places WHERE kind = 'community' ORDER BY path LIMIT 1",
  )
  return (
    row && { id: row.id, kind: row.kind, name: row.name, fullName: row.full_name, path: row.path, floor: row.floor, gridId: row.grid_id }
  )
}
