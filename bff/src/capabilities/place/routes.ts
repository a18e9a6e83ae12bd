import { place as contract } from '@liren/contract/capabilities/place'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { estatesForGuests, roomsUnder } from './guests.ts'
import { breadcrumbOf, findPlace, listPlaces } from './list.ts'
import { matrixOf } from './matrix.ts'
import { moveUnder } from './paths.ts'
import { placeErrors } from './policy.ts'
import { presentPlace } from './row.ts'
import { assertChild, coded, createPlace, lockPlace, retirePlace, updatePlace } from './write.ts'

const e = contract.endpoints

export function placeRoutes(kernel: Kernel): Route[] {
  const told = (ctx: Pick<RequestContext, 'emit'>, name: string, id: string, payload: Record<string, unknown> = {}) =>
    ctx.emit({ name, subject: 'place', subjectId: id, payload })

  return [
    route(e.list, (ctx) => listPlaces(kernel, ctx.scope, ctx.query)),

    route(e.read, async (ctx) => {
      const row = await findPlace(kernel, ctx.scope, ctx.params.id)
      return { ...presentPlace(row), breadcrumb: await breadcrumbOf(kernel, row.path) }
    }),

    route(e.matrix, async (ctx) => {
      const row = await findPlace(kernel, ctx.scope, ctx.params.id)
      if (row.kind !== 'building') throw refuse('not-found')
      return matrixOf(kernel, ctx.scope, row)
    }),

    route(e.estates, (ctx) => estatesForGuests(kernel, ctx.query)),
    route(e.rooms, (ctx) => roomsUnder(kernel, ctx.params.id, ctx.query.under)),

    route(e.create, async (ctx) => {
      const { parentId } = ctx.body
      if (parentId === null && !ctx.scope.places.includes('/')) throw refuse('permission.denied')
      if (parentId !== null) await findPlace(kernel, ctx.scope, parentId, ctx.tx)
      const parent = parentId === null ? undefined : await lockPlace(kernel, parentId, ctx.tx)
      const id = await createPlace(kernel, ctx.body, parent, ctx.tx)
      const row = await findPlace(kernel, ctx.scope, id, ctx.tx)
      ctx.audit({ subjectId: id, placePath: row.path, after: { kind: row.kind, name: row.name, path: row.path } })
      await told(ctx, 'place.created', id)
      return presentPlace(row)
    }),

    route(e.update, async (ctx) => {
      const before = await findPlace(kernel, ctx.scope, ctx.params.id, ctx.tx)
      await updatePlace(kernel, before, ctx.body, ctx.tx)
      const after = await findPlace(kernel, ctx.scope, ctx.params.id, ctx.tx)
      ctx.audit({ placePath: after.path, before: { ...presentPlace(before) }, after: { ...presentPlace(after) } })
      await told(ctx, 'place.changed', after.id)
      return presentPlace(after)
    }),

    route(e.move, async (ctx) => {
      const row = await findPlace(kernel, ctx.scope, ctx.params.id, ctx.tx)
      const target = await findPlace(kernel, ctx.scope, ctx.body.parentId, ctx.tx)
      if (target.path.startsWith(row.path)) throw refuseWith(placeErrors, 'place.wrong-parent')
      assertChild(target.kind, row.kind)
      const parent = await lockPlace(kernel, target.id, ctx.tx)
      const code = ctx.body.code ?? row.code
      const count = await coded(() =>
        kernel.store.run(
          'UPDATE places SET parent_id = ?, code = ?, version = version + 1 WHERE id = ? AND version = ? AND is_retired = 0',
          [parent.id, code, row.id, ctx.body.version],
          ctx.tx,
        ),
      )
      if (count !== 1) throw refuse('stale')
      await coded(() => moveUnder(kernel, row, { path: `${parent.path}${code}/`, fullName: `${parent.full_name} · ${row.name}` }, ctx.tx))
      const moved = await findPlace(kernel, ctx.scope, row.id, ctx.tx)
      ctx.audit({ placePath: moved.path, before: { path: row.path }, after: { path: moved.path } })
      await told(ctx, 'place.moved', row.id, { from: row.path, to: moved.path })
      return presentPlace(moved)
    }),

    route(e.retire, async (ctx) => {
      const row = await findPlace(kernel, ctx.scope, ctx.params.id, ctx.tx)
      await retirePlace(kernel, row, ctx.query.version, ctx.tx)
      ctx.audit({ placePath: row.path, before: { name: row.name } })
      await told(ctx, 'place.retired', row.id)
    }),
  ]
}
