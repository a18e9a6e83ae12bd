import { type Text, text } from '../kernel/text.ts'

export const alarmStates = {
  raised: { phase: 'open', text: text('待受理', 'Raised') },
  accepted: { phase: 'active', text: text('处置中', 'Accepted') },
  handled: { phase: 'active', text: text('待核查', 'Handled') },
  closed: { phase: 'done', text: text('已关闭', 'Closed') },
} as const satisfies Record<string, { phase: string; text: Text }>
export type AlarmState = keyof typeof alarmStates
export type AlarmPhase = (typeof alarmStates)[AlarmState]['phase']
export const alarmStateNames = Object.keys(alarmStates) as [AlarmState, ...AlarmState[]]
export const alarmPhaseOf = (state: AlarmState): AlarmPhase => alarmStates[state].phase

/** What was found on the spot. */
export const alarmResults = {
  real: text('属实', 'Real'),
  false: text('误报', 'False'),
  test: text('测试', 'A test'),
} as const
export type AlarmResult = keyof typeof alarmResults

interface ActionSpec {
  readonly text: Text
  readonly from: readonly AlarmState[]
  /** Absent when the state stays as it is. */
  readonly to?: AlarmState
  readonly permission: 'alarm.handle' | 'alarm.manage'
}

const unfinished = ['raised', 'accepted'] as const
const unclosed = ['raised', 'accepted', 'handled'] as const

/** Every way in which people move an alarm. It cannot be closed before somebody accepted and somebody handled it. */
export const alarmActions = {
  accept: { text: text('受理', 'Accept'), from: ['raised'], to: 'accepted', permission: 'alarm.handle' },
  handle: { text: text('处置反馈', 'Report what was done'), from: ['accepted'], to: 'handled', permission: 'alarm.handle' },
  close: { text: text('核查关闭', 'Check and close'), from: ['handled'], to: 'closed', permission: 'alarm.manage' },
  return: { text: text('退回处置', 'Send back'), from: ['handled'], to: 'accepted', permission: 'alarm.manage' },
  shelve: { text: text('暂缓提醒', 'Shelve'), from: unfinished, permission: 'alarm.handle' },
  wake: { text: text('恢复提醒', 'Wake'), from: unfinished, permission: 'alarm.handle' },
  merge: { text: text('并入根因', 'Merge'), from: unfinished, permission: 'alarm.manage' },
  split: { text: text('移出根因', 'Take out'), from: unfinished, permission: 'alarm.manage' },
  note: { text: text('补充说明', 'Add a note'), from: unclosed, permission: 'alarm.handle' },
} as const satisfies Record<string, ActionSpec>
export type AlarmAction = keyof typeof alarmActions
export const alarmActionNames = Object.keys(alarmActions) as [AlarmAction, ...AlarmAction[]]

/** What happens to an alarm without a person. */
export const alarmHappenings = {
  raise: text('发生', 'Raised'),
  again: text('再次发生', 'Happened again'),
  worsen: text('等级升高', 'Level raised'),
  over: text('现场恢复正常', 'Back to normal'),
  escalate: text('超时升级', 'Escalated'),
  order: text('自动派单', 'Work order opened'),
  push: text('推送值班人员', 'Duty told'),
  report: text('上报城市消防', 'Reported to the city'),
  receipt: text('城市消防已接收', 'Received by the city'),
  failed: text('城市消防上报失败', 'The city was not reached'),
} as const
export type AlarmHappening = keyof typeof alarmHappenings
export const alarmHappeningNames = Object.keys(alarmHappenings) as [AlarmHappening, ...AlarmHappening[]]

interface Standing {
  readonly state: AlarmState
  readonly isShelved: boolean
  readonly isMerged: boolean
}

/** The actions that the table allows where an alarm stands. One that was merged goes the way of its root. */
export function alarmActionsFrom({ state, isShelved, isMerged }: Standing): AlarmAction[] {
  return alarmActionNames.filter((name) => {
    const spec: ActionSpec = alarmActions[name]
    if (!spec.from.includes(state)) return false
    if (isMerged) return name === 'split' || name === 'note'
    if (name === 'split') return false
    return name === 'wake' ? isShelved : name === 'shelve' ? !isShelved : true
  })
}

export function nextAlarmState(state: AlarmState, action: AlarmAction): AlarmState | undefined {
  const spec: ActionSpec = alarmActions[action]
  return spec.from.includes(state) ? (spec.to ?? state) : undefined
}
