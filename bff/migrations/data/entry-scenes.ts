/** Purposes that the scenes below serve; the first rests on law, the second on what people say at their door. */
export const entryPurposes = [
  {
    code: 'residence',
    zh: '实有人口与房屋登记',
    en: 'Register of who lives here',
    basis: 'law',
    body: [
      '社区依法登记实有人口与实有房屋，用于居住管理、公共服务与安全。您可查询、更正自己的登记信息。',
      'The community keeps the register of people and houses that the law asks for, for housing, public services and safety. You can look at what is kept about you and have it corrected.',
    ],
    without: ['依法登记，无需同意；仍可查询与更正', 'The law asks for it; you can still see and correct it'],
    assessment: [
      '《户口登记条例》《居住证暂行条例》要求登记居住人口',
      '登记信息被超范围使用或泄露',
      '分级加密、按岗位授权、录入人员签署保密协议、查看留痕',
    ],
  },
  {
    code: 'visit',
    zh: '上门走访采集',
    en: 'What is collected at the door',
    basis: 'consent',
    body: [
      '网格员上门采集您的姓名、证件、联系方式与居住情况，只用于社区服务与联系您，不提供给第三方。您可拒绝，也可随时撤回。',
      'The grid worker notes your name, papers, contact and how you live here, only to serve and reach you, for nobody else. You may refuse, and withdraw at any time.',
    ],
    without: ['社区各项服务不受影响，可到窗口办理', 'Every service stays open to you at the desk'],
    assessment: [
      '入户采集用于核对居住情况、及时提供关爱与应急联系',
      '上门时向无关人员泄露、采集超出必要范围',
      '先告知后采集、只采必填项、现场不留存纸质、录入人员签署保密协议、撤回即停',
    ],
  },
] as const

const desk = ['property-manager', 'housekeeper', 'grid-worker', 'grid-leader', 'community-officer'] as const

/** Where personal data may be entered by hand in a new house, and who does what there. */
export const entryScenes = [
  {
    code: 'counter',
    way: 'form',
    text: ['窗口登记', 'At the desk'],
    archives: ['person', 'house', 'vehicle', 'org', 'family'],
    purpose: 'residence',
    roles: desk,
    duty: ['核对证件原件后录入并保管纸质材料', 'Compares the papers, enters them and keeps the forms'],
    procedure: [
      '1. 核对本人及证件原件。2. 告知登记用途。3. 只录入表单所列项目，来源据实选择。4. 纸质材料当日入库登记。5. 他人代办须有委托书。',
      '1. Compare the person and the papers. 2. Say what it is for. 3. Enter only what the form asks, and where it comes from. 4. File the paper the same day. 5. Whoever comes for another brings a mandate.',
    ],
  },
  {
    code: 'door',
    way: 'field',
    text: ['上门走访', 'At the door'],
    archives: ['person', 'house', 'vehicle'],
    purpose: 'visit',
    roles: ['grid-worker', 'grid-leader', 'community-officer'],
    duty: ['亮证、告知、采集，离开前请本人核对', 'Shows the badge, tells, collects, and has it checked before leaving'],
    procedure: [
      '1. 出示证件，说明来意。2. 宣读告知内容，取得同意后再采集；不同意的不采集。3. 请本人核对屏幕内容。4. 不拍摄无关人员和室内。',
      '1. Show the badge and say why. 2. Read out what people are told; collect only after a yes. 3. Let them check the screen. 4. No pictures of others or of the home.',
    ],
  },
  {
    code: 'workbook',
    way: 'import',
    text: ['批量导入', 'Workbooks'],
    archives: ['person', 'house', 'vehicle', 'org', 'family'],
    purpose: 'residence',
    roles: desk,
    duty: [
      '核对来源后导入，逐行处理错误，导入后删除本地副本',
      'Checks where it comes from, mends faulty rows, deletes the local copy afterwards',
    ],
    procedure: [
      '1. 确认表格来源与授权。2. 使用系统模板，先预检再导入。3. 错误行修正后再提交。4. 导入完成后删除本机副本。5. 不得导入涉密数据。',
      '1. Make sure of the source. 2. Use the template and the dry run. 3. Mend the rows that are wrong. 4. Delete the copy on your machine. 5. Nothing that is a state secret.',
    ],
  },
] as const
