import { type Text, text } from '../kernel/text.ts'

interface Param {
  readonly text: Text
  readonly usual: number
  readonly min: number
  readonly max: number
}

export interface HintModelSpec {
  readonly text: Text
  /** The rule as people read it; `{name}` is a parameter. */
  readonly rule: Text
  readonly version: string
  /** What it reads; nothing else. */
  readonly inputs: readonly Text[]
  readonly subject: 'person' | 'vehicle' | 'house' | 'org' | 'gate' | 'stranger' | 'grid'
  readonly params: Readonly<Record<string, Param>>
  /** What somebody is sent to do; without it only a look at the hint itself. */
  readonly task?: 'visit' | 'register' | 'check-out' | 'check'
  readonly isRestricted?: true
  /** Who holds this at the place hears of it as well as the worker. */
  readonly tells?: string
}

const days = (usual: number, min = 1, max = 365): Param => ({ text: text('天数', 'Days'), usual, min, max })
const count = (zh: string, en: string, usual: number, min: number, max: number): Param => ({ text: text(zh, en), usual, min, max })
const inputs = {
  passages: text('通行记录', 'Passages'),
  person: text('人口档案', 'Files of people'),
  house: text('房屋档案', 'Files of houses'),
  vehicle: text('车辆档案', 'Files of vehicles'),
  org: text('单位档案变更', 'Changes of files of organisations'),
  meter: text('户表用量', 'Meters of houses'),
  repair: text('事件与报修', 'Reports and events'),
  score: text('单位隐患评分', 'Hazard scores of organisations'),
} as const

/** Every model of the library. A model only points at something; what follows is decided by people. */
export const hintModels = {
  'away-long': {
    ...{ text: text('长期外出', 'Away for long'), version: '1.0', subject: 'person', inputs: [inputs.passages, inputs.person] },
    rule: text('在册人员最后一次通行为外出，此后 {days} 天没有进入', 'Went out and has not come in for {days} days'),
    params: { days: days(15, 3) },
  },
  'in-long-alone': {
    ...{ text: text('独居老人久未出门', 'Alone and not out for long'), version: '1.0', subject: 'person', task: 'visit' },
    ...{ inputs: [inputs.passages, inputs.person, inputs.meter] },
    rule: text('独居老人 {days} 天没有通行，户表也没有用量', 'Lives alone; no passage for {days} days and no use of a meter'),
    params: { days: days(3, 1, 60) },
  },
  unregistered: {
    ...{
      text: text('居住未登记', 'Lives here unregistered'),
      version: '1.0',
      subject: 'stranger',
      task: 'register',
      inputs: [inputs.passages],
    },
    rule: text(
      '同一未登记凭证在 {days} 天内通行不少于 {passes} 次',
      'The same unknown credential passed {passes} times or more within {days} days',
    ),
    params: { days: days(14, 1, 90), passes: count('次数', 'Passes', 12, 3, 500) },
  },
  'left-unremoved': {
    ...{ text: text('离开未注销', 'Left, but still registered'), version: '1.0', subject: 'person', task: 'check-out' },
    ...{ inputs: [inputs.passages, inputs.person, inputs.house] },
    rule: text('租期已过且 {days} 天没有通行的在册租客', 'A registered tenant whose lease is over and who has not passed for {days} days'),
    params: { days: days(20, 3) },
  },
  'key-gathering': {
    ...{ text: text('重点人员聚集', 'Key persons gathered'), version: '1.0', subject: 'gate', isRestricted: true },
    ...{ inputs: [inputs.passages, inputs.person] },
    rule: text(
      '{minutes} 分钟内有 {people} 名及以上重点人员经过同一地点',
      '{people} or more key persons passed one place within {minutes} minutes',
    ),
    params: { minutes: count('分钟', 'Minutes', 30, 1, 240), people: count('人数', 'People', 3, 2, 50) },
  },
  'plate-cloned': {
    ...{ text: text('疑似套牌', 'Perhaps a cloned plate'), version: '1.0', subject: 'vehicle', inputs: [inputs.passages, inputs.vehicle] },
    rule: text(
      '同一车牌先后出现在两处，所需车速超过 {speed} 公里/小时；或车身颜色、号牌颜色与档案不符',
      'One plate at two gates at more than {speed} km/h between them; or the colour of body or plate is not that of the file',
    ),
    params: { speed: count('车速上限（公里/小时）', 'Speed, km/h', 80, 10, 300), days: days(2, 1, 30) },
  },
  'car-night': {
    ...{ text: text('昼伏夜出车辆', 'Moves only at night'), version: '1.0', subject: 'vehicle', inputs: [inputs.passages] },
    rule: text(
      '{days} 天内只在 {from} 点至 {to} 点通行，且不少于 {nights} 天',
      'In {days} days it passed only between {from} and {to} o’clock, on {nights} days or more',
    ),
    params: {
      ...{ days: days(14, 3, 60), nights: count('夜间天数', 'Nights', 5, 2, 60) },
      ...{ from: count('起（点）', 'From hour', 23, 18, 23), to: count('止（点）', 'To hour', 5, 1, 8) },
    },
  },
  'car-zombie': {
    ...{ text: text('僵尸车', 'Car left for long'), version: '1.0', subject: 'vehicle', task: 'check', inputs: [inputs.passages] },
    rule: text('入场后超过 {days} 天没有驶出', 'Inside for more than {days} days without leaving'),
    params: { days: days(30, 5) },
  },
  'car-frequent': {
    ...{ text: text('频繁进出车辆', 'Passes very often'), version: '1.0', subject: 'vehicle', inputs: [inputs.passages] },
    rule: text('{days} 天内有一天进出超过 {passes} 次', 'More than {passes} passes on one day of the last {days}'),
    params: { days: days(3, 1, 30), passes: count('次数', 'Passes', 12, 3, 200) },
  },
  'house-empty-used': {
    ...{
      text: text('空置房有用量', 'Empty house in use'),
      version: '1.0',
      subject: 'house',
      task: 'visit',
      inputs: [inputs.house, inputs.meter],
    },
    rule: text(
      '登记空置的房屋，{days} 天用电超过 {kwh} 千瓦时',
      'A house that is registered as empty used more than {kwh} kWh in {days} days',
    ),
    params: { days: days(7, 1, 60), kwh: count('用电（千瓦时）', 'kWh', 7, 1, 1000) },
  },
  'house-idle-elder': {
    ...{ text: text('独居户零用量', 'Nothing used where an elder lives alone'), version: '1.0', subject: 'house', task: 'visit' },
    ...{ inputs: [inputs.house, inputs.person, inputs.meter] },
    rule: text('独居老人家中连续 {days} 天没有用量', 'Nothing was used for {days} days where an elder lives alone'),
    params: { days: days(2, 1, 30) },
  },
  'house-crowded': {
    ...{
      text: text('疑似群租', 'Perhaps too many live here'),
      version: '1.0',
      subject: 'house',
      task: 'visit',
      inputs: [inputs.house, inputs.person, inputs.meter],
    },
    rule: text(
      '{days} 天平均每名登记人员每天用电超过 {kwh} 千瓦时',
      'More than {kwh} kWh a day for each registered person, over {days} days',
    ),
    params: { days: days(7, 3, 60), kwh: count('每人每天（千瓦时）', 'kWh a person a day', 15, 3, 200) },
  },
  'staff-change': {
    ...{ text: text('单位人数骤变', 'Staff changed suddenly'), version: '1.0', subject: 'org', inputs: [inputs.org] },
    rule: text('{days} 天内在册人数增减超过 {percent}%', 'Registered staff changed by more than {percent}% within {days} days'),
    params: { days: days(30, 1), percent: count('百分比', 'Percent', 30, 5, 500) },
  },
  'events-alike': {
    ...{ text: text('同类事件频发', 'Similar events pile up'), version: '1.0', subject: 'grid', task: 'check', inputs: [inputs.repair] },
    rule: text(
      '{days} 天内同一网格发生 {events} 件及以上同类事件，第 {events} 件到达即提示',
      '{events} or more events of one kind in one grid within {days} days; said as the last of them arrives',
    ),
    params: { days: days(7, 1, 60), events: count('件数', 'Events', 3, 2, 50) },
  },
  'org-hazard': {
    ...{ text: text('单位隐患越级', 'Hazards of an organisation'), version: '1.0', subject: 'org', task: 'check' },
    ...{ inputs: [inputs.score], tells: 'score.manage' },
    rule: text(
      '单位隐患评分升到 {level} 级及以上（1 重大、2 较大、3 一般）即提示，再升级再提示，降回以下自行解除',
      'The hazard score of an organisation rose to level {level} or graver; said again as it gets graver, gone once it is milder',
    ),
    params: { level: count('起始等级', 'From level', 3, 1, 3) },
  },
} as const satisfies Record<string, HintModelSpec>

