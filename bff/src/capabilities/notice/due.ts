import { noticeCategories } from '@liren/contract/capabilities/notice'
import { appendEvents, scheduleJob } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { membersWithin, type ReachedMember } from '../household/read.ts'
import { membersFor } from './audience.ts'
import { changeNotice } from './drafts.ts'
import { type NoticeRow, noticeSubject } from './row.ts'
import { movedEvent, nextTurn, published, schedulePublished, standingOf, writeStep } from './steps.ts'
import { wanting } from './subscriptions.ts'

const why = 'timers act for the house, not for a person'
const noticeById = async (kernel: Kernel, id: unknown, tx: Tx): Promise<NoticeRow | undefined> =>
  (await unscoped<NoticeRow>(kernel.store, why, { sql: 'SELECT * FROM notices WHERE id = ?', params: [id as string] }, tx))[0]

/** What was approved for later is published at its time, once. */
export const publishJob = (kernel: Kernel): Job => ({
  kind: 'notice.publish',
  text: { zh: '按时发布公告', en: 'Publish notices at their time' },
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const before = await noticeById(kernel, payload.id, tx)
      if (before?.state !== 'scheduled') return
      const changes = published(before, kernel.clock.now())
      await changeNotice(kernel, before.id, before.version, changes, tx)
      const row: NoticeRow = { ...before, ...changes, version: before.version + 1 }
      await writeStep(kernel, row.id, 'publish', null, '', tx)
      await schedulePublished(kernel, row, tx)
      await appendEvents(kernel, [movedEvent(row)], tx)
    }),
})

/** What is pinned comes down, and what is over goes to the archive. */
export const turnJob = (kernel: Kernel): Job => ({
  kind: 'notice.turn',
  text: { zh: '公告取消置顶与归档', en: 'Unpin notices and put past ones into the archive' },
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const row = await noticeById(kernel, payload.id, tx)
      if (row?.state !== 'published') return
      const now = kernel.clock.now()
      await changeNotice(kernel, row.id, row.version, standingOf(row, now), tx)
      const turn = nextTurn(row, now)
      if (turn !== undefined)
        await scheduleJob(kernel, { kind: 'notice.turn', key: `${row.id}:${turn}`, at: turn, payload: { id: row.id } }, tx)
      await appendEvents(kernel, [movedEvent(row)], tx)
    }),
})

const atOnce = 100

interface Telling {
  readonly id: string
  readonly step: number
  readonly after?: Pick<ReachedMember, 'id' | 'place_path'>
}

/** Tells the households it is for, a hundred people at a time; a step that is repeated tells nobody twice. */
export const tellJob = (kernel: Kernel): Job => ({
  kind: 'notice.tell',
  text: { zh: '推送公告', en: 'Tell people about a notice' },
  run: (payload) =>
    kernel.store.tx(async (tx) => {
      const { id, step, after } = payload as unknown as Telling
      const row = await noticeById(kernel, id, tx)
      if (row?.state !== 'published' || row.shelf !== 'current') return
      const members = await membersWithin(kernel, await membersFor(kernel, row, tx), after, atOnce, tx)
      const people = [...new Set(members.map(({ user_id }) => user_id))]
      const told = await newlyTold(kernel, row, await wanting(kernel, row.category, people, tx), tx)
      if (told.length > 0) {
        await kernel.store.run('UPDATE notices SET told = told + ? WHERE id = ?', [told.length, row.id], tx)
        const isUrgent = noticeCategories[row.category].told === 'always'
        const title = { zh: row.title, en: row.title_en === '' ? row.title : row.title_en }
        const payloadOf = { userIds: told, category: row.category, title, publisher: row.publisher_name, isUrgent }
        await appendEvents(kernel, [{ name: 'notice.told', subject: noticeSubject, subjectId: row.id, payload: payloadOf }], tx)
      }
      const last = members.at(-1)
      if (last === undefined || members.length < atOnce) return
      const next: Telling = { id, step: step + 1, after: { id: last.id, place_path: last.place_path } }
      await scheduleJob(
        kernel,
        { kind: 'notice.tell', key: `${id}:${next.step}`, at: kernel.clock.now(), payload: next as unknown as Record<string, unknown> },
        tx,
      )
    }),
})

/** Those of them who had not been told yet; who opened it before counts from now on as told too. */
async function newlyTold({ store, clock, ids }: Kernel, row: NoticeRow, people: readonly string[], tx: Tx): Promise<string[]> {
  const told: string[] = []
  const now = clock.now()
  for (const user of people) {
    const fresh = { id: ids.next(), notice_id: row.id, user_id: user, told_at: now, made_at: now }
    const isNew =
      (await insertOnce(store, 'notice_receipts', fresh, tx)) ||
      (await store.run(
        'UPDATE notice_receipts SET told_at = ? WHERE notice_id = ? AND user_id = ? AND told_at IS NULL',
        [now, row.id, user],
        tx,
      )) === 1
    if (isNew) told.push(user)
  }
  return told
}
