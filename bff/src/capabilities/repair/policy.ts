import { allowedRepairActions, type RepairAction, type RepairActor, repairEndpoints } from '@liren/contract/capabilities/repair'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal } from '../../kernel/http/route.ts'
import { rateWithin, reopenWithin } from './clock.ts'
import type { SummaryRow } from './row.ts'

/** What is the same for every repair that one principal looks at: a list asks it of each of its rows. */
interface Rights {
  readonly handles: readonly string[]
  readonly dispatches: readonly string[]
  readonly reports: boolean
  /** By state and by how they stand to the repair. */
  readonly actions: Map<string, readonly RepairAction[]>
}
const rights = new WeakMap<Principal, Rights>()

function rightsOf(principal: Principal): Rights {
  const known = rights.get(principal)
  if (known) return known
  const placesOf = (permission: string) => scopeWith(principal, permission).places
  const found: Rights = {
    handles: placesOf('repair.handle'),
    dispatches: placesOf('repair.dispatch'),
    reports: principal.permissions.has('repair.report'),
    actions: new Map(),
  }
  rights.set(principal, found)
  return found
}

const isUnder = (places: readonly string[], path: string) => places.some((place) => path.startsWith(place))

/** How this person stands to this repair. Being of the same estate makes a neighbour of public repairs only. */
export function actorsOf(
  row: Pick<SummaryRow, 'reporter_id' | 'house_id' | 'handler_id' | 'place_path' | 'kind'>,
  principal: Principal,
): Set<RepairActor> {
  const { handles, dispatches, reports } = rightsOf(principal)
  const actors = new Set<RepairActor>()
  const ofHousehold = row.house_id !== null && principal.houseIds.includes(row.house_id)
  if (row.reporter_id === principal.id || ofHousehold) actors.add('reporter')
  else if (row.kind !== 'home' && reports) actors.add('neighbour')
  if (isUnder(handles, row.place_path)) actors.add(row.handler_id === principal.id ? 'handler' : 'worker')
  if (isUnder(dispatches, row.place_path)) actors.add('dispatcher')
  return actors
}

/** The telephone is for whoever has the work in hand, and for the desk that gives it out. */
export const mayCall = (row: Pick<SummaryRow, 'handler_id' | 'place_path'>, principal: Principal): boolean =>
  row.handler_id === principal.id || isUnder(rightsOf(principal).dispatches, row.place_path)

/** What the buttons are drawn from, and what the action itself checks again. */
export function can(row: SummaryRow, principal: Principal, now: number): RepairAction[] {
  const allowed = allowedTo(principal, row.state, actorsOf(row, principal))
  if (row.state !== 'closed') return [...allowed]
  const since = row.closed_at === null ? Number.POSITIVE_INFINITY : now - row.closed_at
  return allowed.filter((action) =>
    action === 'reopen' ? since <= reopenWithin : action === 'rate' ? row.rating === null && since <= rateWithin : true,
  )
}

function allowedTo(principal: Principal, state: SummaryRow['state'], actors: ReadonlySet<RepairActor>): readonly RepairAction[] {
  const { actions } = rightsOf(principal)
  let standing: string = state
  for (const actor of actors) standing += ` ${actor}`
  const known = actions.get(standing)
  if (known) return known
  const allowed = allowedRepairActions(state, actors).filter((action) => principal.permissions.has(repairEndpoints[action].permission))
  actions.set(standing, allowed)
  return allowed
}
