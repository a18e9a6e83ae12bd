import { type Entry, useOutbox } from '@liren/client'
import {
  allowedRepairActions,
  nextRepairState,
  type RepairAction,
  type RepairState,
  repairEndpoints,
} from '@liren/contract/capabilities/repair'

const byEndpoint = new Map<string, RepairAction>(Object.entries(repairEndpoints).map(([name, { id }]) => [id, name as RepairAction]))

export interface QueuedStep {
  readonly action: RepairAction
  readonly entry: Entry
}

export interface LocalOrder {
  /** Where it stands once everything on this phone has arrived. */
  readonly state: RepairState
  readonly can: readonly RepairAction[]
  readonly queued: readonly QueuedStep[]
}

/** The steps of one order that are still on this phone, oldest first. */
export const queuedSteps = (entries: readonly Entry[]): QueuedStep[] =>
  entries.flatMap((entry) => {
    const action = byEndpoint.get(entry.endpointId)
    return action === undefined || entry.state === 'done' ? [] : [{ action, entry }]
  })

/** What the server said, moved on by the steps that wait: the worker goes on, the server catches up later. */
export function localOrder(state: RepairState, can: readonly RepairAction[], queued: readonly QueuedStep[]): LocalOrder {
  // behind a refused step nothing is certain: show what the server knows
  if (queued.length === 0 || queued.some(({ entry }) => entry.state === 'stopped'))
    return { state, can: queued.length === 0 ? can : [], queued }
  const reached = queued.reduce((at, { action }) => nextRepairState(at, action) ?? at, state)
  return { state: reached, can: allowedRepairActions(reached, new Set(['handler'])), queued }
}

/** One order as this worker sees it, with what waits on this phone. */
export function useLocalOrder(id: string, state: RepairState, can: readonly RepairAction[]): LocalOrder {
  const { entries } = useOutbox(`repair:${id}`)
  return localOrder(state, can, queuedSteps(entries))
}
