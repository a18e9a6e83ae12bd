import { text } from '@liren/contract'

export const hintWords = {
  title: text('研判提示', 'Hints'),
  preview: text('系统发现的疑似情况，由您核实', 'What the platform found, for you to check'),
  views: { raised: text('待核实', 'To check'), confirmed: text('属实', 'Confirmed'), rejected: text('不属实', 'Rejected') },
  none: text('没有待核实的提示', 'Nothing to check'),
  noneBody: text('系统发现疑似情况时会出现在这里', 'What the platform finds comes here'),
  rule: text('判断规则', 'Rule'),
  facts: text('依据的数字', 'Figures'),
  records: text('依据的通行记录', 'Passages behind it'),
  noRecords: text('没有通行记录，依据是档案、表具或事件', 'No passages: it rests on files, meters or reports'),
  stranger: text('未登记人员', 'Somebody unknown'),
  gate: text('多人经过同一地点', 'Several people at one place'),
  sure: (percent: number) => text(`把握 ${percent}%`, `${percent}% sure`),
  dueOn: (day: string) => text(`${day} 前核实`, `Check by ${day}`),
  right: text('属实', 'It is so'),
  wrong: text('不属实', 'It is not so'),
  why: text('核实到的情况', 'What you found'),
  whyHint: text('至少 4 个字', 'At least four signs'),
  whySend: text('提交核实结果', 'Send'),
  done: text('已核实', 'Done'),
  note: (words: string) => text(`核实说明：${words}`, `Note: ${words}`),
} as const

export const passageWords = {
  title: text('通行记录', 'Passages'),
  preview: text('查看自家人和车的通行记录', 'See when you, your children and your cars passed'),
  row: text('通行记录', 'Passages'),
  rowHint: text('我的卡和车什么时候被用过', 'When my card and car were used'),
  views: { person: text('人员', 'People'), vehicle: text('车辆', 'Vehicles') },
  none: text('还没有通行记录', 'No passage yet'),
  noneBody: text('刷卡、扫码或车辆进出后会出现在这里', 'Cards, codes and cars that pass come here'),
  stayed: (zh: string, en: string) => text(`停留 ${zh}`, `${en} inside`),
  privacy: text('只显示本人、家中未成年人和本户车辆', 'Yourself, children of the household and its cars only'),
} as const
