import { map as contract } from '@liren/contract/capabilities/map'
import { mapLayerNames } from '@liren/contract/map/kinds'
import { type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { geocode, whereIs } from './address.ts'
import { buildingOf } from './building.ts'
import { listElements } from './elements.ts'
import { findFeature, historyOf, listFeatures } from './features.ts'
import { ifcRoutes } from './ifc/routes.ts'
import { scopeOfLayer, scopeOrRefuse } from './layers.ts'
import { lifeRoutes } from './life/routes.ts'
import { marksOf } from './marks.ts'
import { meshRoutes } from './mesh/routes.ts'
import { elementById } from './model.ts'
import { overlayRoutes } from './overlay/routes.ts'
import { resolveRoutes } from './resolve/routes.ts'
import { presentFeature } from './row.ts'
import { saveChanges } from './save.ts'
import { positionsOf, sketchOf } from './sketch.ts'
import { sendTile } from './tile.ts'
import { timelineOf } from './timeline/read.ts'
import { mapVersion } from './version.ts'
import { resolveWithin } from './within.ts'

const e = contract.endpoints

export const mapRoutes = (kernel: Kernel): Route[] => [
  route(e.tile, async (ctx) => {
    await sendTile(kernel, ctx, ctx.params)
  }),

  route(e.timeline, (ctx) => timelineOf(kernel, ctx.scope, ctx.query)),

  route(e.layers, async (ctx) => {
    const within = await resolveWithin(kernel, ctx.scope, ctx.query)
    const layers = await Promise.all(
      mapLayerNames.flatMap((layer) => {
        const scope = scopeOfLayer(ctx.principal, layer)
        return scope ? [marksOf(kernel, layer, scope, within).then(({ count, isCapped }) => ({ layer, count, isCapped }))] : []
      }),
    )
    return { bounds: within.bounds ?? within.anchors.extent ?? null, tiles: String(await mapVersion(kernel)), layers }
  }),

  route(e.points, async (ctx) => {
    const scope = scopeOrRefuse(ctx.principal, ctx.query.layer)
    const { points, count, isCapped } = await marksOf(kernel, ctx.query.layer, scope, await resolveWithin(kernel, ctx.scope, ctx.query))
    return { points: [...points], count, isCapped }
  }),

  route(e.elements, async (ctx) => {
    const scope = scopeOrRefuse(ctx.principal, ctx.query.layer)
    return listElements(kernel, ctx.principal, scope, await resolveWithin(kernel, ctx.scope, ctx.query), ctx.query)
  }),

  route(e.geocode, async (ctx) => ({ items: await geocode(kernel, ctx.scope, ctx.query.q) })),
  route(e.where, (ctx) => whereIs(kernel, ctx.scope, [ctx.query.longitude, ctx.query.latitude])),
  ...resolveRoutes(kernel),
  ...overlayRoutes(kernel),
  ...meshRoutes(kernel),
  ...lifeRoutes(kernel),
  ...ifcRoutes(kernel),
  route(e.building, (ctx) => buildingOf(kernel, ctx.principal, ctx.scope, ctx.params.id)),
  route(e.positions, (ctx) => positionsOf(kernel, ctx.scope, ctx.query.ids.split(','))),
  route(e.sketch, (ctx) => sketchOf(kernel, ctx.params.id)),
  route(e.element, (ctx) => elementById(kernel, ctx.principal, ctx.scope, ctx.params.id)),
  route(e.features, (ctx) => listFeatures(kernel, ctx.scope, ctx.query)),
  route(e.feature, async (ctx) => presentFeature(await findFeature(kernel, ctx.scope, ctx.params.id))),

  route(e.history, async (ctx) => {
    await findFeature(kernel, ctx.scope, ctx.params.id)
    return historyOf(kernel, ctx.params.id, ctx.query)
  }),

  route(e.save, async (ctx) => {
    const { touched, rows, answer } = await saveChanges(kernel, ctx, ctx.body)
    const [subjectId = ''] = touched
    const placePath = rows[0]?.place_path ?? ctx.scope.places[0]
    ctx.audit({
      ...{ subjectId, ...(placePath === undefined ? {} : { placePath }) },
      after: {
        created: ctx.body.creates.length,
        changed: ctx.body.changes.map(({ id }) => id),
        retired: ctx.body.retires.map(({ id }) => id),
      },
    })
    for (const path of new Set(rows.map((row) => row.place_path)))
      await ctx.emit({
        name: 'map.changed',
        subject: 'map',
        subjectId,
        payload: { ids: touched },
        live: { placePath: path, permission: 'map.read' },
      })
    return answer
  }),
]
