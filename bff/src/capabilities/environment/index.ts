import { environment as contract, environmentEndpoints as e } from '@liren/contract/capabilities/environment'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { route } from '../../kernel/http/route.ts'
import { tellLater, tellReadings } from './news.ts'
import { listStations, ownCurve, ownEnvironment, publishStation, stationCurve } from './stations.ts'

/** What stations measure in air, noise and water, for residents, staff and the big screen alike. */
export const environment: CapabilityFactory = (kernel) => ({
  contract,
  routes: [
    route(e.stations, ({ scope, principal, query }) => listStations(kernel, scope, principal, query)),
    route(e.curve, ({ scope, params, query, now }) => stationCurve(kernel, scope, params.id, query.factor, now)),
    route(e.publish, async (ctx) => {
      const station = await publishStation(kernel, ctx.params.id, ctx.body, ctx)
      ctx.audit({ subject: 'device', subjectId: station.id, placePath: station.placePath, after: { isPublic: station.isPublic } })
      return station
    }),
    route(e.own, ({ scope }) => ownEnvironment(kernel, scope)),
    route(e.ownCurve, ({ scope, params, query, now }) => ownCurve(kernel, scope, params.id, query.factor, now)),
  ],
  consumers: [tellReadings(kernel)],
  jobs: [tellLater(kernel)],
})
