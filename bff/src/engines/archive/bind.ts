import type { BodyOf, QueryOf } from '@liren/contract'
import { type Archive, type ArchiveEndpoints, customKey, type FieldValue, type Values } from '@liren/contract/archive/index'
import type { Capability, StoredEvent } from '../../kernel/capability.ts'
import { revealCustom } from '../../kernel/custom/show.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, type Route, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { allowUploads, type FilesPort } from './files.ts'
import { findFile } from './find.ts'
import { type GraphQuery, graphOf } from './graph.ts'
import { historyOf } from './history.ts'
import { makeKnown } from './known.ts'
import { addLink, endLink, type LinkRow, type NewLink, presentLink } from './links.ts'
import { type ListQuery, listFiles } from './list.ts'
import { renewPieces } from './pieces.ts'
import { presentRecord } from './present.ts'
import { type FileRow, valuesOf } from './row.ts'
import { archiveSearchable } from './searchable.ts'
import { sealedColumnsOf } from './table.ts'
import { createFile, setState, updateFile, verifyFile, type Written } from './write.ts'

type Warning = Readonly<Record<'field' | 'zh' | 'en', string>>

export interface Binding {
  readonly files?: FilesPort
  /** What follows from a write, in its own transaction. */
  readonly after?: (ctx: RequestContext, done: { readonly action: StoredEvent['name']; readonly written: Written }) => Promise<void>
  /** What looks wrong although it may be kept; told beside the file. */
  readonly warn?: (row: FileRow, tx?: Tx) => Promise<Warning[]>
}

interface Contract {
  readonly endpoints: ArchiveEndpoints
}

