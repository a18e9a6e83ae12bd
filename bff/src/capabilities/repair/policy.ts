import { allowedRepairActions, type RepairAction, type RepairActor, repairEndpoints } from '@liren/contract/capabilities/repair'
import type { Principal } from '../../kernel/http/route.ts'
import { rateWithin, reopenWithin } from './clock.ts'
import type { SummaryRow } from './row.ts'

const holdsAt = (principal: Principal, permission: string, path: string) =>
  principal.grants.some((grant) => grant.permission === permission && grant.range === 'place' && path.startsWith(grant.placePath))

/** How this person stands to this repair. Being of the same estate makes a neighbour of public repairs only. */
export function actorsOf(
  row: Pick<SummaryRow, 'reporter_id' | 'house_id' | 'handler_id' | 'place_path' | 'kind'>,
  principal: Principal,
): Set<RepairActor> {
  const actors = new Set<RepairActor>()
  const ofHousehold = row.house_id !== null && principal.houseIds.includes(row.house_id)
  if (row.reporter_id === principal.id || ofHousehold) actors.add('reporter')
  else if (row.kind !== 'home' && principal.permissions.has('repair.report')) actors.add('neighbour')
  if (holdsAt(principal, 'repair.handle', row.place_path)) actors.add(row.handler_id === principal.id ? 'handler' : 'worker')
  if (holdsAt(principal, 'repair.dispatch', row.place_path)) actors.add('dispatcher')
  return actors
}

/** The telephone is for whoever has the work in hand, and for the desk that gives it out. */
export const mayCall = (row: Pick<SummaryRow, 'handler_id' | 'place_path'>, principal: Principal): boolean =>
  row.handler_id === principal.id || holdsAt(principal, 'repair.dispatch', row.place_path)

/** What the buttons are drawn from, and what the action itself checks again. */
export function can(row: SummaryRow, principal: Principal, now: number): RepairAction[] {
  return allowedRepairActions(row.state, actorsOf(row, principal)).filter((action) => {
    if (!principal.permissions.has(repairEndpoints[action].permission)) return false
    if (action === 'reopen' && row.state === 'closed') return row.closed_at !== null && now - row.closed_at <= reopenWithin
    if (action === 'rate') return row.rating === null && row.closed_at !== null && now - row.closed_at <= rateWithin
    return true
  })
}
