import { map as contract } from '@liren/contract/capabilities/map'
import { type RequestContext, type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { listOverlays, overlayById, sendOverlay } from './read.ts'
import { type ReceivedOverlay, receiveOverlay } from './receive.ts'
import { type OverlayRow, presentOverlay } from './row.ts'
import { addOverlay, changeOverlay, removeOverlay } from './write.ts'

const e = contract.endpoints

const told = ({ kind, name, source, taken_on, stage, valid_from, valid_to }: OverlayRow) => ({
  ...{ kind, name, source, takenOn: taken_on, stage, validFrom: valid_from, validTo: valid_to },
})

/** Data of others over our own drawings, each with its source and the day it is of. */
export function overlayRoutes(kernel: Kernel): Route[] {
  const changed = (ctx: Pick<RequestContext, 'emit'>, row: OverlayRow) =>
    ctx.emit({
      ...{ name: 'map.changed', subject: 'map', subjectId: row.id, payload: { overlay: row.id } },
      live: { placePath: row.place_path, permission: 'map.read' },
    })

  return [
    route(e.overlays, (ctx) => listOverlays(kernel, ctx.scope, ctx.query)),
    route(e.overlay, (ctx) => overlayById(kernel, ctx.scope, ctx.params.id)),
    route(e.overlayContent, (ctx) => sendOverlay(kernel, ctx as RequestContext, ctx.params.id)),

    route(e.addOverlay, receiveOverlay(kernel), async (ctx, received: ReceivedOverlay) => {
      const row = await addOverlay(kernel, ctx, ctx.query, received)
      ctx.audit({ subjectId: row.id, placePath: row.place_path, after: { ...told(row), digest: received.content } })
      await changed(ctx, row)
      return presentOverlay(row)
    }),

    route(e.changeOverlay, async (ctx) => {
      const { before, after } = await changeOverlay(kernel, ctx, ctx.params.id, ctx.body)
      ctx.audit({ subjectId: after.id, placePath: after.place_path, before: told(before), after: told(after) })
      await changed(ctx, after)
      return presentOverlay(after)
    }),

    route(e.removeOverlay, async (ctx) => {
      const row = await removeOverlay(kernel, ctx, ctx.params.id, ctx.query.version)
      ctx.audit({ subjectId: row.id, placePath: row.place_path, before: told(row) })
      await changed(ctx, row)
    }),
  ]
}
