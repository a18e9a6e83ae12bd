import { duplicate as contract, type DuplicateState, duplicateErrors } from '@liren/contract/capabilities/duplicate'
import { allArchives, archiveCalled } from '../../engines/archive/known.ts'
import { placesOf } from '../../engines/archive/place.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { walkAgain, walkSome } from '../../engines/walk/walk.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, route, type Scope } from '../../kernel/http/route.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { batch, findAmong } from './find.ts'
import { forgetFaces, forgetOld } from './forget.ts'
import { compare, likenesses } from './likeness.ts'
import { merge } from './merge.ts'
import { presentPair, presentPairs } from './present.ts'
import { filesWith, inOrder, type MergeRow, type PairRow, pairKeyOf, reachOfBoth } from './row.ts'
import { sealedBefore } from './snapshot.ts'
import { undo } from './undo.ts'

const e = contract.endpoints
/** So many batches of one archive at a time; what is left waits for the next run. */
const stepsAtOnce = 50

/** Two files about one thing: found, explained, merged with everything that names them, and taken back. */
export const duplicate: CapabilityFactory = (kernel) => {
  const { store } = kernel
  const judged = () => allArchives(kernel).filter(({ name }) => name in likenesses)
  const look = async () => {
    for (const definition of judged()) {
      const some = (ids: readonly string[]) => findAmong(kernel, definition, ids)
      for (let step = 0; step < stepsAtOnce && (await walkSome(kernel, 'duplicate_cursors', definition, batch, some)); step++);
    }
  }

  async function find(scope: Scope, id: string, tx?: Tx): Promise<PairRow> {
    const within = reachOfBoth(scope.places)
    const statement = { sql: `SELECT * FROM duplicate_pairs WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
    const [row] = await scopedRows<PairRow>(store, scope, 'duplicate_pairs', statement, tx)
    if (!row) throw refuse('not-found')
    return row
  }

  /** Of two who decide at once the second is told: the pair is claimed before anything else is read. */
  async function claim(
    ctx: RequestContext,
    from: DuplicateState,
    to: DuplicateState,
    columns: Record<string, SqlValue> = {},
  ): Promise<PairRow> {
    const { id, version } = { ...(ctx.params as { id: string }), ...(ctx.body as { version: number }) }
    const seen = await find(ctx.scope, id, ctx.tx)
    const set = { state: to, decided_by: ctx.principal.id, decided_at: ctx.now, ...columns }
    const changed = await store.run(
      `UPDATE duplicate_pairs SET ${Object.keys(set)
        .map((name) => `${name} = ?`)
        .join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND state = ?`,
      [...Object.values(set), id, version, from],
      ctx.tx,
    )
    if (changed === 1) return { ...seen, ...set, version: version + 1 } as PairRow
    throw seen.state === from ? refuse('stale', { details: { version: seen.version } }) : refuseWith(duplicateErrors, 'duplicate.decided')
  }
  const definitionOf = ({ archive }: Pick<PairRow, 'archive'>) => {
    const definition = archiveCalled(kernel, archive)
    if (!definition) throw refuse('not-found')
    return definition
  }
  const show = (ctx: RequestContext, row: PairRow) => presentPair(kernel, ctx.principal, row, ctx.tx)
  const emit = (ctx: RequestContext, what: 'merged' | 'undone', row: PairRow) =>
    ctx.emit({ name: `duplicate.${what}`, subject: 'duplicate', subjectId: row.id, payload: { archive: row.archive } })

  return {
    contract,
    placedTables: ['duplicate_pairs'],
    sealed: [sealedBefore],
    consumers: [forgetFaces(kernel)],
    jobs: [
      {
        kind: 'duplicate.follow',
        text: { zh: '在有变化的档案中查找重复', en: 'Look for duplicates of files that have changed' },
        every: 10 * 60_000,
        run: look,
      },
      {
        kind: 'duplicate.find',
        text: { zh: '查找重复档案', en: 'Look for duplicates among all files' },
        daily: '02:20',
        async run() {
          for (const { name } of judged()) await walkAgain(kernel, 'duplicate_cursors', name)
          await look()
        },
      },
      {
        kind: 'duplicate.forget',
        text: { zh: '清除过期的合并备份', en: 'Forget what files were before an old merge' },
        daily: '03:10',
        run: () => forgetOld(kernel),
      },
    ],
    routes: [
      route(e.list, async ({ scope, principal, query }) => {
        const limit = query.limit ?? 20
        const state = query.state ?? 'open'
        const keys = keyset(query, ['id desc'], { archive: query.archive ?? '', state })
        const names = judged().flatMap(({ name }) => (principal.permissions.has(`${name}.read`) ? [name] : []))
        const where = combine('AND', [
          reachOfBoth(scope.places),
          among('archive', query.archive === undefined ? names : names.filter((name) => name === query.archive)),
          { sql: 'state = ?', params: [state] },
          keys.seek(),
        ])
        const rows = await scopedRows<PairRow>(store, scope, 'duplicate_pairs', {
          sql: `SELECT * FROM duplicate_pairs WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: where.params,
        })
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: await presentPairs(kernel, principal, page.items) }
      }),

      route(e.read, async ({ scope, principal, params, audit }) => {
        const row = await find(scope, params.id)
        audit({ subject: 'duplicate', subjectId: row.id, placePath: row.place_path })
        return presentPair(kernel, principal, row)
      }),

      route(e.propose, async (ctx) => {
        const { archive, firstId, secondId } = ctx.body
        const definition = archiveCalled(kernel, archive)
        if (!definition || firstId === secondId) throw refuseWith(duplicateErrors, 'duplicate.unfit')
        const files = await filesWith(kernel, ctx.principal, definition, 'write', [firstId, secondId], ctx.tx)
        const [first, second] = inOrder(firstId, secondId).map((id) => files.find((file) => file.id === id))
        if (!first || !second) throw refuse('not-found')
        if (first.state !== 'active' || second.state !== 'active') throw refuseWith(duplicateErrors, 'duplicate.not-active')
        const places = await placesOf(kernel, [first.place_id, second.place_id], ctx.tx)
        const likeness = likenesses[archive]
        const [a, b] = [first, second].map((file) => ({
          ...{ id: file.id, place: places.get(file.place_id) },
          values: valuesOf(kernel, definition, file),
        }))
        const likely = likeness && a && b ? compare(likeness, a, b) : { score: 0, signs: [] }
        const id = kernel.ids.next()
        const key = pairKeyOf(first.id, second.id)
        await insertOnce(
          store,
          'duplicate_pairs',
          {
            ...{ id, archive, first_id: first.id, second_id: second.id, pair_key: key, place_path: first.place_path },
            ...{ other_path: second.place_path, state: 'open', score: likely.score, signs: JSON.stringify(likely.signs) },
            ...{ found_at: ctx.now, version: 1 },
          },
          ctx.tx,
        )
        // one that was there before is opened again: somebody has looked
        await store.run(
          "UPDATE duplicate_pairs SET state = 'open', version = version + 1 WHERE pair_key = ? AND state IN ('gone', 'dismissed')",
          [key],
          ctx.tx,
        )
        const within = reachOfBoth(ctx.scope.places)
        const [row] = await scopedRows<PairRow>(
          store,
          ctx.scope,
          'duplicate_pairs',
          { sql: `SELECT * FROM duplicate_pairs WHERE pair_key = ? AND ${within.sql}`, params: [key, ...within.params] },
          ctx.tx,
        )
        if (!row) throw refuse('not-found')
        ctx.audit({ subject: 'duplicate', subjectId: row.id, placePath: row.place_path, after: { first: first.id, second: second.id } })
        return show(ctx as RequestContext, row)
      }),

      route(e.merge, async (ctx) => {
        const row = await claim(ctx as RequestContext, 'open', 'merged', { reason: ctx.body.reason ?? null })
        await merge(kernel, ctx as RequestContext, definitionOf(row), row, ctx.body)
        await emit(ctx as RequestContext, 'merged', row)
        return show(ctx as RequestContext, row)
      }),

      route(e.dismiss, async (ctx) => {
        const row = await claim(ctx as RequestContext, 'open', 'dismissed', { reason: ctx.body.reason })
        const shown = await show(ctx as RequestContext, row)
        ctx.audit({ subject: 'duplicate', subjectId: row.id, placePath: row.place_path, reason: ctx.body.reason })
        return shown
      }),

      route(e.reconsider, async (ctx) => {
        const row = await claim(ctx as RequestContext, 'dismissed', 'open', { reason: null })
        const shown = await show(ctx as RequestContext, row)
        ctx.audit({ subject: 'duplicate', subjectId: row.id, placePath: row.place_path })
        return shown
      }),

      route(e.undo, async (ctx) => {
        const row = await claim(ctx as RequestContext, 'merged', 'open', { reason: ctx.body.reason })
        const [last] = await store.rows<MergeRow>(
          'SELECT * FROM duplicate_merges WHERE pair_id = ? AND undone_at IS NULL ORDER BY id DESC LIMIT 1',
          [row.id],
          ctx.tx,
        )
        if (!last) throw refuseWith(duplicateErrors, 'duplicate.decided')
        await undo(kernel, ctx as RequestContext, definitionOf(row), last, ctx.body.reason)
        await emit(ctx as RequestContext, 'undone', row)
        return show(ctx as RequestContext, row)
      }),

      route(e.find, async (ctx) => {
        await ctx.schedule({ kind: 'duplicate.find', key: 'now', at: ctx.now, payload: {} })
        ctx.audit({ subject: 'duplicate', subjectId: 'all' })
        return { isScheduled: true }
      }),
    ],
  }
}
