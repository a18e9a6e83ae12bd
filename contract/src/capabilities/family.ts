import { archive, archiveCapability, f } from '../archive/index.ts'
import { text } from '../kernel/text.ts'

/** A household as the register knows it; who may open the door is the business of `household`. */
export const familyArchive = archive({
  name: 'family',
  text: text('家庭户', 'Household'),
  table: 'families',
  path: '/api/families',
  places: ['house', 'building', 'estate', 'community'],
  title: ['headName'],
  hint: ['kind'],
  unique: [['number']],
  freshDays: 365,
  wanted: ['number', 'headPhone', 'registeredAddress', 'size'],
  groups: {
    basic: [
      '户信息',
      'Household',
      {
        number: f.code('户号', 'Number of the household', { level: 'L3', max: 30, find: 'equal', list: 'shown' }),
        headName: f.text('户主姓名', 'Head', { level: 'L3', mask: 'name', required: true, max: 40, find: 'pieces', list: 'shown' }),
        headPhone: f.phone('户主电话', 'Phone of the head', { level: 'L3', find: ['equal', 'last4'], list: 'offered' }),
        kind: f.choice(
          '户类型',
          'Kind',
          [
            ['family', '家庭户', 'Family'],
            ['collective', '集体户', 'Collective'],
            ['single', '单人户', 'Single person'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        registeredAddress: f.text('户籍地址', 'Registered address', { level: 'L3', mask: 'address', max: 100 }),
        size: f.whole('户籍人数', 'People registered', { max: 200, list: 'shown' }),
        living: f.whole('常住人数', 'People living here', { max: 200, list: 'shown' }),
        movedInOn: f.day('迁入日期', 'Moved in on', {}),
        movedOutOn: f.day('迁出日期', 'Moved out on', {}),
      },
    ],
    support: [
      '家庭情况',
      'Circumstances',
      {
        welfare: f.choice(
          '救助类别',
          'Support received',
          [
            ['none', '无', 'None'],
            ['minimum', '低保户', 'Minimum living allowance'],
            ['edge', '低保边缘户', 'Near minimum'],
            ['special', '优抚对象', 'Honoured family'],
          ],
          { level: 'L4', find: 'equal' },
        ),
        isPartyHousehold: f.flag('党员家庭', 'Party household', { list: 'offered' }),
        isCivilised: f.flag('文明家庭', 'Model household', { list: 'offered' }),
        pets: f.text('犬只登记', 'Dogs registered', { max: 60 }),
        note: f.note('备注', 'Notes', { max: 300 }),
      },
    ],
  },
})

export const family = archiveCapability(familyArchive)
