import type { Archive } from '@liren/contract/archive/index'
import { tag as contract, mostTagged, tagErrors } from '@liren/contract/capabilities/tag'
import { findFile, findFiles } from '../../engines/archive/find.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { maySeeGuarded, sealedTags } from '../../engines/archive/tagged.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { overlapOf, scopeWith } from '../../kernel/http/access.ts'
import { type Principal, type RequestContext, route, type Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { keyset } from '../../kernel/store/page.ts'
import { changeTags } from './change.ts'
import { countTags } from './counts.ts'
import { tagData } from './personal.ts'
import { presentTag, type TagRow, tagColumns } from './row.ts'
import { checkWords, textsOf, wordsFor } from './words.ts'

const e = contract.endpoints

/** The archive, and where the caller may both tag and do this with its files. */
function within(kernel: Kernel, { scope, principal }: { scope: Scope; principal: Principal }, name: string, verb: 'read' | 'write') {
  const definition = archiveCalled(kernel, name)
  if (!definition) throw refuse('not-found')
  const reach = overlapOf(scope, scopeWith(principal, `${name}.${verb}`, 'place'))
  if (reach.places.length === 0) throw refuse('permission.denied')
  return { definition, reach }
}

const present = async (kernel: Kernel, definition: Archive, viewer: Principal, rows: readonly TagRow[], tx?: RequestContext['tx']) => {
  const words = textsOf(await wordsFor(kernel, definition, viewer, tx))
  const ids = [...new Set(rows.flatMap(({ tagged_by, removed_by }) => [tagged_by ?? [], removed_by ?? []].flat()))]
  const names = ids.length === 0 ? new Map<string, string>() : await namesOf(kernel, ids, tx)
  return rows.map((row) => presentTag(kernel, row, words, names))
}

/** Tags of files, with source and day; those that only few may know of are sealed. */
export const tag: CapabilityFactory = (kernel) => {
  const one = async (
    ctx: Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'audit' | 'emit'>,
    at: { archive: string; id: string },
    word: string,
    how: 'add' | 'remove',
    said: { source: string; reason?: string },
  ) => {
    const { definition, reach } = within(kernel, ctx, at.archive, 'write')
    const file = await findFile(kernel, definition, reach, at.id, ctx.tx)
    const words = await wordsFor(kernel, definition, ctx.principal, ctx.tx)
    if (how === 'add') checkWords(words, [['body.tag', word]])
    if (file.state !== 'active') throw refuseWith(tagErrors, 'tag.file-retired')
    const change = { add: how === 'add' ? [word] : [], remove: how === 'remove' ? [word] : [], ...said, actorId: ctx.principal.id }
    const [row] = words.has(word) ? await changeTags(kernel, definition, words, [file], change, ctx.tx) : []
    if (!row) throw refuseWith(tagErrors, how === 'add' ? 'tag.known' : 'tag.absent')
    const isGuarded = words.get(word)?.isGuarded === true
    ctx.audit({ subject: at.archive, subjectId: file.id, placePath: file.place_path, after: { [how]: isGuarded ? '***' : word } })
    await ctx.emit({ name: 'tag.changed', subject: at.archive, subjectId: file.id, payload: { archive: at.archive } })
    const [shown] = await present(kernel, definition, ctx.principal, [row], ctx.tx)
    return shown as NonNullable<typeof shown>
  }

  return {
    contract,
    sealed: sealedTags,
    personal: [tagData(kernel)],
    routes: [
      route(e.counts, async (ctx) => {
        const { definition, reach } = within(kernel, ctx, ctx.params.archive, 'read')
        const words = await wordsFor(kernel, definition, ctx.principal)
        return { items: await countTags(kernel, definition, reach, words, ctx.query.placeId) }
      }),

      route(e.list, async (ctx) => {
        const { definition, reach } = within(kernel, ctx, ctx.params.archive, 'read')
        await findFile(kernel, definition, reach, ctx.params.id)
        const limit = ctx.query.limit ?? 50
        const keys = keyset({ cursor: ctx.query.cursor }, ['id desc'], ctx.params)
        const after = keys.seek()
        const open = maySeeGuarded(ctx.principal, definition) ? '' : 'AND tag_sealed IS NULL'
        const rows = await kernel.store.rows<TagRow>(
          `SELECT ${tagColumns} FROM archive_tags WHERE file_id = ? AND archive = ? ${open} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          [ctx.params.id, definition.name, ...after.params],
        )
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: await present(kernel, definition, ctx.principal, page.items) }
      }),

      route(e.add, (ctx) => one(ctx, ctx.params, ctx.body.tag, 'add', { source: ctx.body.source })),
      route(e.remove, (ctx) => one(ctx, ctx.params, ctx.body.tag, 'remove', { source: 'manual', reason: ctx.body.reason })),

      route(e.change, async (ctx) => {
        const { archive } = ctx.params
        const { definition, reach } = within(kernel, ctx, archive, 'write')
        const { add, remove, source, reason } = ctx.body
        const words = await wordsFor(kernel, definition, ctx.principal, ctx.tx)
        const given = { add, remove }
        checkWords(
          words,
          (['add', 'remove'] as const).flatMap((list) => given[list].map((word, i) => [`body.${list}.${i}`, word] as const)),
        )
        const ids = [...new Set(ctx.body.ids)].slice(0, mostTagged)
        const files = (await findFiles(kernel, definition, reach, ids, [], ctx.tx)).filter(({ state }) => state === 'active')
        const rows = await changeTags(kernel, definition, words, files, { add, remove, source, reason, actorId: ctx.principal.id }, ctx.tx)
        const changed = [...new Set(rows.map(({ file_id }) => file_id))]
        const open = (list: readonly string[]) => list.map((word) => (words.get(word)?.isGuarded ? '***' : word))
        ctx.audit({ subject: archive, ...(reason ? { reason } : {}), after: { add: open(add), remove: open(remove), files: changed } })
        for (const id of changed) await ctx.emit({ name: 'tag.changed', subject: archive, subjectId: id, payload: { archive } })
        const known = new Set(files.map(({ id }) => id))
        return {
          changed,
          unchanged: ids.filter((id) => known.has(id) && !changed.includes(id)),
          refused: ids.filter((id) => !known.has(id)),
        }
      }),
    ],
  }
}
