import { type Text, text } from '../kernel/text.ts'

/** I is the gravest. The numbers are stored; people read the Roman ones. */
export const alarmLevels = {
  1: text('I 级 特别重大', 'I critical'),
  2: text('II 级 重大', 'II major'),
  3: text('III 级 较大', 'III moderate'),
  4: text('IV 级 一般', 'IV minor'),
} as const
export type AlarmLevel = keyof typeof alarmLevels
export const levelNumbers = [1, 2, 3, 4] as const satisfies readonly AlarmLevel[]

/** Whom it concerns; filters of the desk go by it. */
export const alarmGroups = {
  fire: text('消防', 'Fire safety'),
  lift: text('电梯', 'Lifts'),
  security: text('治安', 'Security'),
  facility: text('公共设施', 'Public facilities'),
  environment: text('环境', 'Environment'),
  energy: text('水电气热', 'Utilities'),
  device: text('设备运行', 'Devices'),
} as const
export type AlarmGroup = keyof typeof alarmGroups
export const alarmGroupNames = Object.keys(alarmGroups) as [AlarmGroup, ...AlarmGroup[]]

interface KindSpec {
  readonly group: AlarmGroup
  readonly level: AlarmLevel
  readonly text: Text
}

/** Every kind of alarm with the level that it has unless an event says worse. */
export const alarmKinds = {
  fire: { group: 'fire', level: 1, text: text('火灾告警', 'Fire') },
  smoke: { group: 'fire', level: 1, text: text('烟雾告警', 'Smoke') },
  gas: { group: 'fire', level: 1, text: text('可燃气体泄漏', 'Gas leak') },
  'fire-fault': { group: 'fire', level: 3, text: text('消防设备故障', 'Fault of a fire system') },
  'fire-shielded': { group: 'fire', level: 3, text: text('消防部件被屏蔽', 'Part of a fire system disabled') },
  'fire-power': { group: 'fire', level: 2, text: text('消防电源异常', 'Power of a fire system') },
  'fire-watch': { group: 'fire', level: 2, text: text('消控室无人应答', 'Fire control room does not answer') },
  'fire-door-open': { group: 'fire', level: 3, text: text('防火门开启', 'Fire door open') },
  'passage-blocked': { group: 'fire', level: 2, text: text('消防通道堵塞', 'Fire lane blocked') },
  hydrant: { group: 'fire', level: 3, text: text('消火栓异常', 'Hydrant') },
  electrical: { group: 'fire', level: 2, text: text('电气火灾隐患', 'Electrical fire hazard') },
  'lift-trapped': { group: 'lift', level: 1, text: text('电梯困人', 'People trapped in a lift') },
  'lift-call': { group: 'lift', level: 2, text: text('轿厢呼救', 'Call from a lift car') },
  'lift-fault': { group: 'lift', level: 2, text: text('电梯故障', 'Lift fault') },
  'lift-overloaded': { group: 'lift', level: 4, text: text('电梯超载', 'Lift overloaded') },
  'lift-ebike': { group: 'lift', level: 2, text: text('电动自行车进电梯', 'E-bike in a lift') },
  'door-forced': { group: 'security', level: 2, text: text('强行开门', 'Forced door') },
  'door-held-open': { group: 'security', level: 4, text: text('门长时间未关', 'Door held open') },
  duress: { group: 'security', level: 1, text: text('胁迫开门', 'Opened under duress') },
  perimeter: { group: 'security', level: 2, text: text('周界入侵', 'Perimeter crossed') },
  crowd: { group: 'security', level: 2, text: text('人员聚集', 'Crowd') },
  'person-down': { group: 'security', level: 1, text: text('人员倒地', 'Person down') },
  'left-object': { group: 'security', level: 3, text: text('遗留物', 'Object left behind') },
  'falling-object': { group: 'security', level: 2, text: text('高空抛物', 'Falling object') },
  ebike: { group: 'fire', level: 2, text: text('电动自行车违规停放充电', 'E-bike parked or charged where it must not be') },
  'camera-blind': { group: 'security', level: 3, text: text('摄像机遮挡或无画面', 'Camera covered or without picture') },
  call: { group: 'security', level: 2, text: text('呼叫无人应答', 'Call that nobody answered') },
  'watched-plate': { group: 'security', level: 2, text: text('布控车辆', 'Watched plate') },
  manhole: { group: 'facility', level: 2, text: text('井盖移位', 'Manhole cover moved') },
  'manhole-water': { group: 'facility', level: 3, text: text('井下水位过高', 'Water high in a manhole') },
  'bin-full': { group: 'facility', level: 4, text: text('垃圾桶满溢', 'Bin full') },
  'bin-burning': { group: 'fire', level: 1, text: text('垃圾桶起火', 'Bin on fire') },
  'bin-tilted': { group: 'facility', level: 4, text: text('垃圾桶倾倒', 'Bin tilted') },
  'bin-misused': { group: 'facility', level: 4, text: text('垃圾投放不规范', 'Waste thrown away wrongly') },
  'lamp-fault': { group: 'facility', level: 4, text: text('路灯故障', 'Lamp fault') },
  'pump-fault': { group: 'facility', level: 3, text: text('水泵故障', 'Pump fault') },
  'fan-fault': { group: 'facility', level: 3, text: text('风机故障', 'Fan fault') },
  environment: { group: 'environment', level: 3, text: text('环境超限', 'Environment beyond its limit') },
  'water-leak': { group: 'energy', level: 2, text: text('漏水', 'Water leak') },
  'water-level': { group: 'facility', level: 3, text: text('水位异常', 'Water level') },
  'charging-power': { group: 'energy', level: 2, text: text('充电设施输入电源异常', 'Mains of a charger beyond its limits') },
  meter: { group: 'energy', level: 3, text: text('计量表异常', 'Meter') },
  'device-fault': { group: 'device', level: 3, text: text('设备故障', 'Device fault') },
  'device-tampered': { group: 'device', level: 2, text: text('设备被拆动', 'Device tampered with') },
  'device-offline': { group: 'device', level: 3, text: text('重要设备离线', 'Important device offline') },
  maintenance: { group: 'device', level: 4, text: text('运行时长到期维护', 'Maintenance due by hours') },
  'device-told': { group: 'device', level: 3, text: text('设备上报告警', 'Alarm of a device') },
  rule: { group: 'device', level: 3, text: text('规则告警', 'Raised by a rule') },
} as const satisfies Record<string, KindSpec>
export type AlarmKind = keyof typeof alarmKinds
export const alarmKindNames = Object.keys(alarmKinds) as [AlarmKind, ...AlarmKind[]]
export const kindsOfGroup = (group: AlarmGroup): AlarmKind[] => alarmKindNames.filter((kind) => alarmKinds[kind].group === group)