export type HintModel = keyof typeof hintModels
export const hintModelNames = Object.keys(hintModels) as [HintModel, ...HintModel[]]
export const hintModelSpec = (name: HintModel): HintModelSpec => hintModels[name]

export const hintStates = {
  raised: text('待核实', 'To be checked'),
  confirmed: text('属实', 'Confirmed'),
  rejected: text('不属实', 'Rejected'),
  cleared: text('已自行解除', 'Cleared by itself'),
} as const satisfies Record<string, Text>
export type HintState = keyof typeof hintStates
export const hintStateNames = Object.keys(hintStates) as [HintState, ...HintState[]]

export const hintTasks = {
  visit: text('上门走访', 'Visit'),
  register: text('核查登记', 'Check and register'),
  'check-out': text('核实后注销', 'Check, then check out'),
  check: text('现场核查', 'Check on the spot'),
} as const satisfies Record<string, Text>
export type HintTask = keyof typeof hintTasks

/** Words for the figures that a hint shows. */
export const hintFacts = {
  days: text('天数', 'Days'),
  passes: text('通行次数', 'Passes'),
  nights: text('夜间天数', 'Nights'),
  people: text('人数', 'People'),
  events: text('事件数', 'Events'),
  kindZh: text('事件类别', 'Kind of event'),
  minutes: text('间隔分钟', 'Minutes between'),
  metres: text('相距（米）', 'Metres apart'),
  speed: text('所需车速（公里/小时）', 'Speed needed, km/h'),
  kwh: text('用电（千瓦时）', 'kWh'),
  score: text('隐患评分', 'Hazard score'),
  level: text('风险等级（1 最高）', 'Level, 1 is the gravest'),
  before: text('原人数', 'Staff before'),
  after: text('现人数', 'Staff now'),
  percent: text('变化（%）', 'Change, %'),
  colour: text('档案颜色', 'Colour in the file'),
  seenColour: text('识别颜色', 'Colour seen'),
  lastAt: text('最后通行', 'Last passage'),
  leaseUntil: text('租期至', 'Lease until'),
} as const satisfies Record<string, Text>
export type HintFact = keyof typeof hintFacts
