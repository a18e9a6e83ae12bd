import { map as contract } from '@liren/contract/capabilities/map'
import { type PrepareContext, type RequestContext, type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { listMeshes, meshById, sendMesh } from './read.ts'
import { type ReceivedMesh, receiveMesh } from './receive.ts'
import { findMesh } from './row.ts'
import { addMesh, changeMesh, replaceMesh, useMesh } from './write.ts'

const e = contract.endpoints

/** Models of the community and what surrounds it: imported, looked at, let count, and kept in every revision. */
export function meshRoutes(kernel: Kernel): Route[] {
  type Writing = Pick<RequestContext, 'scope' | 'tx' | 'audit' | 'emit'>

  /** What every change leaves behind: an entry in the trail, a word to those who look, the model as it is now. */
  async function done(ctx: Writing, id: string, show: number | 'latest' | undefined, before?: Record<string, unknown>) {
    const row = await findMesh(kernel, ctx.scope, id, show, ctx.tx)
    const after = { state: row.state, used: row.used_revision, revision: row.revision, name: row.name, digest: row.digest }
    ctx.audit({ subjectId: id, placePath: row.place_path, ...(before ? { before } : {}), after })
    await ctx.emit({
      ...{ name: 'map.changed', subject: 'map', subjectId: id, payload: { mesh: id } },
      live: { placePath: row.place_path, permission: 'map.read' },
    })
    return meshById(kernel, ctx.scope, id, show, ctx.tx)
  }

  const receive = receiveMesh(kernel)
  /** Whoever may not see a model is told so before its file is taken in. */
  const receiveFor = (ctx: PrepareContext<typeof e.replaceMesh>): Promise<ReceivedMesh> =>
    receive(ctx as PrepareContext, async () => void (await findMesh(kernel, ctx.scope, ctx.params.id)))

  return [
    route(e.meshes, (ctx) => listMeshes(kernel, ctx.scope, ctx.query)),
    route(e.mesh, (ctx) => meshById(kernel, ctx.scope, ctx.params.id, ctx.query.revision)),
    route(e.meshContent, (ctx) => sendMesh(kernel, ctx as RequestContext, ctx.params.id, ctx.query.revision)),

    route(
      e.addMesh,
      (ctx) => receive(ctx as PrepareContext),
      async (ctx, received: ReceivedMesh) => done(ctx, await addMesh(kernel, ctx, ctx.query, received), 'latest'),
    ),
    route(e.replaceMesh, receiveFor, async (ctx, received: ReceivedMesh) => {
      const { revision, digest } = await replaceMesh(kernel, ctx, ctx.params.id, ctx.query.version, received)
      return done(ctx, ctx.params.id, 'latest', { revision, digest })
    }),
    route(e.changeMesh, async (ctx) => {
      const { revision, name } = await changeMesh(kernel, ctx, ctx.params.id, ctx.body)
      return done(ctx, ctx.params.id, 'latest', { revision, name })
    }),
    route(e.useMesh, async (ctx) => {
      const { state, used_revision: used } = await useMesh(kernel, ctx, ctx.params.id, ctx.body)
      return done(ctx, ctx.params.id, undefined, { state, used })
    }),
  ]
}