/** Who may and what follows: binds the declaration of an archive to its table. */
export function bindArchive(kernel: Kernel, definition: Archive, { endpoints: e }: Contract, binding: Binding = {}) {
  scopedTable(definition.table, { placePath: 'place_path' })
  makeKnown(kernel, definition)
  if (binding.files) allowUploads(kernel, definition, binding.files)
  const { name } = definition
  const warn = binding.warn ?? (async () => [])

  const tell = async (ctx: RequestContext, action: string, written: Written) => {
    const { row, changes } = written
    const side = (which: 'before' | 'after') => Object.fromEntries(changes.map((change) => [change.field, change[which]]))
    ctx.audit({ subject: name, subjectId: row.id, placePath: row.place_path, before: side('before'), after: side('after') })
    await ctx.emit({
      name: `${name}.${action}`,
      subject: name,
      subjectId: row.id,
      payload: { fields: changes.map(({ field }) => field), placePath: row.place_path },
      live: { placePath: row.place_path, permission: `${name}.read` },
    })
    await binding.after?.(ctx, { action, written })
    return { ...(await presentRecord(kernel, ctx.principal, definition, row, ctx.tx)), warnings: await warn(row, ctx.tx) }
  }
  const tellLink = async (ctx: RequestContext, action: string, row: LinkRow, after: object, reason?: string) => {
    const about = { subject: name, subjectId: (ctx.params as { id: string }).id }
    ctx.audit({ ...about, after: { kind: row.kind, ...after }, ...(reason ? { reason } : {}) })
    await ctx.emit({ name: `${name}.${action}`, ...about, payload: { linkId: row.id, kind: row.kind } })
    return presentLink(row)
  }
  const plain = <T>(ctx: { body: unknown }) => ctx.body as T

  const routes: Route[] = [
    route(e.list, ({ scope, principal, query }) => listFiles(kernel, definition, scope, principal, query as ListQuery)),

    route(e.create, async (ctx) => {
      const { placeId, source, sourceNote, values, custom = {} } = plain<BodyOf<ArchiveEndpoints['create']>>(ctx)
      const writing = { actorId: ctx.principal.id, source, sourceNote, custom, files: binding.files }
      return tell(ctx, 'created', await createFile(kernel, definition, ctx.scope, placeId, values as Values, writing, ctx.tx))
    }),

    route(e.read, async (ctx) => {
      const row = await findFile(kernel, definition, ctx.scope, ctx.params.id)
      ctx.audit({ subject: name, subjectId: row.id, placePath: row.place_path })
      return { ...(await presentRecord(kernel, ctx.principal, definition, row)), warnings: await warn(row) }
    }),

    route(e.update, async (ctx) => {
      const { version, placeId, values, custom, source, sourceNote, reason } = plain<BodyOf<ArchiveEndpoints['update']>>(ctx)
      const writing = { actorId: ctx.principal.id, source, sourceNote, reason, custom, files: binding.files }
      return tell(
        ctx,
        'updated',
        await updateFile(kernel, definition, ctx.scope, ctx.params.id, { version, placeId, values: values as Values }, writing, ctx.tx),
      )
    }),

    route(e.verify, async (ctx) => {
      const how = { version: ctx.body.version, groups: ctx.body.groups, actorId: ctx.principal.id }
      return tell(ctx, 'verified', await verifyFile(kernel, definition, ctx.scope, ctx.params.id, how, ctx.tx))
    }),

    route(e.retire, async (ctx) => {
      const to = { state: 'retired', ...ctx.body, actorId: ctx.principal.id } as const
      return tell(ctx, 'retired', await setState(kernel, definition, ctx.scope, ctx.params.id, to, ctx.tx))
    }),

    route(e.restore, async (ctx) => {
      const to = { state: 'active', ...ctx.body, actorId: ctx.principal.id } as const
      return tell(ctx, 'restored', await setState(kernel, definition, ctx.scope, ctx.params.id, to, ctx.tx))
    }),

    route(e.history, async ({ scope, params, query }) => {
      await findFile(kernel, definition, scope, params.id)
      return historyOf(kernel, definition, params.id, query)
    }),

    route(e.links, async ({ scope, principal, params, query }) => {
      const root = await findFile(kernel, definition, scope, params.id)
      return graphOf(kernel, definition, scope, principal, root, query as GraphQuery & QueryOf<ArchiveEndpoints['links']>)
    }),

    route(e.link, async (ctx) => {
      const row = await addLink(kernel, definition, ctx.scope, ctx.principal, ctx.params.id, plain<NewLink>(ctx), ctx.tx)
      const after = { role: row.role, from: row.from_id, to: row.to_id, startedOn: row.started_on }
      return tellLink(ctx as RequestContext, 'linked', row, after)
    }),

    route(e.unlink, async (ctx) => {
      const what = { id: ctx.params.id, linkId: ctx.params.linkId, ...ctx.body }
      const row = await endLink(kernel, definition, ctx.scope, ctx.principal, what, ctx.tx)
      return tellLink(ctx as RequestContext, 'unlinked', row, { endedOn: row.ended_on }, ctx.body.reason)
    }),
  ]
  const { reveal } = e
  if (reveal)
    routes.push(
      route(reveal, async (ctx) => {
        const row = await findFile(kernel, definition, ctx.scope, ctx.params.id, ctx.tx)
        const values: Record<string, FieldValue> = valuesOf(kernel, definition, row, ctx.body.fields)
        if (ctx.body.fields.length + (ctx.body.custom?.length ?? 0) === 0)
          throw refuse('request.invalid', { faults: [{ path: 'body.fields', zh: '至少选择一项', en: 'Name at least one field' }] })
        const custom = await revealCustom(kernel, definition, row, ctx.body.custom ?? [], ctx.tx)
        ctx.audit({
          subject: name,
          subjectId: row.id,
          placePath: row.place_path,
          reason: ctx.body.reason,
          after: { fields: [...ctx.body.fields, ...Object.keys(custom).map(customKey)] },
        })
        return { values, custom }
      }),
    )

  return {
    routes,
    sealed: sealedColumnsOf(definition),
    placedTables: [definition.table],
    searchables: [archiveSearchable(kernel, definition)],
    jobs: [
      {
        kind: `${name}.renew-pieces`,
        text: { zh: `更新${definition.text.zh}检索索引`, en: `Renew the search index: ${definition.text.en.toLowerCase()}` },
        every: 600_000,
        run: async () => {
          await renewPieces(kernel, definition)
        },
      },
    ],
  } satisfies Omit<Capability, 'contract'>
}
