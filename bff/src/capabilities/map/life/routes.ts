import { map as contract } from '@liren/contract/capabilities/map'
import { scopeWith } from '../../../kernel/http/access.ts'
import { type RequestContext, type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { allowFileReads, fileLinks } from '../../file/read.ts'
import { countStages, listEntries } from './read.ts'
import { type EntryRow, findEntry, presentEntry, stageFiles } from './row.ts'
import { addEntry, removeEntry } from './write.ts'

const e = contract.endpoints

const told = ({ stage, kind, name, state, source, taken_on, element }: EntryRow) => ({
  ...{ stage, kind, name, state, source, takenOn: taken_on, element },
})

/** What a building went through: documents and states of its five stages on its elements. */
export function lifeRoutes(kernel: Kernel): Route[] {
  allowFileReads(kernel, stageFiles, async (principal, id) => {
    if (!principal.permissions.has('map.read')) return false
    return findEntry(kernel, scopeWith(principal, 'map.read', 'place'), id).then(
      () => true,
      () => false,
    )
  })
  const changed = (ctx: Pick<RequestContext, 'emit'>, row: EntryRow) =>
    ctx.emit({
      ...{ name: 'map.changed', subject: 'map', subjectId: row.building_id, payload: { entry: row.id } },
      live: { placePath: row.place_path, permission: 'map.read' },
    })

  return [
    route(e.stageEntries, (ctx) => listEntries(kernel, ctx.principal, ctx.scope, ctx.params.id, ctx.query)),
    route(e.stageCounts, (ctx) => countStages(kernel, ctx.scope, ctx.params.id)),
    route(e.addStageEntry, async (ctx) => {
      const row = await addEntry(kernel, ctx, ctx.params.id, ctx.body)
      ctx.audit({ subjectId: row.id, placePath: row.place_path, after: told(row) })
      await changed(ctx, row)
      return presentEntry(row, fileLinks(kernel, ctx.principal, ctx.now))
    }),
    route(e.removeStageEntry, async (ctx) => {
      const row = await removeEntry(kernel, ctx, ctx.params.id, ctx.query.version)
      ctx.audit({ subjectId: row.id, placePath: row.place_path, before: told(row) })
      await changed(ctx, row)
    }),
  ]
}
