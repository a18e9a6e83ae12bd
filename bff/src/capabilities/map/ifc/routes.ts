import { map as contract } from '@liren/contract/capabilities/map'
import type { IfcPreview } from '@liren/contract/map/ifc-model'
import { type PrepareContext, type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { findBuilding } from '../life/building.ts'
import { type MatchedIfc, matched } from './match.ts'
import { ifcModelOf, previewIfc } from './read.ts'
import { receiveIfc } from './receive.ts'
import { importIfc } from './write.ts'

const e = contract.endpoints

type Previewed = MatchedIfc & { readonly answer: IfcPreview }

/** Building models: looked at before they count, and kept in every revision. */
export function ifcRoutes(kernel: Kernel): Route[] {
  type Uploading = PrepareContext<typeof e.previewIfc> | PrepareContext<typeof e.importIfc>
  /** What the file is made of and what of ours that is: looked up before anything is written. */
  async function receive(ctx: Uploading): Promise<MatchedIfc> {
    const found = () => findBuilding(kernel, ctx.scope, ctx.params.id)
    const received = await receiveIfc(kernel, ctx as PrepareContext, found)
    const building = await found()
    return { ...received, building, elements: await matched(kernel, building, received.read) }
  }
  const preview = async (ctx: PrepareContext<typeof e.previewIfc>) => {
    const received = await receive(ctx)
    return { ...received, answer: await previewIfc(kernel, ctx.scope, received) }
  }

  return [
    route(e.ifcModel, (ctx) => ifcModelOf(kernel, ctx.scope, ctx.params.id, ctx.query.revision)),
    route(e.previewIfc, preview, async (ctx, { building, content, answer }: Previewed) => {
      ctx.audit({ subjectId: building.id, placePath: building.path, after: { digest: content } })
      return answer
    }),
    route(e.importIfc, receive, async (ctx, received: MatchedIfc) => {
      const { building } = received
      const { answer, after } = await importIfc(kernel, ctx, ctx.query, received)
      ctx.audit({ subjectId: building.id, placePath: building.path, after })
      await ctx.emit({
        ...{ name: 'map.changed', subject: 'map', subjectId: building.id, payload: { ifc: answer.revision } },
        live: { placePath: building.path, permission: 'map.read' },
      })
      return answer
    }),
  ]
}
