import { type Text, text } from '../kernel/text.ts'

/** Where a repair stands. The phase is what dashboards count across all kinds of cases. */
export const repairStates = {
  submitted: { phase: 'open', text: text('待受理', 'Waiting') },
  dispatched: { phase: 'open', text: text('已派单', 'Assigned') },
  accepted: { phase: 'active', text: text('已接单', 'Accepted') },
  handling: { phase: 'active', text: text('处理中', 'In progress') },
  paused: { phase: 'active', text: text('挂起', 'Paused') },
  finished: { phase: 'active', text: text('待确认', 'To be confirmed') },
  closed: { phase: 'done', text: text('已办结', 'Closed') },
  returned: { phase: 'void', text: text('已退回', 'Returned') },
  withdrawn: { phase: 'void', text: text('已撤回', 'Withdrawn') },
} as const satisfies Record<string, { phase: Phase; text: Text }>

export type Phase = 'open' | 'active' | 'done' | 'void'
export type RepairState = keyof typeof repairStates
export const repairStateNames = Object.keys(repairStates) as [RepairState, ...RepairState[]]
export const phaseOf = (state: RepairState): Phase => repairStates[state].phase

/** Part of a sentence about who acts: the person who reported it, the worker in charge, the desk, the clock. */
export type RepairActor = 'reporter' | 'handler' | 'worker' | 'dispatcher' | 'neighbour' | 'system'

interface ActionSpec {
  readonly text: Text
  readonly from: readonly RepairState[]
  /** Absent when the state stays as it is. */
  readonly to?: RepairState
  readonly by: readonly RepairActor[]
}

const unfinished = ['submitted', 'dispatched', 'accepted', 'handling', 'paused'] as const

/** Every way a repair moves. Screens draw only what the server lists in `can`; the server checks this very table. */
export const repairActions = {
  dispatch: { text: text('派单', 'Assign'), from: ['submitted', 'dispatched'], to: 'dispatched', by: ['dispatcher', 'system'] },
  grab: { text: text('抢单', 'Take'), from: ['submitted'], to: 'accepted', by: ['worker'] },
  accept: { text: text('接单', 'Accept'), from: ['dispatched'], to: 'accepted', by: ['handler'] },
  decline: { text: text('退单', 'Decline'), from: ['dispatched', 'accepted'], to: 'submitted', by: ['handler'] },
  transfer: { text: text('转单', 'Hand over'), from: ['accepted', 'handling', 'paused'], to: 'dispatched', by: ['handler', 'dispatcher'] },
  arrive: { text: text('到场', 'Arrive'), from: ['accepted'], to: 'handling', by: ['handler'] },
  pause: { text: text('挂起', 'Pause'), from: ['accepted', 'handling'], to: 'paused', by: ['handler', 'dispatcher'] },
  resume: { text: text('恢复', 'Resume'), from: ['paused'], to: 'handling', by: ['handler', 'dispatcher'] },
  finish: { text: text('完工', 'Finish'), from: ['handling'], to: 'finished', by: ['handler'] },
  confirm: { text: text('确认完成', 'Confirm'), from: ['finished'], to: 'closed', by: ['reporter', 'system'] },
  rate: { text: text('评价', 'Rate'), from: ['closed'], by: ['reporter'] },
  reopen: { text: text('重新打开', 'Reopen'), from: ['finished', 'closed'], to: 'submitted', by: ['reporter', 'dispatcher'] },
  return: { text: text('退回', 'Send back'), from: ['submitted', 'dispatched'], to: 'returned', by: ['dispatcher'] },
  resubmit: { text: text('重新提交', 'Submit again'), from: ['returned'], to: 'submitted', by: ['reporter'] },
  withdraw: { text: text('撤回', 'Withdraw'), from: ['submitted', 'dispatched', 'returned'], to: 'withdrawn', by: ['reporter'] },
  urge: { text: text('催办', 'Urge'), from: unfinished, by: ['reporter', 'neighbour'] },
  note: { text: text('补充', 'Add a note'), from: [...unfinished, 'finished'], by: ['reporter', 'handler', 'dispatcher'] },
  follow: { text: text('跟进', 'Follow'), from: unfinished, by: ['neighbour'] },
  escalate: { text: text('升级', 'Escalate'), from: unfinished, by: ['dispatcher', 'system'] },
} as const satisfies Record<string, ActionSpec>

export type RepairAction = keyof typeof repairActions
export const repairActionNames = Object.keys(repairActions) as [RepairAction, ...RepairAction[]]

/** The state after an action, or undefined when the action does not start there. */
export function nextRepairState(state: RepairState, action: RepairAction): RepairState | undefined {
  const spec: ActionSpec = repairActions[action]
  return spec.from.includes(state) ? (spec.to ?? state) : undefined
}

/** What somebody who stands in these relations to a repair may do to it now. */
export function allowedRepairActions(state: RepairState, actors: ReadonlySet<RepairActor>): RepairAction[] {
  return repairActionNames.filter((name) => {
    const spec: ActionSpec = repairActions[name]
    return spec.from.includes(state) && spec.by.some((actor) => actors.has(actor))
  })
}
