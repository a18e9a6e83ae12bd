import { archive, archiveCapability, type FilePlace, f, faultOf, type Values } from '../archive/index.ts'
import type { Fault } from '../kernel/error.ts'
import { text } from '../kernel/text.ts'

export const houseArchive = archive({
  name: 'house',
  text: text('房屋', 'House'),
  table: 'house_files',
  path: '/api/houses',
  places: ['house'],
  onePerPlace: true,
  title: [],
  hint: ['purpose', 'occupancy'],
  unique: [['addressCode'], ['spatialCode']],
  freshDays: 365,
  wanted: ['spatialCode', 'layout', 'area', 'ownership', 'ownerName', 'ownerPhone', 'purpose', 'occupancy'],
  groups: {
    basic: [
      '基本信息',
      'Basics',
      {
        addressCode: f.code('标准地址编码', 'Standard address code', { derived: true, max: 80, find: 'equal', list: 'shown' }),
        spatialCode: f.code('浙江省建筑物空间编码', 'Zhejiang spatial code', {
          max: 40,
          min: 12,
          find: 'equal',
          list: 'offered',
          hint: text('12 至 40 位字母或数字', '12 to 40 letters or digits'),
        }),
        doorplate: f.text('门牌地址', 'Door plate', { max: 100 }),
        layout: f.dictionary(
          '户型',
          'Layout',
          'house-layout',
          [
            ['1-1', '一室一厅', 'One room, one hall'],
            ['2-1', '两室一厅', 'Two rooms, one hall'],
            ['2-2', '两室两厅', 'Two rooms, two halls'],
            ['3-1', '三室一厅', 'Three rooms, one hall'],
            ['3-2', '三室两厅', 'Three rooms, two halls'],
            ['4-2', '四室两厅', 'Four rooms, two halls'],
            ['loft', '跃层', 'Two floors'],
            ['shop', '商铺', 'Shop'],
          ],
          { list: 'shown' },
        ),
        area: f.number('建筑面积', 'Floor area', { unit: text('平方米', 'm²'), max: 100_000, list: 'shown' }),
        usableArea: f.number('套内面积', 'Usable area', { unit: text('平方米', 'm²'), max: 100_000 }),
        orientation: f.choice(
          '朝向',
          'Orientation',
          [
            ['s', '南', 'South'],
            ['n', '北', 'North'],
            ['e', '东', 'East'],
            ['w', '西', 'West'],
            ['sn', '南北', 'South and north'],
            ['ew', '东西', 'East and west'],
          ],
          {},
        ),
        purpose: f.choice(
          '房屋用途',
          'Use',
          [
            ['home', '住宅', 'Home'],
            ['mixed', '商住两用', 'Home and trade'],
            ['shop', '商铺', 'Shop'],
            ['office', '办公', 'Office'],
            ['storage', '仓储', 'Storage'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        occupancy: f.choice(
          '使用状态',
          'Occupancy',
          [
            ['owner', '自住', 'Owner lives there'],
            ['let', '出租', 'Let'],
            ['empty', '空置', 'Empty'],
            ['shared', '群租', 'Shared by many'],
            ['business', '经营', 'Business'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
      },
    ],
    ownership: [
      '产权信息',
      'Ownership',
      {
        ownership: f.choice(
          '产权性质',
          'Ownership',
          [
            ['private', '私有产权', 'Private'],
            ['shared', '共有产权', 'Shared'],
            ['public', '公有住房', 'Public'],
            ['resettled', '安置房', 'Resettlement'],
            ['company', '单位产权', 'Company'],
          ],
          { list: 'offered', find: 'equal' },
        ),
        ownerName: f.text('产权人', 'Owner', { level: 'L3', mask: 'name', max: 60, find: 'pieces', list: 'shown' }),
        ownerPhone: f.phone('产权人电话', 'Phone of the owner', { level: 'L3', find: ['equal', 'last4'] }),
        ownerPaper: f.paper('产权人证件号', 'Paper of the owner', { level: 'L4', find: 'equal' }),
        certificate: f.text('不动产权证号', 'Certificate of title', { level: 'L4', max: 60 }),
        ownedSince: f.day('取得日期', 'Owned since', {}),
      },
    ],
    rental: [
      '出租信息',
      'Rental',
      {
        landlordName: f.text('房东或出租管理人', 'Landlord or manager', { level: 'L3', mask: 'name', max: 60 }),
        landlordPhone: f.phone('房东电话', 'Phone of the landlord', { level: 'L3' }),
        rentalKind: f.choice(
          '出租方式',
          'How it is let',
          [
            ['whole', '整租', 'As a whole'],
            ['rooms', '合租', 'By rooms'],
            ['dormitory', '集体宿舍', 'Dormitory'],
            ['short', '民宿短租', 'Short stays'],
          ],
          { find: 'equal' },
        ),
        leaseFrom: f.day('租期开始', 'Lease from', {}),
        leaseUntil: f.day('租期结束', 'Lease until', { find: 'equal', list: 'offered' }),
        leaseVerifiedOn: f.day('租赁核实日期', 'Lease verified on', {}),
        tenants: f.whole('登记租客数', 'Registered tenants', { max: 200 }),
        leaseFiles: f.files('租赁合同', 'Lease', { level: 'L3', max: 6 }),
      },
    ],
    civility: [
      '文明评级',
      'Civility rating',
      {
        civilityScore: f.whole('评分', 'Score', { derived: true, max: 100 }),
        civilityGrade: f.choice(
          '文明等级',
          'Grade',
          [
            ['a', '优秀', 'Excellent'],
            ['b', '良好', 'Good'],
            ['c', '一般', 'Fair'],
            ['d', '整改', 'To be mended'],
          ],
          { derived: true, find: 'equal', list: 'offered' },
        ),
        ratingSafety: f.whole('消防与用电安全', 'Fire and electricity', { max: 40, hint: text('0–40 分', '0 to 40') }),
        ratingHygiene: f.whole('环境卫生', 'Hygiene', { max: 20, hint: text('0–20 分', '0 to 20') }),
        ratingRegister: f.whole('人员登记', 'Registration of tenants', { max: 20, hint: text('0–20 分', '0 to 20') }),
        ratingNeighbour: f.whole('邻里反映', 'Word of the neighbours', { max: 20, hint: text('0–20 分', '0 to 20') }),
        visitDays: f.whole('走访间隔', 'Days between visits', { derived: true, max: 365, unit: text('天', 'days') }),
      },
    ],
    meters: [
      '表具与户号',
      'Meters',
      {
        powerAccount: f.code('电力户号', 'Electricity account', { level: 'L3', max: 30 }),
        waterAccount: f.code('水务户号', 'Water account', { level: 'L3', max: 30 }),
        gasAccount: f.code('燃气户号', 'Gas account', { level: 'L3', max: 30 }),
        hazard: f.note('安全隐患', 'Known hazards', { max: 300 }),
        photos: f.files('房屋照片', 'Photos', { max: 6 }),
      },
    ],
  },
  check: houseFaults,
  derive: (values, place) => ({ ...values, addressCode: addressCodeOf(place), ...ratingOf(values) }),
})

/**
 * `JL-YX-WT-FL-03-1-F12-1201`: every step of the way to the door, and the floor, which no step says. A dash within a
 * step is doubled, so that `03-1`/`2` and `03`/`1-2` stay two houses; of a way too long its end tells the doors apart.
 */
export function addressCodeOf({ path, floor }: Pick<FilePlace, 'path' | 'floor'>): string {
  const steps = path
    .split('/')
    .filter((step) => step !== '')
    .map((step) => step.replace(/-/g, '--'))
  const door = steps.pop() ?? ''
  return [...steps, ...(floor === null ? [] : [`F${String(floor).padStart(2, '0')}`]), door].join('-').toUpperCase().slice(-80)
}

const ratings = ['ratingSafety', 'ratingHygiene', 'ratingRegister', 'ratingNeighbour']

/** The worse a let house is kept, the sooner somebody looks in again. */
function ratingOf(values: Values) {
  if (ratings.some((name) => typeof values[name] !== 'number'))
    return { civilityScore: null, civilityGrade: null, visitDays: values.occupancy === 'let' ? 90 : null }
  const civilityScore = ratings.reduce((sum, name) => sum + Number(values[name]), 0)
  const [civilityGrade, visitDays] =
    civilityScore >= 90 ? ['a', 180] : civilityScore >= 75 ? ['b', 90] : civilityScore >= 60 ? ['c', 30] : ['d', 14]
  return { civilityScore, civilityGrade, visitDays } as const
}

function houseFaults(values: Values): Fault[] {
  const faults: Fault[] = []
  if (typeof values.spatialCode === 'string' && !/^[0-9A-Za-z]{12,40}$/.test(values.spatialCode))
    faults.push(faultOf('spatialCode', '空间编码为 12 至 40 位字母或数字', 'A spatial code has 12 to 40 letters or digits'))
  if (values.occupancy === 'let' && (values.landlordName ?? null) === null)
    faults.push(faultOf('landlordName', '出租房须登记房东', 'A let house needs its landlord'))
  if (typeof values.leaseFrom === 'string' && typeof values.leaseUntil === 'string' && values.leaseUntil <= values.leaseFrom)
    faults.push(faultOf('leaseUntil', '租期结束须晚于开始', 'A lease ends after it begins'))
  if (typeof values.area === 'number' && typeof values.usableArea === 'number' && values.usableArea > values.area)
    faults.push(faultOf('usableArea', '套内面积不能大于建筑面积', 'The usable area cannot exceed the floor area'))
  return faults
}

export const house = archiveCapability(houseArchive)
