import { type Text, text } from '../kernel/text.ts'

/** Protocols, under all their names, that have a word for an update and by which a device says how far it came. */
export const firmwareProtocols = ['ocpp', 'ocpp16', 'ocpp201', 'mqtt', 'mqtt-sensor', 'https', 'https-sensor'] as const

export const rolloutStates = ['running', 'paused', 'halted', 'stopped', 'finished'] as const
export type RolloutState = (typeof rolloutStates)[number]
/** `halted`: it stopped by itself, because more devices failed than were allowed. */
export const rolloutStateTexts = {
  running: text('升级中', 'Running'),
  paused: text('已暂停', 'Paused'),
  halted: text('失败过多，已自动停下', 'Halted by failures'),
  stopped: text('已终止', 'Stopped'),
  finished: text('已完成', 'Finished'),
} as const satisfies Record<RolloutState, Text>

export const targetStates = ['queued', 'told', 'downloading', 'installing', 'done', 'failed', 'silent', 'skipped'] as const
export type TargetState = (typeof targetStates)[number]
export const targetStateTexts = {
  queued: text('排队', 'Queued'),
  told: text('已下达', 'Told'),
  downloading: text('下载中', 'Downloading'),
  installing: text('安装中', 'Installing'),
  done: text('已升级', 'Done'),
  failed: text('失败', 'Failed'),
  silent: text('无应答', 'Silent'),
  skipped: text('未升级', 'Left out'),
} as const satisfies Record<TargetState, Text>

/** Why a device failed, stayed silent or was left out; what it said itself stands beside it. */
export const targetCauses = [
  'download',
  'install',
  'refused',
  'unsent',
  'version',
  'not-fetched',
  'no-answer',
  'withdrawn',
  'stopped',
] as const
export type TargetCause = (typeof targetCauses)[number]
export const targetCauseTexts = {
  download: text('设备下载失败', 'The device could not download it'),
  install: text('设备安装失败', 'The device could not install it'),
  refused: text('设备拒绝', 'The device refused'),
  unsent: text('指令无法下达', 'It could not be told'),
  version: text('设备称已安装，上报的却是别的版本', 'It said installed, and reports another version'),
  'not-fetched': text('指令未被网桥取走', 'The bridge never fetched the command'),
  'no-answer': text('时限内没有结果', 'No outcome in time'),
  withdrawn: text('固件包已撤回', 'The package was withdrawn'),
  stopped: text('任务终止前未轮到', 'The roll-out was stopped before its turn'),
} as const satisfies Record<TargetCause, Text>
