import { charging as contract, chargingEndpoints as e } from '@liren/contract/capabilities/charging'
import { deviceErrors } from '@liren/contract/capabilities/device'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuseWith } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { requireToRun } from '../device/read.ts'
import { chargersNear } from './near.ts'
import { planPage, planSums } from './plan.ts'
import { followPorts } from './ports.ts'
import { listStations, saveStation } from './stations.ts'

/** Chargers: what they are rated for, whom they serve, how their ports stand, and whether there are enough of them. */
export const charging: CapabilityFactory = (kernel) => {
  requireToRun(kernel, 'pile', async (deviceId, tx) => {
    const statement = { sql: 'SELECT device_id FROM chargers WHERE device_id = ?', params: [deviceId] }
    const [known] = await unscoped(kernel.store, 'whoever activates a charger was checked already', statement, tx)
    if (!known) throw refuseWith(deviceErrors, 'device.no-rating')
  })
  return {
    contract,
    routes: [
      route(e.stations, ({ scope, query }) => listStations(kernel, scope, query)),
      route(e.save, async (ctx) => {
        const station = await saveStation(kernel, ctx.params.id, ctx.body, ctx)
        ctx.audit({ subject: 'device', subjectId: station.id, placePath: station.place.path, after: { ...station.record } })
        await ctx.emit({ name: 'charging.changed', subject: 'device', subjectId: station.id, payload: {} })
        return station
      }),
      route(e.plan, ({ scope, query }) => planPage(kernel, scope, query)),
      route(e.sums, ({ scope, query }) => planSums(kernel, scope, query)),
      route(e.near, ({ scope }) => chargersNear(kernel, scope)),
    ],
    consumers: [followPorts(kernel)],
    placedTables: ['chargers'],
  }
}
