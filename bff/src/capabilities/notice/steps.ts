import { type notice as contract, type NoticeDraft, type NoticeStep, noticeErrors, noticeSteps } from '@liren/contract/capabilities/notice'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { DomainEvent, RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { changeNotice, draftIn } from './drafts.ts'
import { presentDraft } from './present.ts'
import { type NoticeRow, noticeSubject, writersOf } from './row.ts'

type Endpoints = typeof contract.endpoints
type Taking = RequestContext<Endpoints['approve']>

/** The next time at which it takes another standing or goes to the archive. */
export function nextTurn(row: Pick<NoticeRow, 'ends_at' | 'pinned_until'>, now: number): number | undefined {
  const turns = [row.ends_at, row.pinned_until].flatMap((at) => (at !== null && Number(at) > now ? [Number(at)] : []))
  return turns.length === 0 ? undefined : Math.min(...turns)
}

/** Where it stands now, for its readers. */
export function standingOf(row: Pick<NoticeRow, 'category' | 'ends_at' | 'pinned_until'>, now: number) {
  if (row.ends_at !== null && Number(row.ends_at) <= now) return { shelf: 'archive', standing: 0 } as const
  const isPinned = row.pinned_until !== null && Number(row.pinned_until) > now
  return { shelf: 'current', standing: row.category === 'emergency' ? 2 : isPinned ? 1 : 0 } as const
}

/** What is urgent waits for no hour once somebody approved it. */
export const isLater = (row: Pick<NoticeRow, 'category' | 'publish_at'>, now: number): boolean =>
  row.category !== 'emergency' && row.publish_at !== null && Number(row.publish_at) > now

export const movedEvent = (row: NoticeRow): DomainEvent => ({
  name: 'notice.moved',
  subject: noticeSubject,
  subjectId: row.id,
  payload: { state: row.state },
  live: { placePath: row.place_path, permission: 'notice.write' },
})

export const writeStep = (
  { store, ids, clock }: Kernel,
  noticeId: string,
  step: NoticeStep,
  byId: string | null,
  opinion: string,
  tx: Tx,
) => insertOnce(store, 'notice_steps', { id: ids.next(), notice_id: noticeId, step, at: clock.now(), by_id: byId, opinion }, tx)

/** From now on it is read; whom it concerns is told in steps behind this. */
export const published = (row: NoticeRow, now: number) => ({ state: 'published', published_at: now, ...standingOf(row, now) }) as const

export async function schedulePublished(kernel: Kernel, row: NoticeRow, tx: Tx): Promise<void> {
  const now = kernel.clock.now()
  await scheduleJob(kernel, { kind: 'notice.tell', key: `${row.id}:0`, at: now, payload: { id: row.id, step: 0 } }, tx)
  const turn = nextTurn(row, now)
  if (turn !== undefined)
    await scheduleJob(kernel, { kind: 'notice.turn', key: `${row.id}:${turn}`, at: turn, payload: { id: row.id } }, tx)
}

function nextOf(step: NoticeStep, row: NoticeRow, { principal, now }: Pick<Taking, 'principal' | 'now'>) {
  if (step === 'submit') return { state: 'submitted', writers: JSON.stringify([...new Set([...writersOf(row), principal.id])]) } as const
  if (step === 'return') return { state: 'returned' } as const
  if (step === 'withdraw') return { state: 'withdrawn', shelf: null, standing: 0 } as const
  return isLater(row, now) ? ({ state: 'scheduled' } as const) : published(row, now)
}

/** One step of the review, with who took it, when, and in which words. */
export async function takeStep(kernel: Kernel, step: Exclude<NoticeStep, 'publish'>, ctx: Taking): Promise<NoticeDraft> {
  const { scope, principal, tx, now, params, body } = ctx
  const before = await draftIn(kernel, scope, params.id, tx)
  const rule: { readonly from: readonly string[]; readonly byAnother?: true } = noticeSteps[step]
  if (rule.byAnother && writersOf(before).includes(principal.id)) throw refuseWith(noticeErrors, 'notice.own-review')
  if (body.version !== before.version) throw refuse('stale')
  if (!rule.from.includes(before.state)) throw refuseWith(noticeErrors, 'notice.step-not-allowed')
  const next = { ...nextOf(step, before, ctx), changed_at: now }
  await changeNotice(kernel, before.id, body.version, next, tx)
  const row: NoticeRow = { ...before, ...next, version: before.version + 1 }
  await writeStep(kernel, row.id, step, principal.id, body.opinion ?? '', tx)
  if (row.state === 'published') await schedulePublished(kernel, row, tx)
  if (row.state === 'scheduled')
    await scheduleJob(kernel, { kind: 'notice.publish', key: row.id, at: Number(row.publish_at), payload: { id: row.id } }, tx)
  await ctx.emit(movedEvent(row))
  ctx.audit({
    ...{ subject: noticeSubject, subjectId: row.id, placePath: row.place_path },
    ...{ before: { state: before.state }, after: { state: row.state } },
    ...(body.opinion ? { reason: body.opinion } : {}),
  })
  return presentDraft(kernel, principal, row, now, tx)
}
