import { archive, archiveCapability, f, faultOf } from '../archive/index.ts'
import { text } from '../kernel/text.ts'

export const parkingArchive = archive({
  name: 'parking',
  text: text('车位', 'Parking space'),
  table: 'parking_spaces',
  path: '/api/parking-spaces',
  places: ['estate', 'building', 'area'],
  title: ['number'],
  hint: ['kind'],
  unique: [['lot', 'number']],
  freshDays: 365,
  wanted: ['holderName', 'holderPhone', 'area', 'usedAs', 'heldUntil'],
  groups: {
    basic: [
      '车位信息',
      'Space',
      {
        lot: f.text('车场', 'Car park', { required: true, max: 40, find: 'equal', list: 'shown' }),
        number: f.text('车位编号', 'Number', { required: true, max: 20, find: ['equal', 'pieces'], list: 'shown' }),
        kind: f.choice(
          '车位类型',
          'Kind',
          [
            ['standard', '标准车位', 'Standard'],
            ['small', '微型车位', 'Small'],
            ['tandem', '子母车位', 'Tandem'],
            ['charging', '充电车位', 'With charger'],
            ['accessible', '无障碍车位', 'Accessible'],
            ['visitor', '访客车位', 'For visitors'],
            ['ebike', '非机动车位', 'For bicycles'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        storey: f.choice(
          '所在层',
          'Level',
          [
            ['ground', '地面', 'Ground'],
            ['b1', '地下一层', 'First basement'],
            ['b2', '地下二层', 'Second basement'],
            ['b3', '地下三层', 'Third basement'],
            ['tower', '立体车库', 'Parking tower'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        area: f.number('面积', 'Area', { unit: text('平方米', 'm²') }),
        hasCharger: f.flag('已装充电桩', 'Has a charger', { list: 'offered' }),
      },
    ],
    right: [
      '权属',
      'Right of use',
      {
        usedAs: f.choice(
          '使用状态',
          'In use as',
          [
            ['sold', '已售', 'Sold'],
            ['rented', '已租', 'Let'],
            ['free', '空闲', 'Free'],
            ['common', '公共', 'Common'],
            ['civil-defence', '人防', 'Civil defence'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        holderName: f.text('权利人', 'Holder', { level: 'L3', mask: 'name', max: 60, find: 'pieces', list: 'shown' }),
        holderPhone: f.phone('权利人电话', 'Phone of the holder', { level: 'L3', find: ['equal', 'last4'] }),
        certificate: f.text('权证编号', 'Certificate', { level: 'L3', max: 60 }),
        heldFrom: f.day('使用权开始', 'Held from', {}),
        heldUntil: f.day('使用权到期', 'Held until', { list: 'offered' }),
        isShared: f.flag('参与共享', 'Shared with others', { find: 'equal' }),
        sharedHours: f.text('共享时段', 'Shared at', { max: 60 }),
      },
    ],
  },
  check: (values) => [
    ...(['sold', 'rented'].includes(String(values.usedAs)) && (values.holderName ?? null) === null
      ? [faultOf('holderName', '已售或已租车位须登记权利人', 'A space that is sold or let has a holder')]
      : []),
    ...(typeof values.heldFrom === 'string' && typeof values.heldUntil === 'string' && values.heldUntil < values.heldFrom
      ? [faultOf('heldUntil', '到期不能早于开始', 'It cannot end before it begins')]
      : []),
  ],
})

export const parking = archiveCapability(parkingArchive)
