import { archive, archiveCapability, f, faultOf, type Values } from '../archive/index.ts'
import type { Fault } from '../kernel/error.ts'
import { text } from '../kernel/text.ts'

export const vehicleArchive = archive({
  name: 'vehicle',
  text: text('车辆', 'Vehicle'),
  table: 'vehicles',
  path: '/api/vehicles',
  places: ['estate', 'building', 'unit', 'house', 'community'],
  title: ['plate'],
  hint: ['kind', 'brand'],
  unique: [['plate', 'plateKind']],
  freshDays: 365,
  wanted: ['ownerName', 'ownerPhone', 'brand', 'colour', 'kind', 'validUntil'],
  groups: {
    basic: [
      '车辆信息',
      'Vehicle',
      {
        plate: f.plate('车牌号', 'Number plate', { level: 'L3', required: true, find: ['equal', 'pieces'], list: 'shown' }),
        plateKind: f.choice(
          '号牌种类',
          'Kind of plate',
          [
            ['blue', '小型汽车', 'Small car'],
            ['green', '新能源', 'New energy'],
            ['yellow', '大型汽车', 'Large vehicle'],
            ['moto', '摩托车', 'Motorcycle'],
            ['ebike', '电动自行车', 'Electric bicycle'],
            ['trailer', '挂车', 'Trailer'],
            ['police', '警用', 'Police'],
            ['embassy', '使领馆', 'Embassy'],
            ['learner', '教练车', 'Driving school'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        kind: f.choice(
          '车辆类型',
          'Kind of vehicle',
          [
            ['car', '轿车', 'Car'],
            ['suv', '越野车', 'Off-road car'],
            ['mpv', '商务车', 'Van'],
            ['truck', '货车', 'Lorry'],
            ['bus', '客车', 'Bus'],
            ['moto', '摩托车', 'Motorcycle'],
            ['ebike', '电动自行车', 'Electric bicycle'],
            ['special', '特种车', 'Special vehicle'],
          ],
          { find: 'equal', list: 'shown' },
        ),
        brand: f.text('品牌型号', 'Make and model', { max: 40, list: 'shown' }),
        colour: f.choice(
          '车身颜色',
          'Colour',
          [
            ['white', '白', 'White'],
            ['black', '黑', 'Black'],
            ['grey', '灰', 'Grey'],
            ['silver', '银', 'Silver'],
            ['red', '红', 'Red'],
            ['blue', '蓝', 'Blue'],
            ['green', '绿', 'Green'],
            ['yellow', '黄', 'Yellow'],
            ['brown', '棕', 'Brown'],
            ['other', '其他', 'Other'],
          ],
          { list: 'offered' },
        ),
        energy: f.choice(
          '动力类型',
          'Energy',
          [
            ['petrol', '燃油', 'Fuel'],
            ['electric', '纯电', 'Electric'],
            ['hybrid', '插电混动', 'Plug-in hybrid'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        frameNumber: f.code('车架号', 'Frame number', { level: 'L3', max: 24 }),
        photos: f.files('车辆照片', 'Photos of the vehicle', { level: 'L3', max: 4 }),
      },
    ],
    registration: [
      '登记与有效期',
      'Registration',
      {
        stay: f.choice(
          '登记类型',
          'Kind of stay',
          [
            ['resident', '常驻车辆', 'Resident'],
            ['temporary', '临时车辆', 'Temporary'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        validFrom: f.day('生效日期', 'Valid from', {}),
        validUntil: f.day('有效期至', 'Valid until', { find: 'equal', list: 'offered' }),
        inspectionUntil: f.day('年检有效期', 'Inspected until', {}),
        insuranceUntil: f.day('保险有效期', 'Insured until', {}),
        enteredOn: f.day('最近入场日期', 'Last came in on', {}),
        stayMinutes: f.whole('停留时长', 'Minutes of the stay', { max: 10_000_000, unit: text('分钟', 'minutes') }),
      },
    ],
    owner: [
      '车主信息',
      'Owner',
      {
        ownerName: f.text('车主姓名', 'Name of the owner', { level: 'L3', mask: 'name', max: 60, find: 'pieces', list: 'shown' }),
        ownerPhone: f.phone('车主电话', 'Phone of the owner', { level: 'L3', find: ['equal', 'last4'], list: 'offered' }),
        ownerPaper: f.paper('车主证件号', 'Paper of the owner', { level: 'L4', find: 'equal' }),
        ownerKind: f.choice(
          '车主性质',
          'Owner is',
          [
            ['person', '个人', 'A person'],
            ['org', '单位', 'An organisation'],
          ],
          {},
        ),
      },
    ],
    parking: [
      '停车信息',
      'Parking',
      {
        parkingKind: f.choice(
          '停车方式',
          'How it parks',
          [
            ['owned', '自有车位', 'Owned space'],
            ['monthly', '月租车位', 'Monthly space'],
            ['shared', '共享车位', 'Shared space'],
            ['hourly', '临时停放', 'By the hour'],
            ['shed', '非机动车棚', 'Bicycle shed'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        parkingNumber: f.text('车位号', 'Parking space', { max: 20, list: 'offered' }),
        parkingUntil: f.day('停车权益至', 'Parking paid until', {}),
      },
    ],
    attention: [
      '重点车辆',
      'Attention',
      {
        watch: f.choice(
          '重点车辆类别',
          'Class of attention',
          [
            ['none', '无', 'None'],
            ['dangerous', '危化品车辆', 'Dangerous goods'],
            ['slag', '渣土车', 'Slag lorry'],
            ['zombie', '长期停放', 'Left for long'],
            ['watched', '布控车辆', 'Under watch'],
          ],
          { level: 'L3', find: 'equal' },
        ),
        note: f.note('备注', 'Notes', { max: 300 }),
      },
    ],
  },
  check: vehicleFaults,
})

function vehicleFaults(values: Values): Fault[] {
  const faults: Fault[] = []
  if (values.stay === 'resident' && values.plateKind !== 'ebike' && (values.ownerName ?? null) === null)
    faults.push(faultOf('ownerName', '常驻车辆须登记车主', 'A resident vehicle needs its owner'))
  if (typeof values.validFrom === 'string' && typeof values.validUntil === 'string' && values.validUntil < values.validFrom)
    faults.push(faultOf('validUntil', '有效期不能早于生效日期', 'It cannot end before it begins'))
  if (values.plateKind === 'green' && typeof values.plate === 'string' && !/^.{8}$/u.test(values.plate))
    faults.push(faultOf('plate', '新能源号牌为 8 位', 'A new-energy plate has eight signs'))
  return faults
}

export const vehicle = archiveCapability(vehicleArchive)
