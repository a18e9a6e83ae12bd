import { bridge as contract } from '@liren/contract/capabilities/bridge'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { placeForCase } from '../place/read.ts'
import { applyEvents } from './apply.ts'
import { listBridges, saveBridge } from './bridges.ts'
import { advanceChain, verifyBatch } from './chain.ts'
import { deviceToPlace, findDevice, listDevices, listEvents, listQuarantine, presentDevice } from './read.ts'

scopedTable('devices', { placePath: 'place_path' })

const e = contract.endpoints

/** What the device bridge tells us: signed batches in, each event once, and the devices that spoke. */
export const bridge: CapabilityFactory = (kernel) => ({
  contract,
  placedTables: ['devices'],
  routes: [
    route(
      e.receive,
      (ctx) => verifyBatch(kernel, ctx.body),
      async (ctx, signed) => {
        const { batch, bridge: sender, digest } = signed
        const isNew = await advanceChain(kernel, signed, ctx.now, ctx.tx)
        const told = { number: batch.number, digest }
        if (!isNew) return { ...told, applied: 0, repeated: batch.events.length, quarantined: 0 }
        return { ...told, ...(await applyEvents(kernel, sender.id, batch.events, ctx)) }
      },
    ),
    route(e.bridges, async () => ({ items: await listBridges(kernel) })),
    route(e.saveBridge, async (ctx) => {
      const saved = await saveBridge(kernel, ctx.params.code, ctx.body, ctx.now, ctx.tx)
      ctx.audit({ subject: 'bridge', subjectId: saved.code, after: { name: saved.name, isEnabled: saved.isEnabled } })
      return saved
    }),
    route(e.devices, (ctx) => listDevices(kernel, ctx.scope, ctx.query)),
    route(e.quarantine, (ctx) => listQuarantine(kernel, ctx.query)),
    route(e.events, (ctx) => listEvents(kernel, ctx.scope, ctx.params.id, ctx.query)),
    route(e.placeDevice, async (ctx) => {
      const device = await deviceToPlace(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const place = await placeForCase(kernel, ctx.body.placeId, ctx.tx)
      if (!place || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
      const changed = await kernel.store.run(
        'UPDATE devices SET name = ?, kind = ?, place_id = ?, place_path = ?, version = version + 1 WHERE id = ? AND version = ?',
        [ctx.body.name, ctx.body.kind, place.id, place.path, device.id, ctx.body.version],
        ctx.tx,
      )
      if (changed !== 1) throw refuse('stale')
      ctx.audit({ subject: 'device', subjectId: device.id, placePath: place.path, after: { name: ctx.body.name, kind: ctx.body.kind } })
      return presentDevice(await findDevice(kernel, ctx.scope, device.id, ctx.tx))
    }),
  ],
})
