import { type Text, text } from '../kernel/text.ts'

/** What a zone guards: the ground round the estate, a building's foot, its walls, its top, or a spot of its own. */
export const zoneKinds = {
  outer: text('小区外围', 'Round the estate'),
  surround: text('楼栋周边', 'Round a building'),
  facade: text('外墙', 'Facade'),
  roof: text('顶层与天台', 'Top floor and roof'),
  key: text('重要部位', 'Important spot'),
} as const satisfies Record<string, Text>
export type ZoneKind = keyof typeof zoneKinds
export const zoneKindNames = Object.keys(zoneKinds) as [ZoneKind, ...ZoneKind[]]

export const zoneRoles = {
  detector: text('探测器', 'Detector'),
  camera: text('摄像机', 'Camera'),
  siren: text('声光报警', 'Sound and light'),
  gate: text('门闸', 'Gate'),
} as const satisfies Record<string, Text>
export type ZoneRole = keyof typeof zoneRoles
export const zoneRoleNames = Object.keys(zoneRoles) as [ZoneRole, ...ZoneRole[]]

/** What an alarm does to the gates of its zone until it is closed. */
export const gateActions = {
  none: text('不联动', 'Nothing'),
  lock: text('自动锁闭', 'Lock at once'),
  confirm: text('保安受理告警后锁闭', 'Lock when a guard accepts the alarm'),
} as const satisfies Record<string, Text>
export type GateAction = keyof typeof gateActions
export const gateActionNames = Object.keys(gateActions) as [GateAction, ...GateAction[]]

/** How the estate is guarded, as its design says. */
export const designScales = {
  small: text('小型：局部防区', 'Small: parts of the boundary'),
  medium: text('中型：周界全防', 'Medium: the whole boundary'),
  large: text('大型：周界与楼体', 'Large: boundary and buildings'),
} as const satisfies Record<string, Text>
export const designScaleNames = Object.keys(designScales) as [keyof typeof designScales, ...(keyof typeof designScales)[]]
export const designModes = {
  local: text('就地报警', 'Alarm on the spot'),
  network: text('联网报警', 'Alarm to the duty desk'),
  combined: text('报警、视频与人防联动', 'Alarm, pictures and guards together'),
} as const satisfies Record<string, Text>
export const designModeNames = Object.keys(designModes) as [keyof typeof designModes, ...(keyof typeof designModes)[]]

/** What a design weighs before it says how large and how. */
export const designFactors = {
  need: text('防护需求', 'What is to be protected'),
  environment: text('环境条件', 'Surroundings'),
  purpose: text('功能要求', 'What it has to do'),
  management: text('管理要求', 'How it is run'),
  investment: text('建设投资', 'Money for it'),
} as const satisfies Record<string, Text>
export type DesignFactor = keyof typeof designFactors
export const designFactorNames = Object.keys(designFactors) as [DesignFactor, ...DesignFactor[]]

/** What is missing somewhere; the coverage report is a list of these. */
export const zoneGaps = {
  'no-zone': text('该类防区尚未设置', 'There is no zone of this kind'),
  'no-detector': text('没有探测器', 'No detector'),
  'no-camera': text('没有绑定摄像机', 'No camera'),
  undrawn: text('地图上未绘制', 'Not drawn on the map'),
  'no-design': text('缺少设计表', 'No design form'),
  'no-drawing': text('缺少覆盖图', 'No coverage drawing'),
  'no-walk-test': text('缺少走测结果', 'No walk test'),
  missed: text('走测有遗漏', 'The walk test missed spots'),
  silent: text('探测器离线', 'A detector is silent'),
  disabled: text('未启用', 'Not in use'),
} as const satisfies Record<string, Text>
export type ZoneGap = keyof typeof zoneGaps
export const zoneGapNames = Object.keys(zoneGaps) as [ZoneGap, ...ZoneGap[]]
