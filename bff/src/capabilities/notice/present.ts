import type { Text } from '@liren/contract'
import {
  type KeptNotice,
  type Notice,
  type NoticeBrief,
  type NoticeDraft,
  noticeSteps,
  plainNotice,
} from '@liren/contract/capabilities/notice'
import type { Principal } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { tileOf } from '../app/read.ts'
import { filesById } from '../file/read.ts'
import { placesById } from '../place/read.ts'
import { reachOf } from './audience.ts'
import { filesOf, type NoticeRow, type StepRow, writersOf } from './row.ts'

const isoOrNull = (at: number | null) => (at === null ? null : iso(Number(at)))
const summaryLength = 80

/** Words in both languages; who wrote no English is read in Chinese. */
const both = (zh: string, en: string): Text => ({ zh, en: en === '' ? zh : en })
const shortOf = (body: string): string => {
  const plain = plainNotice(body).replaceAll('\n', ' ')
  return plain.length > summaryLength ? `${plain.slice(0, summaryLength)}…` : plain
}

function briefOf(row: NoticeRow, isRead: boolean | null): NoticeBrief {
  return {
    id: row.id,
    title: both(row.title, row.title_en),
    category: row.category,
    publisher: { kind: row.publisher, name: row.publisher_name },
    summary: both(shortOf(row.body), shortOf(row.body_en)),
    publishedAt: iso(Number(row.published_at)),
    endsAt: isoOrNull(row.ends_at),
    isPinned: Number(row.standing) > 0,
    shelf: row.shelf ?? 'archive',
    files: filesOf(row).length,
    isRead,
  }
}

export async function presentBriefs(kernel: Kernel, principal: Principal, rows: readonly NoticeRow[]): Promise<NoticeBrief[]> {
  if (rows.length === 0) return []
  const isGuest = principal.kind === 'anonymous'
  const opened = isGuest ? new Set<string>() : await openedBy(kernel, principal.id, rows)
  return rows.map((row) => briefOf(row, isGuest ? null : opened.has(row.id)))
}

async function openedBy({ store }: Kernel, userId: string, rows: readonly Pick<NoticeRow, 'id'>[]): Promise<Set<string>> {
  const some = among(
    'notice_id',
    rows.map(({ id }) => id),
  )
  const found = await store.rows<{ notice_id: string }>(
    `SELECT notice_id FROM notice_receipts WHERE user_id = ? AND ${some.sql} AND opened_at IS NOT NULL`,
    [userId, ...some.params],
  )
  return new Set(found.map(({ notice_id }) => notice_id))
}

export async function presentNotice(kernel: Kernel, principal: Principal, row: NoticeRow, now: number): Promise<Notice> {
  const [brief] = await presentBriefs(kernel, principal, [row])
  const place = (await placesById(kernel, [row.place_id])).get(row.place_id)
  const tile = row.service === null ? undefined : tileOf(row.service)
  return {
    ...(brief as NoticeBrief),
    place: { id: row.place_id, name: place?.name ?? '' },
    body: both(row.body, row.body_en),
    attachments: await filesById(kernel, principal, filesOf(row), now),
    service: tile ? { code: tile.code, text: tile.text, page: tile.page } : null,
  }
}

const keptOf = (row: NoticeRow, places: ReadonlyMap<string, { name: string }>, names: ReadonlyMap<string, string>): KeptNotice => ({
  id: row.id,
  title: row.title,
  category: row.category,
  publisher: row.publisher,
  publisherName: row.publisher_name,
  place: { id: row.place_id, name: places.get(row.place_id)?.name ?? '' },
  audience: row.audience,
  state: row.state,
  shelf: row.shelf,
  publishAt: isoOrNull(row.publish_at),
  publishedAt: isoOrNull(row.published_at),
  endsAt: isoOrNull(row.ends_at),
  pinnedUntil: isoOrNull(row.pinned_until),
  author: { id: row.author_id, name: names.get(row.author_id) ?? '' },
  told: Number(row.told),
  read: Number(row.opened),
  changedAt: iso(Number(row.changed_at)),
  version: row.version,
})

export async function presentKept(kernel: Kernel, rows: readonly NoticeRow[]): Promise<KeptNotice[]> {
  if (rows.length === 0) return []
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
  )
  const names = await namesOf(
    kernel,
    rows.map(({ author_id }) => author_id),
  )
  return rows.map((row) => keptOf(row, places, names))
}

/** What this person may do with it now; who wrote it does not review it. */
export function actionsFor(row: NoticeRow, principal: Pick<Principal, 'id' | 'permissions'>): NoticeDraft['can'] {
  const isOpen = row.state === 'draft' || row.state === 'returned'
  const reviews = row.state === 'submitted' && principal.permissions.has('notice.review') && !writersOf(row).includes(principal.id)
  return [
    ...(isOpen ? (['edit', 'submit', 'remove'] as const) : []),
    ...(reviews ? (['approve', 'return'] as const) : []),
    ...(noticeSteps.withdraw.from.some((state) => state === row.state) ? (['withdraw'] as const) : []),
  ]
}

export async function presentDraft(kernel: Kernel, principal: Principal, row: NoticeRow, now: number, tx?: Tx): Promise<NoticeDraft> {
  const steps = await kernel.store.rows<StepRow>('SELECT * FROM notice_steps WHERE notice_id = ? ORDER BY id', [row.id], tx)
  const named = await kernel.store.rows<{ place_id: string }>(
    'SELECT place_id FROM notice_places WHERE notice_id = ? AND is_named = 1 ORDER BY place_path',
    [row.id],
    tx,
  )
  const places = await placesById(kernel, [row.place_id, ...named.map(({ place_id }) => place_id)], tx)
  const names = await namesOf(kernel, [row.author_id, ...steps.flatMap(({ by_id }) => (by_id === null ? [] : [by_id]))], tx)
  return {
    ...keptOf(row, places, names),
    places: named.flatMap(({ place_id: id }) => (id === row.place_id ? [] : [{ id, name: places.get(id)?.name ?? '' }])),
    body: row.body,
    titleEn: row.title_en,
    bodyEn: row.body_en,
    service: row.service,
    attachments: await filesById(kernel, principal, filesOf(row), now, tx),
    reaches: await reachOf(kernel, row, tx),
    steps: steps.map(({ step, at, by_id, opinion }) => ({
      ...{ step, at: iso(Number(at)), opinion },
      by: by_id === null ? null : { id: by_id, name: names.get(by_id) ?? '' },
    })),
    can: actionsFor(row, principal),
  }
}
