import { type Text, text } from '../kernel/text.ts'

/** How personal data get in by hand: typed into a form, collected at the door, brought in a workbook. */
export const entryWays = {
  form: text('窗口表单', 'Form at the desk'),
  field: text('上门采集', 'At the door'),
  import: text('表格导入', 'Workbook'),
} as const satisfies Record<string, Text>
export type EntryWay = keyof typeof entryWays
export const entryWayNames = Object.keys(entryWays) as [EntryWay, ...EntryWay[]]

/** Archives that are about people, or name them. */
export const enteredArchives = ['person', 'house', 'vehicle', 'org', 'family'] as const
export type EnteredArchive = (typeof enteredArchives)[number]

/** Up to which grade of data somebody may write. */
export const entryGrades = {
  L2: text('一般录入员（至内部数据）', 'Ordinary: up to internal data'),
  L3: text('个人信息录入员', 'Personal data'),
  L4: text('敏感信息录入员', 'Sensitive data'),
} as const satisfies Record<string, Text>
export type EntryGrade = keyof typeof entryGrades
export const entryGradeNames = Object.keys(entryGrades) as [EntryGrade, ...EntryGrade[]]

/** What happens to a paper form. It is either on its shelf, out with somebody, or gone. */
export const paperActions = {
  kept: text('入库保存', 'Put on the shelf'),
  read: text('借阅', 'Taken out to read'),
  returned: text('归还', 'Brought back'),
  destroyed: text('销毁', 'Destroyed'),
} as const satisfies Record<string, Text>
export type PaperAction = keyof typeof paperActions
export const paperStates = ['kept', 'out', 'destroyed'] as const
export type PaperState = (typeof paperStates)[number]
export const paperOverdues = ['return', 'destroy'] as const

export const entryErrors = {
  'entry.no-scene': {
    status: 403,
    text: text('没有适用的录入场景，不能录入。请联系数据管理员', 'No scene of entry fits this: nothing is entered outside of one'),
  },
  'entry.role-unfit': { status: 403, text: text('您的岗位不在此录入场景的职责范围内', 'Your role has no duty in this scene of entry') },
  'entry.not-recorder': {
    status: 403,
    text: text('您还不是登记的录入人员，请联系数据管理员登记', 'You are not registered as a recorder: ask whoever keeps the register'),
  },
  'entry.no-agreement': { status: 403, text: text('尚未登记已签署的保密协议，不能录入', 'There is no signed agreement on file for you') },
  'entry.agreement-over': { status: 403, text: text('保密协议已到期，续签后方可录入', 'Your agreement has expired: sign a new one first') },
  'entry.grade-low': { status: 403, text: text('您的录入等级不足以填写这些内容', 'Your grade does not reach these fields') },
  'entry.consent-missing': { status: 422, text: text('须先告知并取得本人同意，再录入', 'The person has to be told and to consent first') },
  'entry.consent-withdrawn': {
    status: 409,
    text: text('本人已撤回同意，不能录入', 'The person has withdrawn consent: nothing is entered'),
  },
  'entry.purpose-closed': {
    status: 422,
    text: text('此场景的用途尚未启用或已停用', 'The purpose of this scene is not open'),
  },
  'entry.import-asks': {
    status: 422,
    text: text('以同意为依据的用途须逐人告知，不能批量导入', 'A purpose that rests on consent is asked of each: it has no import'),
  },
  'entry.role-unknown': { status: 422, text: text('有岗位不存在', 'One of the roles is unknown') },
  'entry.recorder-known': { status: 409, text: text('此人已登记为录入人员', 'This person is registered already') },
  'entry.person-unfit': { status: 422, text: text('此人不是您管理范围内的在用账号', 'No account in use within your reach') },
  'entry.file-unknown': { status: 422, text: text('附件没有上传成功，请重新上传', 'The file is missing, please upload it again') },
  'entry.dates': { status: 422, text: text('结束日期须晚于开始日期', 'The last day is before the first') },
  'entry.paper-state': { status: 409, text: text('纸质材料的当前状态不能做此操作', 'This cannot be done to the paper as it is now') },
  'entry.witness-same': { status: 422, text: text('销毁须由另一人监督', 'Another person has to witness a destruction') },
} as const
