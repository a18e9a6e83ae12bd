import { hazard as contract, hazardEndpoints as e } from '@liren/contract/capabilities/hazard'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { route } from '../../kernel/http/route.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { presentEntries } from '../alarm/read.ts'
import { allowFileReads, fileLinks } from '../file/read.ts'
import { cityFireJob, reportFires } from './city-fire.ts'
import { findKeyPlace } from './key/places.ts'
import { keyRoutes } from './key/routes.ts'
import { countHazards, listHazards, wholeHazard } from './load.ts'
import { notePushes, openOrders, pushJob } from './open.ts'
import { dutyData, inspectionData } from './personal.ts'
import { presentHazards } from './present.ts'
import { hazardScope } from './row.ts'
import { createShift, listShifts, removeShift, saveShift } from './shifts.ts'

for (const table of ['duty_shifts', 'hazard_orders']) scopedTable(table, hazardScope)

/** Hazards of fire safety and facilities: alarms with a work order, pushed to whoever is on duty, and their figures. */
export const hazard: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, 'key-place', async (principal, id) => {
    if (!principal.permissions.has('hazard.read')) return false
    return findKeyPlace(kernel, scopeWith(principal, 'hazard.read', 'place'), id).then(
      () => true,
      () => false,
    )
  })
  return {
    contract,
    placedTables: ['duty_shifts', 'key_places'],
    consumers: [openOrders(kernel), notePushes(kernel), reportFires(kernel)],
    jobs: [pushJob(kernel), cityFireJob(kernel)],
    personal: [dutyData(kernel), inspectionData(kernel)],
    routes: [
      route(e.list, async ({ scope, query }) => {
        const page = await listHazards(kernel, scope, query)
        return { items: await presentHazards(kernel, page.items), next: page.next }
      }),
      route(e.statistics, ({ scope, query }) => countHazards(kernel, scope, query)),
      route(e.read, async ({ scope, params, principal, now }) => {
        const { row, entries } = await wholeHazard(kernel, scope, params.id)
        const [summary] = await presentHazards(kernel, [row])
        return { ...(summary as NonNullable<typeof summary>), timeline: presentEntries(entries, fileLinks(kernel, principal, now)) }
      }),
      route(e.shifts, ({ scope, query }) => listShifts(kernel, scope, query)),
      route(e.createShift, (ctx) => createShift(kernel, ctx, ctx.body)),
      route(e.saveShift, (ctx) => saveShift(kernel, ctx, ctx.params.id, ctx.body)),
      route(e.removeShift, (ctx) => removeShift(kernel, ctx, ctx.params.id)),
      ...keyRoutes(kernel),
    ],
  }
}
