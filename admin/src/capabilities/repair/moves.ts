import { nextRepairState, type RepairAction, type RepairState, repair } from '@liren/contract/capabilities/repair'

/** What a person at a desk can do here; work on the spot (arriving, finishing with photos) belongs to the app of the staff. */
export const deskActions = [
  'dispatch',
  'transfer',
  'pause',
  'resume',
  'return',
  'reopen',
  'escalate',
  'note',
  'urge',
  'grab',
  'accept',
  'decline',
] as const satisfies readonly RepairAction[]
export type DeskAction = (typeof deskActions)[number]

/** Actions that are asked nothing more than to be done. */
export const bareActions: readonly DeskAction[] = ['resume', 'grab', 'accept']
/** Actions that want a reason. */
export const reasonedActions: readonly DeskAction[] = ['transfer', 'pause', 'return', 'reopen', 'escalate', 'decline']

export const deskEndpoints = {
  dispatch: repair.endpoints.dispatch,
  transfer: repair.endpoints.transfer,
  pause: repair.endpoints.pause,
  resume: repair.endpoints.resume,
  return: repair.endpoints.return,
  reopen: repair.endpoints.reopen,
  escalate: repair.endpoints.escalate,
  note: repair.endpoints.note,
  urge: repair.endpoints.urge,
  grab: repair.endpoints.grab,
  accept: repair.endpoints.accept,
  decline: repair.endpoints.decline,
} as const satisfies Record<DeskAction, unknown>

/** What this viewer may do at the desk, the main step first; the server said so in `can`. */
export const deskActionsOf = (can: readonly RepairAction[]): readonly DeskAction[] => deskActions.filter((action) => can.includes(action))

/** The action that leads a card to a column, or none: a drag is an action with the same rules. */
export const moveTo = (state: RepairState, can: readonly RepairAction[], column: RepairState): DeskAction | undefined =>
  state === column ? undefined : deskActionsOf(can).find((action) => nextRepairState(state, action) === column)
