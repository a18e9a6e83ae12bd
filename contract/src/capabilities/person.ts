import { archive, archiveCapability, birthDayOf, f, faultOf, isResidentId, sexOf, type Values } from '../archive/index.ts'
import { ethnicities, keyClasses, occupations, personTags } from '../archive/person-words.ts'
import type { Fault } from '../kernel/error.ts'
import { text } from '../kernel/text.ts'

const secret = { level: 'L4' } as const
const private_ = { level: 'L3' } as const

export const personArchive = archive({
  name: 'person',
  text: text('人员', 'Person'),
  table: 'people',
  path: '/api/people',
  places: ['house', 'unit', 'building', 'area', 'estate', 'community'],
  title: ['name'],
  hint: ['population'],
  unique: [['idNumber']],
  guardedTags: { dictionary: 'person-attention', by: 'keyClass' },
  freshDays: 180,
  wanted: ['idNumber', 'phone', 'sex', 'birthDay', 'ethnicity', 'registeredAddress', 'livingAddress', 'occupation', 'education', 'photo'],
  groups: {
    identity: [
      '身份信息',
      'Identity',
      {
        name: f.text('姓名', 'Name', { level: 'L3', mask: 'name', required: true, max: 40, find: 'pieces', list: 'shown' }),
        formerName: f.text('曾用名', 'Former name', { level: 'L3', mask: 'name', max: 40 }),
        idKind: f.choice(
          '证件类型',
          'Kind of paper',
          [
            ['resident', '居民身份证', 'Resident identity card'],
            ['passport', '护照', 'Passport'],
            ['permit', '港澳台通行证', 'Permit of Hong Kong, Macao or Taiwan'],
            ['foreign', '外国人永久居留证', 'Permanent residence card'],
            ['birth', '出生证明', 'Birth certificate'],
            ['none', '暂无证件', 'None yet'],
          ],
          { required: true, list: 'offered' },
        ),
        idNumber: f.paper('证件号码', 'Number of the paper', { level: 'L4', mask: 'idNumber', find: ['equal', 'last4'], list: 'shown' }),
        sex: f.choice(
          '性别',
          'Sex',
          [
            ['male', '男', 'Male'],
            ['female', '女', 'Female'],
          ],
          { list: 'shown', find: 'equal' },
        ),
        birthDay: f.day('出生日期', 'Day of birth', private_),
        birthYear: f.whole('出生年份', 'Year of birth', { derived: true, min: 1880, max: 2200, list: 'shown', find: 'equal' }),
        nationality: f.text('国籍', 'Nationality', { max: 40 }),
        ethnicity: f.dictionary('民族', 'Ethnic group', 'ethnicity', ethnicities, { list: 'offered' }),
        photo: f.files('登记照片', 'Registered photo', { level: 'L3', max: 1 }),
      },
    ],
    population: [
      '人口分类',
      'Population',
      {
        population: f.choice(
          '人口类型',
          'Type of population',
          [
            ['resident', '常住人口', 'Permanent'],
            ['temporary', '暂住人口', 'Temporary'],
            ['floating', '流动人口', 'Floating'],
            ['key', '重点人口', 'Key'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        grade: f.choice(
          '管理等级',
          'Grade of care',
          [
            ['a', '一级', 'First'],
            ['b', '二级', 'Second'],
            ['c', '三级', 'Third'],
            ['d', '一般', 'Ordinary'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        livingSince: f.day('入住日期', 'Living here since', { list: 'offered' }),
        leftOn: f.day('离开日期', 'Left on', {}),
        permitNumber: f.code('居住证号', 'Residence permit', { level: 'L3', max: 30 }),
        permitUntil: f.day('居住证有效期', 'Permit valid until', {}),
      },
    ],
    address: [
      '地址',
      'Addresses',
      {
        livingAddress: f.text('居住地址', 'Living address', { level: 'L3', mask: 'address', max: 100, list: 'offered' }),
        registeredAddress: f.text('户籍地址', 'Registered address', { level: 'L3', mask: 'address', max: 100 }),
        registeredRegion: f.text('户籍地', 'Registered region', { max: 60, list: 'offered' }),
        registeredKind: f.choice(
          '户口性质',
          'Kind of registration',
          [
            ['urban', '城镇', 'Urban'],
            ['rural', '农村', 'Rural'],
            ['unified', '统一居民户口', 'Unified'],
          ],
          {},
        ),
      },
    ],
    contact: [
      '联系方式',
      'Contact',
      {
        phone: f.phone('手机号', 'Mobile phone', { level: 'L3', find: ['equal', 'last4'], list: 'shown' }),
        secondPhone: f.phone('备用电话', 'Second phone', { level: 'L3', find: 'equal' }),
        emergencyName: f.text('紧急联系人', 'Emergency contact', { level: 'L3', mask: 'name', max: 40 }),
        emergencyPhone: f.phone('紧急联系电话', 'Emergency phone', private_),
      },
    ],
    work: [
      '职业与教育',
      'Work and education',
      {
        occupation: f.dictionary('职业', 'Occupation', 'occupation', occupations, { list: 'offered' }),
        employer: f.text('工作单位', 'Employer', { level: 'L3', max: 80 }),
        education: f.choice(
          '文化程度',
          'Education',
          [
            ['none', '学龄前', 'Before school'],
            ['primary', '小学', 'Primary'],
            ['junior', '初中', 'Junior secondary'],
            ['senior', '高中或中专', 'Senior secondary'],
            ['college', '大专', 'College'],
            ['bachelor', '本科', 'Bachelor'],
            ['master', '研究生', 'Postgraduate'],
          ],
          {},
        ),
        marriage: f.choice(
          '婚姻状况',
          'Marriage',
          [
            ['single', '未婚', 'Single'],
            ['married', '已婚', 'Married'],
            ['divorced', '离异', 'Divorced'],
            ['widowed', '丧偶', 'Widowed'],
          ],
          private_,
        ),
        party: f.choice(
          '政治面貌',
          'Political status',
          [
            ['masses', '群众', 'None'],
            ['member', '中共党员', 'Party member'],
            ['probationary', '预备党员', 'Probationary member'],
            ['league', '共青团员', 'League member'],
            ['other', '民主党派', 'Democratic party'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        partyBranch: f.text('所在支部', 'Party branch', { max: 60 }),
        military: f.choice(
          '兵役状况',
          'Military service',
          [
            ['none', '未服兵役', 'None'],
            ['retired', '退役军人', 'Veteran'],
            ['serving', '现役', 'Serving'],
          ],
          private_,
        ),
      },
    ],
    health: [
      '健康与帮扶',
      'Health and support',
      {
        health: f.choice(
          '健康状况',
          'Health',
          [
            ['good', '健康', 'Good'],
            ['fair', '一般', 'Fair'],
            ['chronic', '慢性病', 'Chronic illness'],
            ['serious', '重病', 'Serious illness'],
            ['disabled', '残疾', 'Disabled'],
          ],
          { ...secret, find: 'equal' },
        ),
        disability: f.text('残疾类别与等级', 'Kind and degree of disability', { ...secret, max: 40 }),
        healthNote: f.note('健康备注', 'Notes on health', { ...secret, max: 300 }),
        care: f.choice(
          '照护需求',
          'Care needed',
          [
            ['none', '无', 'None'],
            ['alone', '独居', 'Living alone'],
            ['empty-nest', '空巢', 'Empty nest'],
            ['dependent', '失能', 'Dependent'],
            ['left-behind', '留守', 'Left behind'],
          ],
          { ...secret, find: 'equal' },
        ),
        welfare: f.choice(
          '救助类别',
          'Support received',
          [
            ['none', '无', 'None'],
            ['minimum', '低保', 'Minimum living allowance'],
            ['edge', '低保边缘', 'Near minimum'],
            ['poor', '特困', 'Destitute'],
            ['orphan', '孤儿', 'Orphan'],
          ],
          { ...secret, find: 'equal' },
        ),
      },
    ],
    attention: [
      '重点关注',
      'Attention',
      {
        keyClass: f.dictionary('重点人员类别', 'Class of attention', 'key-person', keyClasses, { ...secret, find: 'equal' }),
        keyGrade: f.choice(
          '关注等级',
          'Grade of attention',
          [
            ['high', '高', 'High'],
            ['middle', '中', 'Middle'],
            ['low', '低', 'Low'],
          ],
          { ...secret, find: 'equal' },
        ),
        keySince: f.day('列管日期', 'Under attention since', secret),
        keyNote: f.note('关注说明', 'Why', { ...secret, max: 300 }),
      },
    ],
    face: [
      '人脸信息',
      'Face',
      {
        // taken and deleted by surfaces of its own, where it stays sealed; no form and no workbook writes it
        face: f.files('人脸照片', 'Face', {
          level: 'L4',
          max: 1,
          derived: true,
          hint: text('须本人单独同意，可随时删除', 'Only with a separate consent; can be deleted at any time'),
        }),
        faceConsentOn: f.day('单独同意日期', 'Separate consent given on', { derived: true }),
        faceConsent: f.files('同意书', 'Proof of the consent', { level: 'L3', max: 2 }),
      },
    ],
  },
  check: personFaults,
  derive: (values) => {
    const number =
      values.idKind === 'resident' && typeof values.idNumber === 'string' && isResidentId(values.idNumber) ? values.idNumber : undefined
    const birthDay = number ? (birthDayOf(number) ?? null) : (values.birthDay ?? null)
    const grade = values.grade ?? (values.population === 'key' ? 'a' : values.population === 'floating' ? 'c' : 'd')
    return {
      ...values,
      grade,
      birthDay,
      sex: number ? sexOf(number) : (values.sex ?? null),
      birthYear: typeof birthDay === 'string' ? Number(birthDay.slice(0, 4)) : null,
    }
  },
})

function personFaults(values: Values): Fault[] {
  const faults: Fault[] = []
  const { idKind, idNumber } = values
  if (idKind === 'resident' && typeof idNumber === 'string' && !isResidentId(idNumber))
    faults.push(faultOf('idNumber', '身份证号校验不通过，请核对每一位', 'This identity number does not add up: check every digit'))
  if (idKind !== 'none' && (idNumber ?? null) === null)
    faults.push(faultOf('idNumber', '请填写证件号码，或选择“暂无证件”', 'Give the number, or choose that there is no paper'))
  if (values.population === 'key' && (values.keyClass ?? null) === null)
    faults.push(faultOf('keyClass', '重点人口须选择类别', 'Key population needs a class'))
  if (Array.isArray(values.face) && values.face.length > 0 && (values.faceConsentOn ?? null) === null)
    faults.push(faultOf('faceConsentOn', '采集人脸须本人单独同意', 'A face is taken only with a separate consent'))
  if (typeof values.livingSince === 'string' && typeof values.leftOn === 'string' && values.leftOn < values.livingSince)
    faults.push(faultOf('leftOn', '离开日期不能早于入住日期', 'One cannot leave before one came'))
  return faults
}

export { personTags }
export const person = archiveCapability(personArchive)
