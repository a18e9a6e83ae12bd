import { archive, archiveCapability, f, faultOf, type Values } from '../archive/index.ts'
import type { Fault } from '../kernel/error.ts'
import { text } from '../kernel/text.ts'

/** GB/T 42455.1 7.2.3: twelve items about the building, six about its standard address. */
export const buildingArchive = archive({
  name: 'building',
  text: text('楼栋', 'Building'),
  table: 'building_files',
  path: '/api/buildings',
  places: ['building'],
  onePerPlace: true,
  title: ['name'],
  hint: ['number', 'purpose'],
  unique: [['number'], ['spatialCode']],
  freshDays: 730,
  wanted: [
    'longitude',
    'latitude',
    'builtYear',
    'status',
    'serviceYears',
    'structure',
    'floors',
    'height',
    'area',
    'drawings',
    'doorplate',
    'district',
    'police',
    'street',
    'community',
    'spatialCode',
  ],
  groups: {
    basic: [
      '建筑基本信息',
      'Building',
      {
        number: f.code('建筑编号', 'Number of the building', { required: true, max: 40, find: 'equal', list: 'shown' }),
        name: f.text('建筑名称', 'Name', { required: true, max: 60, find: 'pieces', list: 'shown' }),
        plan: f.note('平面位置', 'Position on the plan', { max: 200 }),
        builtYear: f.whole('建造年代', 'Built in', { min: 1800, max: 2200, list: 'shown' }),
        status: f.choice(
          '建筑状态',
          'Status',
          [
            ['good', '完好', 'Sound'],
            ['repair', '待修', 'Needs repair'],
            ['danger', '危房', 'Dangerous'],
            ['works', '施工', 'Under works'],
            ['empty', '腾空', 'Vacated'],
          ],
          { find: 'equal', list: 'shown' },
        ),
        serviceYears: f.whole('使用年限', 'Years of service', { max: 200, unit: text('年', 'years') }),
        purpose: f.choice(
          '主要用途',
          'Main use',
          [
            ['home', '住宅', 'Homes'],
            ['mixed', '商住', 'Homes and trade'],
            ['trade', '商业', 'Trade'],
            ['office', '办公', 'Offices'],
            ['public', '公共服务', 'Public service'],
            ['industry', '工业仓储', 'Industry and storage'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        structure: f.choice(
          '结构类型',
          'Structure',
          [
            ['frame', '框架', 'Frame'],
            ['shear', '剪力墙', 'Shear wall'],
            ['frame-shear', '框架剪力墙', 'Frame and shear wall'],
            ['brick', '砖混', 'Brick and concrete'],
            ['steel', '钢结构', 'Steel'],
            ['wood', '砖木', 'Brick and wood'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        floors: f.whole('地上层数', 'Floors above ground', { max: 200, list: 'shown' }),
        basements: f.whole('地下层数', 'Floors below ground', { max: 20 }),
        height: f.number('建筑高度', 'Height', { max: 1000, unit: text('米', 'm'), list: 'offered' }),
        area: f.number('总建筑面积', 'Total floor area', { unit: text('平方米', 'm²'), list: 'offered' }),
        drawings: f.files('建筑图纸', 'Drawings', { max: 9 }),
      },
    ],
    address: [
      '标准地址信息',
      'Standard address',
      {
        doorplate: f.text('门牌号', 'Door plate', { max: 100, list: 'offered' }),
        longitude: f.number('经度', 'Longitude', { min: -180, max: 180, hint: text('CGCS2000', 'CGCS2000') }),
        latitude: f.number('纬度', 'Latitude', { min: -90, max: 90, hint: text('CGCS2000', 'CGCS2000') }),
        district: f.text('所属区县', 'District', { max: 40 }),
        police: f.text('所属公安机关', 'Police office', { max: 60 }),
        street: f.text('所属街镇', 'Street', { max: 40 }),
        community: f.text('所属社区', 'Community', { max: 40 }),
        spatialCode: f.code('浙江省建筑物空间编码', 'Zhejiang spatial code', { max: 40, find: 'equal' }),
      },
    ],
    parts: [
      '单元与配套',
      'Units and equipment',
      {
        units: f.whole('单元数', 'Units', { max: 100, list: 'offered' }),
        homes: f.whole('户数', 'Homes', { max: 10_000, list: 'offered' }),
        lifts: f.whole('电梯数', 'Lifts', { max: 100 }),
        stairs: f.whole('疏散楼梯数', 'Escape stairs', { max: 100 }),
        leaderName: f.text('楼栋长', 'Building leader', { level: 'L3', mask: 'name', max: 40 }),
        leaderPhone: f.phone('楼栋长电话', 'Phone of the leader', { level: 'L3' }),
        completedOn: f.day('竣工日期', 'Completed on', {}),
        hazard: f.note('安全隐患', 'Known hazards', { max: 300 }),
      },
    ],
  },
  check: buildingFaults,
})

function buildingFaults(values: Values): Fault[] {
  const faults: Fault[] = []
  if ((typeof values.longitude === 'number') !== (typeof values.latitude === 'number'))
    faults.push(faultOf(typeof values.longitude === 'number' ? 'latitude' : 'longitude', '经纬度须同时填写', 'A coordinate has two halves'))
  if (typeof values.height === 'number' && typeof values.floors === 'number' && values.floors > 0 && values.height / values.floors < 2)
    faults.push(faultOf('height', '高度与层数不符', 'The height does not fit the floors'))
  return faults
}

export const building = archiveCapability(buildingArchive)
