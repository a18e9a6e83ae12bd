import { archive, archiveCapability, f, faultOf, type Values } from '../archive/index.ts'
import type { Fault } from '../kernel/error.ts'
import { text } from '../kernel/text.ts'

/** Companies, public bodies, associations, and the individual businesses of the street alike: one file each. */
export const orgArchive = archive({
  name: 'org',
  text: text('单位', 'Organisation'),
  table: 'orgs',
  path: '/api/orgs',
  places: ['community', 'grid', 'estate', 'building', 'unit', 'house', 'area'],
  title: ['name'],
  hint: ['kind', 'industry'],
  unique: [['creditCode']],
  freshDays: 180,
  wanted: ['creditCode', 'industry', 'scale', 'leaderName', 'leaderPhone', 'address', 'licence', 'staff'],
  groups: {
    basic: [
      '基本信息',
      'Basics',
      {
        name: f.text('单位名称', 'Name', { required: true, max: 80, find: 'pieces', list: 'shown' }),
        creditCode: f.creditCode('统一社会信用代码', 'Unified social credit code', { find: 'equal', list: 'shown' }),
        kind: f.choice(
          '单位类型',
          'Kind',
          [
            ['company', '企业', 'Company'],
            ['individual', '个体经营户', 'Individual business'],
            ['public', '机关事业单位', 'Public body'],
            ['social', '社会组织', 'Social organisation'],
            ['party', '党组织', 'Party organisation'],
            ['committee', '业委会', 'Owners’ committee'],
            ['property', '物业企业', 'Property company'],
            ['school', '学校', 'School'],
          ],
          { required: true, find: 'equal', list: 'shown' },
        ),
        industry: f.dictionary(
          '行业类别',
          'Industry',
          'industry',
          [
            ['catering', '餐饮', 'Catering'],
            ['retail', '零售', 'Retail'],
            ['service', '居民服务', 'Services to residents'],
            ['education', '教育培训', 'Education'],
            ['health', '医疗卫生', 'Health'],
            ['manufacture', '生产加工', 'Manufacture'],
            ['logistics', '物流快递', 'Logistics'],
            ['it', '信息技术', 'Information technology'],
            ['culture', '文体娱乐', 'Culture and sport'],
            ['lodging', '住宿', 'Lodging'],
            ['finance', '金融', 'Finance'],
            ['estate', '房产物业', 'Real estate'],
            ['other', '其他', 'Other'],
          ],
          { find: 'equal', list: 'shown' },
        ),
        scale: f.choice(
          '单位规模',
          'Size',
          [
            ['micro', '微型', 'Micro'],
            ['small', '小型', 'Small'],
            ['medium', '中型', 'Medium'],
            ['large', '大型', 'Large'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        status: f.choice(
          '经营状态',
          'Status',
          [
            ['open', '在营', 'Open'],
            ['suspended', '停业', 'Suspended'],
            ['moved', '迁出', 'Moved away'],
            ['closed', '注销', 'Closed'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        foundedOn: f.day('成立日期', 'Founded on', {}),
        capital: f.number('注册资本', 'Registered capital', { unit: text('万元', '10 000 yuan') }),
      },
    ],
    place: [
      '经营场所',
      'Premises',
      {
        address: f.text('经营地址', 'Address', { max: 100, list: 'offered' }),
        area: f.number('经营面积', 'Area', { unit: text('平方米', 'm²') }),
        registeredAddress: f.text('注册地址', 'Registered address', { max: 100 }),
        hours: f.text('营业时间', 'Opening hours', { max: 60 }),
      },
    ],
    people: [
      '负责人与从业人员',
      'People',
      {
        leaderName: f.text('法定代表人', 'Legal representative', { level: 'L3', mask: 'name', max: 40, find: 'pieces', list: 'offered' }),
        leaderPhone: f.phone('负责人电话', 'Phone', { level: 'L3', find: ['equal', 'last4'], list: 'offered' }),
        leaderPaper: f.paper('负责人证件号', 'Paper of the representative', { level: 'L4', find: 'equal' }),
        safetyName: f.text('安全负责人', 'In charge of safety', { level: 'L3', mask: 'name', max: 40 }),
        safetyPhone: f.phone('安全负责人电话', 'Phone for safety', { level: 'L3' }),
        staff: f.whole('从业人数', 'Staff', { max: 1_000_000, list: 'offered' }),
        localStaff: f.whole('本社区居住人数', 'Staff living here', { max: 1_000_000 }),
      },
    ],
    licence: [
      '证照',
      'Licences',
      {
        licence: f.code('营业执照编号', 'Business licence', { max: 40 }),
        licenceUntil: f.day('营业执照有效期', 'Licence valid until', { find: 'equal' }),
        foodLicence: f.code('食品经营许可证', 'Food licence', { max: 40 }),
        foodLicenceUntil: f.day('食品许可有效期', 'Food licence until', {}),
        healthCertificates: f.whole('健康证人数', 'Health certificates', { max: 10_000 }),
        specialLicence: f.text('特种行业许可', 'Special trade permit', { max: 60 }),
        licenceFiles: f.files('证照影像', 'Pictures of licences', { max: 9 }),
      },
    ],
    checks: [
      '检查情况',
      'Checks',
      {
        fireCheckOn: f.day('消防检查日期', 'Fire check on', {}),
        fireCheck: f.choice(
          '消防检查结果',
          'Fire check',
          [
            ['pass', '合格', 'Passed'],
            ['mend', '整改', 'To be mended'],
            ['fail', '不合格', 'Failed'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        hygieneCheckOn: f.day('卫生检查日期', 'Hygiene check on', {}),
        hygieneCheck: f.choice(
          '卫生检查结果',
          'Hygiene check',
          [
            ['pass', '合格', 'Passed'],
            ['mend', '整改', 'To be mended'],
            ['fail', '不合格', 'Failed'],
          ],
          { find: 'equal' },
        ),
        riskGrade: f.choice(
          '安全风险等级',
          'Risk',
          [
            ['red', '红', 'Red'],
            ['orange', '橙', 'Orange'],
            ['yellow', '黄', 'Yellow'],
            ['blue', '蓝', 'Blue'],
          ],
          { find: 'equal', list: 'offered' },
        ),
        frontDuties: f.flag('门前三包签约', 'Front-door duties signed', {}),
        checkNote: f.note('检查说明', 'Notes on checks', { max: 300 }),
      },
    ],
  },
  check: orgFaults,
  derive: (values) => ({ ...values, status: values.status ?? 'open' }),
})

function orgFaults(values: Values): Fault[] {
  const faults: Fault[] = []
  if (['company', 'individual', 'property'].includes(String(values.kind)) && (values.creditCode ?? null) === null)
    faults.push(faultOf('creditCode', '企业与个体经营户须填写统一社会信用代码', 'A business needs its credit code'))
  if (typeof values.staff === 'number' && typeof values.localStaff === 'number' && values.localStaff > values.staff)
    faults.push(faultOf('localStaff', '不能超过从业人数', 'Not more than the staff'))
  return faults
}

export const org = archiveCapability(orgArchive)
