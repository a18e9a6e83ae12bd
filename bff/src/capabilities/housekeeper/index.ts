import { housekeeper as contract } from '@liren/contract/capabilities/housekeeper'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, unscoped } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { placesById } from '../place/read.ts'
import { listAbsences, listAsks, listPosts, readFigures } from './desk.ts'
import { answeredBy, mayReadTalk, talkToRead } from './find.ts'
import { followRepairs, remind } from './follow.ts'
import { postsFor } from './keepers.ts'
import { housekeeperData } from './personal.ts'
import { assign, comeBack, endPost, goAway } from './posts.ts'
import { facesOf, presentKeeper, presentTalks, presentWords } from './present.ts'
import { type TalkRow, talkSubject, type WordRow } from './row.ts'
import { answer, ask, finish } from './talk.ts'

const e = contract.endpoints

/** Every house has somebody who knows it: residents write and ask, the housekeeper answers, and how soon is on record. */
export const housekeeper: CapabilityFactory = (kernel) => {
  const { store } = kernel
  allowFileReads(kernel, talkSubject, (principal, id) => mayReadTalk(kernel, principal, id))

  return {
    contract,
    placedTables: ['housekeeper_posts', 'housekeeper_absences', 'housekeeper_talks', 'housekeeper_asks'],
    sealed: [{ table: 'housekeeper_words', column: 'content' }],
    personal: [housekeeperData(kernel)],
    consumers: [followRepairs(kernel)],
    jobs: [remind(kernel)],
    routes: [
      route(e.mine, async ({ principal, now }) => {
        const houses = [...(await placesById(kernel, principal.houseIds)).values()]
        const posts = await postsFor(
          kernel,
          houses.map(({ path }) => path),
        )
        const keepers = [...posts.values()].map(({ keeper_id }) => keeper_id)
        const faces = await facesOf(kernel, keepers, [], now)
        const talks = await unscoped<Pick<TalkRow, 'id' | 'house_id'>>(store, 'one’s own conversations, found by who one is', {
          sql: 'SELECT id, house_id FROM housekeeper_talks WHERE resident_id = ?',
          params: [principal.id],
        })
        return {
          items: houses.map((house) => {
            const post = posts.get(house.path)
            return {
              houseId: house.id,
              house: house.fullName.split(' · ').slice(3).join(' · ') || house.name,
              keeper: post ? presentKeeper(post, faces) : null,
              talkId: talks.find((talk) => talk.house_id === house.id)?.id ?? null,
            }
          }),
        }
      }),

      route(e.ask, (ctx) => ask(kernel, ctx)),

      route(e.inbox, async ({ query, scope, principal, now }) => {
        const limit = query.limit ?? 20
        // what waits longest comes first; otherwise what was said last
        const sort = query.view === 'waiting' ? ['due_at', 'id'] : ['last_at desc', 'id desc']
        const keys = keyset(query, sort, { view: query.view })
        const { condition, serves } = await answeredBy(kernel, scope, principal.id, now)
        const after = keys.seek()
        const waits = query.view === 'waiting' ? 'due_at IS NOT NULL' : '1 = 1'
        const rows = await scopedRows<TalkRow>(store, scope, 'housekeeper_talks', {
          sql: `SELECT * FROM housekeeper_talks WHERE ${condition.sql} AND ${waits} AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          params: [...condition.params, ...after.params, limit + 1],
        })
        const page = keys.page(rows, limit, (row) => [Number(query.view === 'waiting' ? row.due_at : row.last_at), row.id])
        return { items: await presentTalks(kernel, page.items, { id: principal.id, now, serves }), next: page.next }
      }),

      route(e.talk, async ({ params, principal, now }) => {
        const { row, reader } = await talkToRead(kernel, principal, params.id, now)
        const [talk] = await presentTalks(kernel, [row], reader)
        if (!talk) throw refuse('not-found')
        return talk
      }),

      route(e.words, async ({ params, query, principal, now }) => {
        const { row } = await talkToRead(kernel, principal, params.id, now)
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { talk: row.id })
        const after = keys.seek()
        const rows = await store.rows<WordRow>(
          `SELECT * FROM housekeeper_words WHERE talk_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ?`,
          [row.id, ...after.params, limit + 1],
        )
        const page = keys.page(rows, limit, ({ id }) => [id])
        return { items: await presentWords(kernel, page.items, { id: principal.id, now }), next: page.next }
      }),

      route(e.answer, (ctx) => answer(kernel, ctx)),
      route(e.finish, (ctx) => finish(kernel, ctx)),

      route(e.posts, ({ scope, query }) => listPosts(kernel, scope, query)),
      route(e.candidates, async ({ scope, query }) => {
        const place = (await placesById(kernel, [query.placeId])).get(query.placeId)
        if (!place || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
        return { items: (await holdersOf(kernel, 'housekeeper.serve', place.path)).map(({ id, name }) => ({ id, name })) }
      }),
      route(e.assign, (ctx) => assign(kernel, ctx)),
      route(e.end, (ctx) => endPost(kernel, ctx)),
      route(e.absences, ({ scope, query }) => listAbsences(kernel, scope, query)),
      route(e.away, (ctx) => goAway(kernel, ctx)),
      route(e.back, (ctx) => comeBack(kernel, ctx)),
      route(e.asks, ({ principal, scope, query }) => listAsks(kernel, principal, scope, query)),
      route(e.figures, ({ scope, query }) => readFigures(kernel, scope, query)),
    ],
  }
}
