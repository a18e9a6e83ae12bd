import { type AlarmKind, alarmKindNames, alarmKinds } from '../alarm/kinds.ts'
import { hazardAreaOf } from '../hazard/kinds.ts'
import { type Text, text } from '../kernel/text.ts'

/** How grave the hazards of an organisation are together; I is the gravest, as with alarms. */
export const scoreLevels = {
  1: text('I 级 重大风险', 'I grave'),
  2: text('II 级 较大风险', 'II larger'),
  3: text('III 级 一般风险', 'III general'),
  4: text('IV 级 低风险', 'IV low'),
} as const
export type ScoreLevel = keyof typeof scoreLevels
export const scoreLevelNumbers = [1, 2, 3, 4] as const satisfies readonly ScoreLevel[]

/** What may add to a score. */
export const scoreItemKinds = {
  'fire-check': text('消防检查', 'Fire check'),
  'hygiene-check': text('卫生检查', 'Hygiene check'),
  inspection: text('重点部位巡查', 'Inspection of a key place'),
  alarm: text('感知隐患', 'Sensed hazard'),
} as const satisfies Record<string, Text>
export type ScoreItemKind = keyof typeof scoreItemKinds
export const scoreItemKindNames = Object.keys(scoreItemKinds) as [ScoreItemKind, ...ScoreItemKind[]]

/** How a finding was graded, for what is no alarm. */
export const scoreGrades = {
  fail: text('不合格', 'Failed'),
  mend: text('整改', 'To be mended'),
  findings: text('问题未消除', 'Findings that stand'),
} as const satisfies Record<string, Text>
export type ScoreGrade = keyof typeof scoreGrades

/** Kinds of alarms that count as hazards of the organisation: of fire, of facilities and of water, electricity and gas. */
export const scoredAlarms: readonly AlarmKind[] = alarmKindNames.filter(
  (kind) => hazardAreaOf(kind) !== undefined || alarmKinds[kind].group === 'energy',
)

interface Setting {
  readonly text: Text
  readonly usual: number
  readonly min: number
  readonly max: number
}
const points = (zh: string, en: string, usual: number, max = 100): Setting => ({ text: text(zh, en), usual, min: 0, max })
const limit = (zh: string, en: string, usual: number): Setting => ({ text: text(zh, en), usual, min: 1, max: 1000 })

/** What a community decides: points, how they fade, and from how many on each level begins. */
export const scoreSettings = {
  fail: points('检查不合格', 'A check failed', 30),
  mend: points('检查须整改', 'A check asks for mending', 15),
  finding: points('巡查问题（每项）', 'A finding of an inspection, each', 8),
  alarm1: points('I 级感知隐患', 'Sensed hazard of level I', 50),
  alarm2: points('II 级感知隐患', 'Sensed hazard of level II', 30),
  alarm3: points('III 级感知隐患', 'Sensed hazard of level III', 15),
  alarm4: points('IV 级感知隐患', 'Sensed hazard of level IV', 5),
  righted: points('整改后保留（%）', 'Left once put right, %', 30),
  fadeDays: { text: text('衰减天数', 'Days to fade'), usual: 90, min: 7, max: 365 },
  general: limit('一般风险起点', 'General from', 20),
  larger: limit('较大风险起点', 'Larger from', 50),
  grave: limit('重大风险起点', 'Grave from', 80),
} as const satisfies Record<string, Setting>
export type ScoreSettingName = keyof typeof scoreSettings
export const scoreSettingNames = Object.keys(scoreSettings) as [ScoreSettingName, ...ScoreSettingName[]]
export type ScoreValues = Readonly<Record<ScoreSettingName, number>>

export const scoreRule = text(
  '各项分值相加。未整改的满分计，衰减天数内降到一半，此后不再降；已整改的只保留一部分，衰减天数内降到零。误报与测试不计分。',
  'The points of all items are added. What stands counts whole and falls to half within the days to fade, no further; what was put right keeps a part that falls to nothing within those days. False alarms and tests count nothing.',
)

/** Rising, falling, or new and unchanged, against the score before. */
export const scoreTrends = {
  up: text('上升', 'Rising'),
  down: text('下降', 'Falling'),
  same: text('持平', 'Unchanged'),
} as const satisfies Record<string, Text>
export type ScoreTrend = keyof typeof scoreTrends
export const scoreTrendNames = Object.keys(scoreTrends) as [ScoreTrend, ...ScoreTrend[]]
