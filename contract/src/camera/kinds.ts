import { type Text, text } from '../kernel/text.ts'

/** What a camera looks at; which of them an alarm opens goes by this. Zones of the boundary name their cameras themselves. */
export const coverKinds = {
  facade: text('楼栋立面', 'Facade'),
  car: text('电梯轿厢', 'Lift car'),
  gate: text('出入口', 'Entrance'),
  'fire-lane': text('消防通道', 'Fire lane'),
  stairs: text('楼梯间', 'Stairs'),
  area: text('公共区域', 'Public area'),
} as const satisfies Record<string, Text>
export type CoverKind = keyof typeof coverKinds
export const coverKindNames = Object.keys(coverKinds) as [CoverKind, ...CoverKind[]]

/** Where its pictures come from. */
export const sourceKinds = {
  none: text('未接入画面', 'No picture'),
  http: text('抓图或 MJPEG 地址', 'Snapshot or MJPEG address'),
  simulator: text('模拟摄像机', 'Simulated camera'),
} as const satisfies Record<string, Text>
export type SourceKind = keyof typeof sourceKinds
export const sourceKindNames = Object.keys(sourceKinds) as [SourceKind, ...SourceKind[]]

/** Why a camera belongs to an alarm. */
export const cameraReasons = {
  self: text('本机发现', 'It saw it'),
  zone: text('防区摄像机', 'Camera of the zone'),
  car: text('轿厢画面', 'Lift car'),
  scene: text('现场画面', 'The scene'),
  'fire-lane': text('消防通道', 'Fire lane'),
} as const satisfies Record<string, Text>
export type CameraReason = keyof typeof cameraReasons
export const cameraReasonNames = Object.keys(cameraReasons) as [CameraReason, ...CameraReason[]]

export const clipStates = {
  wanted: text('录制中', 'Being recorded'),
  kept: text('已保存', 'Kept'),
  failed: text('未能保存', 'Could not be kept'),
} as const satisfies Record<string, Text>
export type ClipState = keyof typeof clipStates
export const clipStateNames = Object.keys(clipStates) as [ClipState, ...ClipState[]]

export const facadeSides = {
  south: text('南立面', 'South side'),
  north: text('北立面', 'North side'),
  east: text('东立面', 'East side'),
  west: text('西立面', 'West side'),
} as const satisfies Record<string, Text>
export type FacadeSide = keyof typeof facadeSides
export const facadeSideNames = Object.keys(facadeSides) as [FacadeSide, ...FacadeSide[]]

/** How long a clip reaches before and after what it is about. */
export const clipBeforeMs = 8000
export const clipAfterMs = 7000
