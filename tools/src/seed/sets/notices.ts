import { scheduleJob } from '@liren/bff/kernel/background/outbox'
import { unscoped } from '@liren/bff/kernel/store/scope'
import { text } from '@liren/contract'
import { noticeCategories } from '@liren/contract/capabilities/notice'
import type { Row } from '../batch.ts'
import { current, type NoticeText, past, waiting } from '../notice-texts.ts'
import { day, hour, type SeedContext, type SeedSet } from '../set.ts'
import { type EstateWorld, readWorld, type World } from '../world.ts'

interface Place {
  readonly id: string
  readonly path: string
}

/** What is read now, what was, and what is still being written, at every estate and for the community. */
export const notices: SeedSet = {
  name: 'notices',
  text: text('公告', 'Notices'),
  async run(context) {
    const { rows, now } = context
    const world = await readWorld(context)
    const [community] = await rows<Place>("SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1")
    if (!community) return
    const pen = penOf(context, world, community)
    for (const [at, one] of current.entries()) await pen.published(one, now - at * 17 * hour - hour, null)
    for (const [at, one] of past.entries()) await pen.published(one, now - (at + 2) * 9 * day, now - (at + 1) * 9 * day)
    for (const [at, one] of waiting.entries()) await pen.unpublished(one, one.state, now - (at + 1) * 5 * hour)
  },
  after: (kernel) =>
    kernel.store.tx(async (tx) => {
      type Timed = { readonly id: string; readonly state: string; readonly publish_at: number | null; readonly ends_at: number | null }
      const timed = await unscoped<Timed>(
        kernel.store,
        'what has an hour is published and ended by a timer',
        {
          sql: "SELECT id, state, publish_at, ends_at FROM notices WHERE state = 'scheduled' OR (shelf = 'current' AND ends_at IS NOT NULL)",
          params: [],
        },
        tx,
      )
      for (const { id, state, publish_at, ends_at } of timed) {
        if (state === 'scheduled')
          await scheduleJob(kernel, { kind: 'notice.publish', key: id, at: Number(publish_at), payload: { id } }, tx)
        else await scheduleJob(kernel, { kind: 'notice.turn', key: `${id}:${ends_at}`, at: Number(ends_at), payload: { id } }, tx)
      }
    }),
}

/** Writes notices as their authors would have, with their reviews and their readers. */
function penOf({ insert, ids, dice, now }: SeedContext, world: World, community: Place) {
  const who = (persona: string) => world.personas.get(persona)?.id ?? null
  const [manager, officer, leader] = [who('property-manager'), who('community-officer'), who('street-leader')]
  const writerOf = ({ by }: NoticeText) => (by === 'property' ? manager : by === 'street' ? leader : officer)
  const reviewerOf = ({ by }: NoticeText) => (by === 'property' || by === 'street' ? officer : leader)
  const names = { street: '云溪街道办事处', committee: '梧桐社区居委会', community: '梧桐社区服务中心' } as const
  const home = world.estates.find(({ homes }) => homes.some(({ reporter }) => reporter.id === who('resident'))) ?? world.estates[0]

  const rowOf = (one: NoticeText, at: number, state: string, more: Row): Row & { id: string } => {
    const place = one.by === 'property' && home ? home : community
    return {
      ...{ id: ids.at(at), place_id: place.id, place_path: place.path, category: one.category, publisher: one.by, state },
      ...{ publisher_name: one.by === 'property' ? '枫林物业服务中心' : names[one.by], audience: one.audience ?? 'residents' },
      ...{ title: one.title, body: one.body, title_en: one.en?.[0] ?? '', body_en: one.en?.[1] ?? '', service: one.service ?? null },
      ...{ files: '[]', shelf: null, standing: 0, publish_at: null, published_at: null, ends_at: null, pinned_until: null },
      ...{ author_id: writerOf(one), writers: JSON.stringify([writerOf(one)]), told: 0, opened: 0, changed_at: at, version: 1 },
      ...more,
    }
  }
  const keep = async (
    row: Row & { id: string },
    steps: readonly (readonly [step: string, at: number, by: string | null, opinion: string])[],
  ) => {
    await insert('notices', [row])
    await insert('notice_places', [
      { notice_id: row.id, place_path: row.place_path as string, place_id: row.place_id as string, is_named: 1 },
    ])
    await insert(
      'notice_steps',
      steps.map(([step, at, by, opinion]) => ({ id: ids.at(at), notice_id: row.id, step, at, by_id: by, opinion })),
    )
  }

  return {
    async published(one: NoticeText, at: number, endedAt: number | null) {
      const isUrgent = one.category === 'emergency'
      const ends = endedAt ?? (isUrgent ? now + 2 * day : null)
      const shelf = endedAt === null ? 'current' : 'archive'
      const standing = endedAt === null && isUrgent ? 2 : 0
      const row = rowOf(one, at - 2 * hour, 'published', { published_at: at, ends_at: ends, shelf, standing })
      const receipts = noticeCategories[one.category].told === 'asked' || one.audience === 'staff' ? [] : readers(row, at)
      const opened = receipts.filter(({ opened_at }) => opened_at !== null).length
      await keep({ ...row, told: receipts.length, opened }, [
        ['submit', at - hour, writerOf(one), ''],
        ['approve', at, reviewerOf(one), '内容核对无误，同意发布'],
      ])
      await insert('notice_receipts', receipts)
    },
    async unpublished(one: NoticeText, state: (typeof waiting)[number]['state'], at: number) {
      const row = rowOf(one, at, state, state === 'scheduled' ? { publish_at: now + 2 * day } : {})
      const submitted = ['submit', at, writerOf(one), ''] as const
      await keep(
        row,
        {
          draft: [],
          submitted: [submitted],
          returned: [submitted, ['return', at + hour, reviewerOf(one), '请写明新位置的照片和启用日期'] as const],
          scheduled: [submitted, ['approve', at + hour, reviewerOf(one), '按计划时间发布'] as const],
        }[state],
      )
    },
  }

  /** People of the estates that it is for, some of whom opened it; the resident of the demonstration still has them to read. */
  function readers(row: Row & { id: string }, at: number) {
    const within = (estate: EstateWorld) => estate.path.startsWith(row.place_path as string)
    const people = new Set(world.estates.filter(within).flatMap(({ homes }) => homes.map(({ reporter }) => reporter.id)))
    return [...people].map((user) => ({
      ...{ id: ids.at(at), notice_id: row.id, user_id: user, told_at: at, made_at: at },
      opened_at: user !== who('resident') && dice.chance(0.62) ? Math.min(now, at + dice.int(1, 30) * hour) : null,
    }))
  }
}
