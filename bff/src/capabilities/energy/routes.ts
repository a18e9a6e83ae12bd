import { energyEndpoints as e } from '@liren/contract/capabilities/energy'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { analyse } from './analysis.ts'
import { listBaselines, saveBaseline } from './baselines.ts'
import { listEquipment, saveEquipment } from './equipment.ts'
import { listFeeds, saveFeed } from './feeds.ts'
import { homesOf, ownEnergy } from './homes.ts'
import { addMeter, listMeters, saveMeter } from './list.ts'
import { liveEnergy } from './live.ts'
import { overview } from './overview.ts'

export const energyRoutes = (kernel: Kernel): Route[] => [
  route(e.meters, ({ scope, query }) => listMeters(kernel, scope, query)),
  route(e.addMeter, async (ctx) => {
    const made = await addMeter(kernel, ctx.body, ctx)
    ctx.audit({ subject: 'energy-meter', subjectId: made.id, placePath: made.place.path, after: { number: made.number, use: made.use } })
    return made
  }),
  route(e.saveMeter, async (ctx) => {
    const { before, after } = await saveMeter(kernel, ctx.params.id, ctx.body, ctx)
    const said = ({ number, use }: typeof after) => ({ number, use })
    ctx.audit({ subject: 'energy-meter', subjectId: after.id, placePath: after.place.path, before: said(before), after: said(after) })
    return after
  }),
  route(e.overview, ({ scope, query }) => overview(kernel, scope, query)),
  route(e.analysis, ({ scope, query }) => analyse(kernel, scope, query)),
  route(e.live, ({ scope, query, now }) => liveEnergy(kernel, scope, query.placeId, now)),
  route(e.baselines, async ({ scope }) => ({ items: await listBaselines(kernel, scope) })),
  route(e.saveBaseline, async (ctx) => {
    const saved = await saveBaseline(kernel, ctx.body, ctx)
    ctx.audit({ subject: 'energy-baseline', subjectId: saved.id, after: { perDay: saved.perDay, use: saved.use, carrier: saved.carrier } })
    return saved
  }),
  route(e.homes, async (ctx) => {
    const homes = await homesOf(kernel, ctx.scope, ctx.query)
    ctx.audit({ subject: 'energy', subjectId: ctx.query.month, after: { carrier: ctx.query.carrier, single: homes.agreed.length } })
    return homes
  }),
  route(e.own, ({ scope, query }) => ownEnergy(kernel, scope, query.month)),
  route(e.equipment, ({ scope, query }) => listEquipment(kernel, scope, query)),
  route(e.saveEquipment, async (ctx) => {
    const saved = await saveEquipment(kernel, ctx.params.id, ctx.body, ctx)
    ctx.audit({ subject: 'device', subjectId: saved.deviceId, after: { everyHours: saved.everyHours } })
    return saved
  }),
  route(e.feeds, async ({ scope }) => ({ items: await listFeeds(kernel, scope) })),
  route(e.saveFeed, async (ctx) => {
    const feed = await saveFeed(kernel, ctx.body, ctx)
    ctx.audit({ subject: 'energy-feed', subjectId: feed.id, after: { carrier: feed.carrier, isOn: feed.isOn } })
    return feed
  }),
]
