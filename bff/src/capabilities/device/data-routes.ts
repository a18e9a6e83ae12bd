import { device as contract } from '@liren/contract/capabilities/device'
import { listEvents, listPoints, readSeries, readShadow, releasedModels, wakeBridge } from '../../engines/thing/index.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { cancelCommand, command, confirmedTarget, listCommands, readCommand } from './commands.ts'
import { desireValues, presentShadow } from './desire.ts'
import { readFrames, watchFrames } from './frames.ts'
import { isOfOneHome, refuseWithheld, valuesOf } from './home.ts'
import { inventoryOf } from './inventory.ts'
import { findDevice } from './read.ts'
import { warehouseOf } from './warehouse.ts'

const e = contract.endpoints
const dayMs = 24 * 3_600_000

async function curveOf(kernel: Kernel, id: string, property: string, range: Parameters<typeof readSeries>[3], tx?: Tx) {
  const { step, items } = await readSeries(kernel, id, property, range, tx)
  return { step, items: items.map((item) => ({ ...item, at: new Date(item.at).toISOString() })) }
}

export function dataRoutes(kernel: Kernel): Route[] {
  /** Waiting bridges look when the commit is done; one that looked too early looks again by itself. */
  const told = async (ctx: RequestContext, deviceId: string, detail: Record<string, unknown>) => {
    const device = await findDevice(kernel, ctx.scope, deviceId, ctx.tx)
    ctx.audit({ subject: 'device', subjectId: device.id, placePath: device.place_path, after: detail })
    await ctx.emit({
      name: 'device.changed',
      subject: 'device',
      subjectId: device.id,
      payload: { type: 'command.state', at: ctx.now },
      live: { placePath: device.place_path, permission: 'device.read' },
    })
    const bridge = device.bridge_id
    if (bridge !== null) ctx.koa.res.once('finish', () => wakeBridge(kernel, bridge))
  }
  return [
    route(e.events, async (ctx) => {
      const isWithheld = isOfOneHome(await findDevice(kernel, ctx.scope, ctx.params.id))
      const page = await listEvents(kernel, ctx.params.id, ctx.query)
      return { ...page, items: page.items.map((one) => ({ ...one, values: valuesOf(isWithheld, one.type, one.values) })) }
    }),
    route(e.shadow, async (ctx) => {
      const device = await findDevice(kernel, ctx.scope, ctx.params.id)
      const models = await releasedModels(kernel, device.product_id === null ? [] : [device.product_id])
      return {
        shadow: presentShadow(await readShadow(kernel, device.id), isOfOneHome(device)),
        model: models.get(device.product_id ?? '') ?? null,
      }
    }),
    route(e.desire, async (ctx) => {
      const done = await desireValues(kernel, ctx.params.id, ctx.body, ctx)
      await told(ctx, ctx.params.id, { desired: Object.keys(ctx.body.values) })
      return done
    }),
    route(e.points, async (ctx) => {
      refuseWithheld(await findDevice(kernel, ctx.scope, ctx.params.id))
      return listPoints(kernel, ctx.params.id, ctx.query)
    }),
    route(e.series, async (ctx) => {
      const [from, to] = [Date.parse(ctx.query.from), Date.parse(ctx.query.to)]
      if (from >= to)
        throw refuse('request.invalid', { faults: [{ path: 'query.to', zh: '应晚于开始时间', en: 'Must be after the beginning' }] })
      refuseWithheld(await findDevice(kernel, ctx.scope, ctx.params.id))
      return curveOf(kernel, ctx.params.id, ctx.query.property, { from, to, points: ctx.query.points ?? 300 })
    }),
    route(e.revealReadings, async (ctx) => {
      // A reason is a person's to give; an application asks by nobody's eyes.
      if (ctx.principal.kind !== 'user') throw refuse('permission.denied')
      const { property, days = 1, reason } = ctx.body
      const device = await findDevice(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const range = { from: ctx.now - days * dayMs, to: ctx.now + 1, points: 200 }
      const curve = property === undefined ? null : await curveOf(kernel, device.id, property, range, ctx.tx)
      const after = { property: property ?? null, days: property === undefined ? null : days }
      ctx.audit({ subject: 'device', subjectId: device.id, placePath: device.place_path, reason, after })
      return { shadow: presentShadow(await readShadow(kernel, device.id, ctx.tx)), curve }
    }),
    route(e.commands, async (ctx) => {
      await findDevice(kernel, ctx.scope, ctx.params.id)
      return listCommands(kernel, ctx.scope, ctx.params.id, ctx.query)
    }),
    route(e.command, async (ctx) => {
      const sent = await command(kernel, ctx.params.id, ctx.body, false, ctx)
      await told(ctx, ctx.params.id, { command: sent.name, id: sent.id })
      return sent
    }),
    route(e.commandDangerous, async (ctx) => {
      const device = await confirmedTarget(kernel, ctx.scope, ctx.params.id, ctx.body.confirm, ctx.tx)
      const sent = await command(kernel, device.id, ctx.body, true, ctx)
      await told(ctx, device.id, { command: sent.name, id: sent.id, reason: ctx.body.reason })
      return sent
    }),
    route(e.frames, async (ctx) => {
      const told = await readFrames(kernel, ctx.scope, ctx.params.id)
      ctx.audit({ subject: 'device', subjectId: ctx.params.id, after: { frames: told.items.length } })
      return told
    }),
    route(e.watchFrames, async (ctx) => {
      const asked = await watchFrames(kernel, ctx.params.id, ctx)
      await told(ctx, ctx.params.id, { frames: asked.commandId })
      return asked
    }),
    route(e.inventory, (ctx) => inventoryOf(kernel, ctx.scope, ctx.query)),
    route(e.warehouse, (ctx) => warehouseOf(kernel, ctx.scope, ctx.query)),
    route(e.readCommand, (ctx) => readCommand(kernel, ctx.scope, ctx.params.id)),
    route(e.cancelCommand, async (ctx) => {
      const cancelled = await cancelCommand(kernel, ctx.params.id, ctx)
      await told(ctx, cancelled.deviceId, { cancelled: cancelled.id })
      return cancelled
    }),
  ]
}
