import type { BodyOf } from '@liren/contract'
import { custom as contract, customFieldErrors } from '@liren/contract/capabilities/custom'
import { archiveCalled } from '../../engines/archive/known.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import type { FieldRow } from '../../kernel/custom/field.ts'
import { followAddedFields, tellAddedFields } from '../../kernel/custom/known.ts'
import { sealedCustom } from '../../kernel/custom/values.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { placesOf } from '../../kernel/known-places.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { fieldFor, fieldsOf, fieldsWithin, presentFields } from './rows.ts'
import { addField, changeField, moveField, type NewField } from './write.ts'

const e = contract.endpoints

/** Fields that a community adds to its archives by itself; the archives show and keep them from then on. */
export const custom: CapabilityFactory = (kernel) => {
  scopedTable('custom_fields', { placePath: 'place_path' })
  const definitionOf = (name: string) => {
    const definition = archiveCalled(kernel, name)
    if (!definition) throw refuseWith(customFieldErrors, 'custom.archive-unknown')
    return definition
  }
  const tell = async (ctx: RequestContext, row: FieldRow, before?: FieldRow) => {
    const [shown] = await presentFields(kernel, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    const said = (one: FieldRow) => ({
      archive: one.archive,
      code: one.code,
      label: one.label_zh,
      state: one.state,
      required: one.is_required,
    })
    ctx.audit({ subjectId: row.id, placePath: row.place_path, ...(before ? { before: said(before) } : {}), after: said(row) })
    await ctx.emit({ name: 'custom.changed', subject: 'custom', subjectId: row.id, payload: { archive: row.archive } })
    ctx.tx.afterCommit(() => tellAddedFields(kernel))
    return shown
  }

  return {
    contract,
    sealed: sealedCustom,
    placedTables: ['custom_fields'],
    consumers: [
      {
        name: 'custom.follow-place',
        on: ['place.moved'],
        handle: async (_event, tx) => tx.afterCommit(() => tellAddedFields(kernel)),
      },
    ],
    opened: () => followAddedFields(kernel),
    routes: [
      route(e.list, async ({ scope, query }) => {
        const { cursor, limit = 50, ...filters } = query
        const keys = keyset({ cursor }, ['id desc'], filters)
        const where = combine('AND', [
          ...Object.entries(filters).flatMap(([name, value]): Condition[] =>
            value === undefined ? [] : [{ sql: `${name} = ?`, params: [value] }],
          ),
          keys.seek(),
        ])
        const page = keys.page(await fieldsWithin(kernel, scope, where, `ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`), limit, (row) => [
          row.id,
        ])
        return { ...page, items: await presentFields(kernel, page.items) }
      }),

      route(e.shown, async ({ principal, query }) => {
        const definition = definitionOf(query.archive)
        const read = `${definition.name}.read`
        // who reads no files of the archive has no use for their fields
        if (!principal.permissions.has(read)) return { items: [] }
        const scope = scopeWith(principal, read, 'place')
        const place = query.placeId === undefined ? undefined : (await placesOf(kernel, [query.placeId])).get(query.placeId)
        const isNear = place !== undefined && scope.places.some((path) => place.path.startsWith(path))
        if (query.placeId !== undefined && !isNear) return { items: [] }
        return { items: await presentFields(kernel, await fieldsOf(kernel, scope, definition.name, place ? [place.path] : undefined)) }
      }),

      route(e.create, async (ctx) => {
        const asked = ctx.body as BodyOf<typeof e.create> & NewField
        return tell(ctx as RequestContext, await addField(kernel, definitionOf(asked.archive), asked, ctx))
      }),

      route(e.update, async (ctx) => {
        const row = await fieldFor(kernel, ctx.scope, ctx.params.id, ctx.body.version, ctx.tx)
        return tell(ctx as RequestContext, await changeField(kernel, definitionOf(row.archive), row, ctx.body, ctx), row)
      }),

      ...(
        [
          [e.withdraw, 'withdrawn'],
          [e.restore, 'active'],
        ] as const
      ).map(([endpoint, state]) =>
        route(endpoint, async (ctx) => {
          const row = await fieldFor(kernel, ctx.scope, ctx.params.id, ctx.body.version, ctx.tx)
          return tell(ctx as RequestContext, row.state === state ? row : await moveField(kernel, row, { state }, ctx), row)
        }),
      ),
    ],
  }
}
