import type { Text } from '../kernel/text.ts'
import { text } from '../kernel/text.ts'

export const passageKinds = { person: text('人员', 'People'), vehicle: text('车辆', 'Vehicles') } as const satisfies Record<string, Text>
export type PassageKind = keyof typeof passageKinds
export const passageKindNames = ['person', 'vehicle'] as const satisfies readonly PassageKind[]

export const passageDirections = { in: text('进', 'In'), out: text('出', 'Out'), unknown: text('未知', 'Unknown') } as const
export type PassageDirection = keyof typeof passageDirections
export const passageDirectionNames = ['in', 'out', 'unknown'] as const satisfies readonly PassageDirection[]

export const passageResults = { admitted: text('放行', 'Let through'), refused: text('拒绝', 'Refused') } as const
export type PassageResult = keyof typeof passageResults
export const passageResultNames = ['admitted', 'refused'] as const satisfies readonly PassageResult[]

/** How a gate recognised whoever came; the words are those of the device events. */
export const passageMethods = {
  card: text('刷卡', 'Card'),
  face: text('人脸', 'Face'),
  code: text('二维码', 'Code'),
  pin: text('密码', 'PIN'),
  fingerprint: text('指纹', 'Fingerprint'),
  plate: text('车牌识别', 'Number plate'),
  phone: text('手机', 'Phone'),
  remote: text('远程开门', 'Opened remotely'),
  button: text('出门按钮', 'Button'),
  password: text('密码', 'Password'),
  combined: text('组合', 'Combined'),
  unknown: text('未知', 'Unknown'),
} as const satisfies Record<string, Text>
export type PassageMethod = keyof typeof passageMethods
export const passageMethodNames = Object.keys(passageMethods) as [PassageMethod, ...PassageMethod[]]

/** Of a person by class of population, of a vehicle by what it is; a stranger has no file. */
export const passageTypes = {
  resident: text('常住', 'Resident'),
  temporary: text('暂住', 'Temporary'),
  floating: text('流动', 'Floating'),
  stranger: text('未登记', 'Not registered'),
  car: text('轿车', 'Car'),
  suv: text('越野车', 'Off-road car'),
  mpv: text('商务车', 'Van'),
  truck: text('货车', 'Lorry'),
  bus: text('客车', 'Bus'),
  moto: text('摩托车', 'Motorcycle'),
  ebike: text('电动自行车', 'Electric bicycle'),
  special: text('特种车', 'Special vehicle'),
  other: text('其他', 'Other'),
} as const satisfies Record<string, Text>
export type PassageType = keyof typeof passageTypes
export const passageTypeNames = Object.keys(passageTypes) as [PassageType, ...PassageType[]]

/** Days a record is kept at least, whatever the house is told; the standard asks 180 of vehicles. */
export const shortestKeeping = { vehicle: 180, person: 30 } as const satisfies Record<PassageKind, number>
export const longestKeeping = 1095
export const usualKeeping = { vehicle: 365, person: 180 } as const satisfies Record<PassageKind, number>
