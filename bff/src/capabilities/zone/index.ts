import { text } from '@liren/contract'
import { zone as contract, zoneEndpoints as e } from '@liren/contract/capabilities/zone'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { judgeAlarms } from '../alarm/read.ts'
import { allowFileReads, fileLinks } from '../file/read.ts'
import { placeForCase } from '../place/read.ts'
import { followAlarms, planJob } from './follow.ts'
import { moveGates } from './gates.ts'
import { judgeBoundary } from './judge.ts'
import { boundTo, coverage, designOf, findZone, listEvents, listZones, openAlarmsOf } from './load.ts'
import { presentDesign, presentEvent, presentWhole, presentZone } from './present.ts'
import { type CountedZone, zoneScope } from './row.ts'
import { armZone, bindDevices, createZone, enableZone, recordInstallation, saveDesign, saveZone } from './write.ts'

for (const table of ['zones', 'zone_events', 'zone_designs']) scopedTable(table, zoneScope)

/** Zones of the boundary: drawn, fitted with detectors and cameras, armed by plan and by hand, and a book of all they told. */
export const zone: CapabilityFactory = (kernel) => {
  judgeAlarms(kernel, 'perimeter', (told, tx) => judgeBoundary(kernel, told, tx))
  allowFileReads(kernel, 'zone', async (principal, id) => {
    if (!principal.permissions.has('zone.read')) return false
    return findZone(kernel, scopeWith(principal, 'zone.read', 'place'), id).then(
      () => true,
      () => false,
    )
  })

  type Context = Pick<RequestContext, 'scope' | 'principal' | 'now' | 'tx'>
  const whole = async (ctx: Omit<Context, 'tx'>, id: string, tx?: Tx) => {
    const row = await findZone(kernel, ctx.scope, id, tx)
    const devices = await boundTo(kernel, ctx.scope, [id], tx)
    const alarms = ctx.principal.permissions.has('alarm.read') ? await openAlarmsOf(kernel, ctx.scope, id, tx) : []
    const hasDesign = (await designOf(kernel, ctx.scope, row.estate_id, tx)) !== undefined
    return presentWhole({ row, devices, alarms, hasDesign }, ctx.principal, fileLinks(kernel, ctx.principal, ctx.now))
  }
  /** Finds the zone, changes it, answers with it as it now is. */
  const changing =
    <C extends Context & { params: { id: string } }>(work: (ctx: C, row: CountedZone) => Promise<void>) =>
    async (ctx: C) => {
      await work(ctx, await findZone(kernel, ctx.scope, ctx.params.id, ctx.tx))
      return whole(ctx, ctx.params.id, ctx.tx)
    }

  return {
    contract,
    placedTables: ['zones', 'zone_designs'],
    references: [{ text: text('防区', 'Zones'), table: 'zone_devices', column: 'device_id', archives: ['device'] }],
    consumers: [followAlarms(kernel), moveGates(kernel)],
    jobs: [planJob(kernel)],
    routes: [
      route(e.list, async ({ scope, query, principal }) => {
        const page = await listZones(kernel, scope, query)
        return { items: page.items.map((row) => presentZone(row, principal)), next: page.next }
      }),
      route(e.coverage, ({ scope, query }) => coverage(kernel, scope, query)),
      route(e.read, (ctx) => whole(ctx, ctx.params.id)),
      route(e.create, async (ctx) => whole(ctx, await createZone(kernel, ctx, ctx.body), ctx.tx)),
      route(
        e.save,
        changing((ctx, row) => saveZone(kernel, ctx, row, ctx.body)),
      ),
      route(
        e.bind,
        changing((ctx, row) => bindDevices(kernel, ctx, row, ctx.body)),
      ),
      route(
        e.install,
        changing((ctx, row) => recordInstallation(kernel, ctx, row, ctx.body)),
      ),
      route(
        e.enable,
        changing((ctx, row) => enableZone(kernel, ctx, row, ctx.body)),
      ),
      route(
        e.arm,
        changing((ctx, row) => armZone(kernel, ctx, row, ctx.body)),
      ),
      route(e.events, async ({ scope, query }) => {
        const page = await listEvents(kernel, scope, query)
        return { items: page.items.map(presentEvent), next: page.next }
      }),
      route(e.design, async ({ params, scope }) => {
        const place = await placeForCase(kernel, params.placeId)
        if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
        const row = await designOf(kernel, scope, params.placeId)
        return { design: row ? presentDesign(row) : null }
      }),
      route(e.saveDesign, async (ctx) => presentDesign(await saveDesign(kernel, ctx, ctx.params.placeId, ctx.body))),
    ],
  }
}
