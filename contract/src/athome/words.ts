import { text } from '../kernel/text.ts'

/** Whether somebody of those who are registered in a house is in. */
export const athomeStates = {
  in: text('在家', 'At home'),
  away: text('不在家', 'Away'),
  unknown: text('无法判断', 'Not known'),
} as const
export type AthomeState = keyof typeof athomeStates
export const athomeStateNames = ['in', 'away', 'unknown'] as const satisfies readonly AthomeState[]

/** Why nothing is said of a house. */
export const athomeReasons = {
  off: text('本社区未启用在家判断', 'Not switched on for this community'),
  'nobody-registered': text('没有登记入住人员', 'Nobody is registered here'),
  'no-data': text('近期没有可用的通行和用能数据', 'No passes and no meter readings that could be used'),
  contradicting: text('通行与用能相互矛盾', 'Passes and meters contradict each other'),
  unsure: text('依据已旧或太弱', 'What is known is too old or too weak'),
} as const
export type AthomeReason = keyof typeof athomeReasons
export const athomeReasonNames = [
  'off',
  'nobody-registered',
  'no-data',
  'contradicting',
  'unsure',
] as const satisfies readonly AthomeReason[]

/** What the last pass of one person says. */
export const passSigns = {
  in: text('进入', 'Came in'),
  out: text('外出', 'Went out'),
  unclear: text('方向不明，不计', 'Direction unknown, not counted'),
  old: text('超过三天，不计', 'Older than three days, not counted'),
  unseen: text('没有通行记录', 'Never seen by a gate'),
} as const
export type PassSign = keyof typeof passSigns
export const passSignNames = ['in', 'out', 'unclear', 'old', 'unseen'] as const satisfies readonly PassSign[]

/** What one meter of a house says. */
export const meterSigns = {
  active: text('近期有人使用', 'Somebody used it lately'),
  quiet: text('白天连续数小时只有待机用量', 'Only standing use for hours of the day'),
  neither: text('说明不了什么', 'Says nothing either way'),
  silent: text('超过两小时没有读数，不计', 'No reading for two hours, not counted'),
  daily: text('每天抄一次，看不出小时，不计', 'Read once a day, tells no hours, not counted'),
  'not-agreed': text('住户未同意，不看', 'The household did not agree, not looked at'),
} as const
export type MeterSign = keyof typeof meterSigns
export const meterSignNames = ['active', 'quiet', 'neither', 'silent', 'daily', 'not-agreed'] as const satisfies readonly MeterSign[]

/** The rule in words; its version is kept with every judgement. */
export const athomeRule = {
  version: '1.0',
  text: text(
    '每位登记住户的最近一次通行给出在家的可能：经单元或楼栋门进入 92%、经小区出入口进入 85%、外出 10%；进入每 12 小时、外出每 24 小时向 50% 减半，三天后不计；有登记住户未被看到时，不在家的说服力按看到人数比例的平方打折。通行之后开始的整点小时里，用水、用气或高于待机 120 Wh 的用电表示有人，白天（7–22 时）连续三个整点只有待机用量表示无人，夜间安静不说明什么；只要有一块表有人使用，其他表的安静不计。两者合成后，65% 以上为在家，35% 以下为不在家，其间为无法判断。',
    'The last pass of each registered person says how likely they are in: 92% after coming in by the door of unit or building, 85% by a gate of the estate, 10% after going out; this halves towards 50% every 12 hours after coming in and every 24 after going out, and does not count after three days. Where some of the people were not seen, being away counts only by the square of the share that was seen. In full hours that began after the last pass, water, gas or electricity 120 Wh above standing use say that somebody is in; three full hours of the day (7–22) with standing use only say that nobody is; a quiet night says nothing, and one meter in use outweighs others that are quiet. Together, 65% and more is at home, 35% and less is away, anything between is not known.',
  ),
} as const
