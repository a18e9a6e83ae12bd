import { answerDue } from '@liren/bff/capabilities/housekeeper/clock'
import { contentPlace } from '@liren/bff/capabilities/housekeeper/row'
import { text } from '@liren/contract'
import { day, hour, minute, type SeedSet } from '../set.ts'
import { readWorld } from '../world.ts'

interface Said {
  readonly minutesAgo: number
  readonly side: 'resident' | 'keeper'
  readonly kind: 'message' | 'cleaning'
  readonly words: string
}

const said: readonly Said[] = [
  { minutesAgo: 2 * 24 * 60, side: 'resident', kind: 'message', words: '快递柜 3 号格打不开，麻烦看看' },
  { minutesAgo: 2 * 24 * 60 - 9, side: 'keeper', kind: 'message', words: '林女士您好，已联系柜子厂家，下午两点前修好' },
  { minutesAgo: 12, side: 'resident', kind: 'cleaning', words: '一单元门厅有水渍，有老人进出怕滑，请来拖一下' },
]

/** Every estate has its housekeeper; the resident has a conversation with one answer in it and one request that waits. */
export const housekeepers: SeedSet = {
  name: 'housekeepers',
  text: text('管家', 'Housekeepers'),
  async run(context) {
    const { kernel, insert, rows, ids, now } = context
    const world = await readWorld(context)
    const names = new Map(
      (await rows<{ id: string; name: string }>("SELECT id, name FROM places WHERE kind = 'estate'")).map(({ id, name }) => [id, name]),
    )
    const posts = world.estates.map((estate) => ({
      id: ids.at(now - 120 * day),
      ...{ place_id: estate.id, place_path: estate.path, place_label: names.get(estate.id) ?? '', open_key: estate.id },
      ...{ keeper_id: estate.desk.id, phone: '10000008866', since_at: now - 120 * day, until_at: null, asked: 0, version: 1 },
    }))
    await insert('housekeeper_posts', posts)

    const resident = world.personas.get('resident')
    const keeper = world.personas.get('housekeeper')
    const estate = world.estates.find(({ homes }) => homes.some(({ reporter }) => reporter.id === resident?.id))
    const home = estate?.homes.find(({ reporter }) => reporter.id === resident?.id)
    const post = posts.find(({ place_id }) => place_id === estate?.id)
    if (!resident || !keeper || !home?.spot.houseId || !post) return
    const at = (minutesAgo: number) => now - minutesAgo * minute
    const zone = kernel.config.LIREN_TIME_ZONE
    const talk = ids.at(now - 3 * day)
    const whose = { resident_id: resident.id, house_id: home.spot.houseId, place_path: home.spot.path, place_label: home.spot.label }
    const words = said.map((one) => {
      const id = ids.at(at(one.minutesAgo))
      const author = one.side === 'resident' ? resident.id : post.keeper_id
      const content = kernel.sealer.seal(one.words, contentPlace(id))
      return { id, talk_id: talk, side: one.side, author_id: author, kind: one.kind, content, photos: null, at: at(one.minutesAgo) }
    })
    const asks = [
      { word: words[0], state: 'closed', answered: words[1]?.at ?? null },
      { word: words[2], state: 'waiting', answered: null },
    ].map(({ word, state, answered }) => {
      const asked = Number(word?.at)
      return {
        ...{
          id: ids.at(asked),
          talk_id: talk,
          word_id: word?.id ?? '',
          ...whose,
          keeper_id: post.keeper_id,
          kind: word?.kind ?? 'message',
          state,
        },
        ...{
          asked_at: asked,
          due_at: answerDue(asked, zone),
          answered_at: answered,
          answered_by: answered === null ? null : post.keeper_id,
        },
        ...{ closed_at: answered, reminded: 0, repair_id: null, repair_number: null, version: 1 },
      }
    })
    await insert('housekeeper_talks', [
      {
        ...{ id: talk, ...whose, keeper_id: post.keeper_id, post_id: post.id, last_at: at(12), last_side: 'resident' },
        ...{ due_at: asks[1]?.due_at ?? null, created_at: now - 2 * day - hour, version: 1 },
      },
    ])
    await insert('housekeeper_words', words)
    await insert('housekeeper_asks', asks)
  },
}
