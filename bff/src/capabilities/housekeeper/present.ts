import { type Ask, doneWhenAnswered, type HousekeeperPost, type Talk, type TalkWord } from '@liren/contract/capabilities/housekeeper'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { fileLinks } from '../file/read.ts'
import { type Substitute, substitutesOf } from './keepers.ts'
import { type AskRow, contentPlace, type PostRow, type TalkRow, type WordRow } from './row.ts'

const isoOrNull = (at: number | null) => (at === null ? null : iso(Number(at)))
export const personIn = (names: ReadonlyMap<string, string>, id: string) => ({ id, name: names.get(id) ?? '' })

export interface Reader {
  readonly id: string
  readonly now: number
  /** Those in whose place the reader answers; none for a resident. */
  readonly serves: readonly string[]
}

export function presentAsk(row: AskRow, { now, serves }: Reader): Ask {
  const mayFinish = row.state === 'answered' && row.keeper_id !== null && serves.includes(row.keeper_id)
  return {
    id: row.id,
    kind: row.kind,
    state: row.state,
    askedAt: iso(Number(row.asked_at)),
    dueAt: iso(Number(row.due_at)),
    answeredAt: isoOrNull(row.answered_at),
    responseMinutes: row.answered_at === null ? null : Math.round((Number(row.answered_at) - Number(row.asked_at)) / 60_000),
    closedAt: isoOrNull(row.closed_at),
    overdue: row.state === 'waiting' && Number(row.due_at) < now,
    repair: row.repair_id === null ? null : { id: row.repair_id, number: row.repair_number ?? '' },
    version: row.version,
    can: mayFinish && !doneWhenAnswered.includes(row.kind) ? ['finish'] : [],
  }
}

export interface Faces {
  readonly names: ReadonlyMap<string, string>
  readonly substitutes: ReadonlyMap<string, Substitute>
}

/** Names of these housekeepers and of who stands in for them today, and of others besides. */
export async function facesOf(kernel: Kernel, keepers: readonly string[], others: readonly string[], now: number, tx?: Tx): Promise<Faces> {
  const substitutes = await substitutesOf(kernel, keepers, now, tx)
  const names = await namesOf(kernel, [...keepers, ...others, ...[...substitutes.values()].map(({ id }) => id)], tx)
  return { names, substitutes }
}

export function presentKeeper(post: Pick<PostRow, 'keeper_id' | 'phone'>, { names, substitutes }: Faces) {
  const substitute = substitutes.get(post.keeper_id)
  return {
    name: names.get(post.keeper_id) ?? '',
    phone: post.phone,
    substitute: substitute ? { name: names.get(substitute.id) ?? '', until: iso(substitute.until) } : null,
  }
}

export const presentPost = (row: PostRow, faces: Faces): HousekeeperPost => ({
  id: row.id,
  place: { id: row.place_id, label: row.place_label },
  keeper: personIn(faces.names, row.keeper_id),
  phone: row.phone,
  since: iso(Number(row.since_at)),
  until: isoOrNull(row.until_at),
  substitute: presentKeeper(row, faces).substitute,
  version: row.version,
})

const mostAsks = 200

/** Conversations as one of their two sides sees them. */
export async function presentTalks(kernel: Kernel, rows: readonly TalkRow[], reader: Reader, tx?: Tx): Promise<Talk[]> {
  if (rows.length === 0) return []
  const [inTalks, ofPosts] = [
    among(
      'talk_id',
      rows.map(({ id }) => id),
    ),
    among(
      'id',
      rows.flatMap(({ post_id }) => (post_id === null ? [] : [post_id])),
    ),
  ]
  const why = 'what belongs to a conversation that this person may read'
  const asks = await unscoped<AskRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM housekeeper_asks WHERE ${inTalks.sql} ORDER BY id DESC LIMIT ${mostAsks}`, params: inTalks.params },
    tx,
  )
  const posts = await unscoped<PostRow>(
    kernel.store,
    why,
    { sql: `SELECT * FROM housekeeper_posts WHERE ${ofPosts.sql}`, params: ofPosts.params },
    tx,
  )
  const faces = await facesOf(
    kernel,
    posts.map(({ keeper_id }) => keeper_id),
    rows.map(({ resident_id }) => resident_id),
    reader.now,
    tx,
  )
  return rows.map((row) => {
    const post = posts.find(({ id }) => id === row.post_id)
    const isResident = row.resident_id === reader.id
    const due = row.due_at === null ? null : Number(row.due_at)
    return {
      id: row.id,
      house: { id: row.house_id, label: row.place_label },
      resident: personIn(faces.names, row.resident_id),
      keeper: post && row.keeper_id !== null ? presentKeeper(post, faces) : null,
      side: isResident ? 'resident' : 'keeper',
      lastAt: iso(Number(row.last_at)),
      lastSide: row.last_side,
      dueAt: isoOrNull(due),
      overdue: due !== null && due < reader.now,
      asks: asks.filter(({ talk_id }) => talk_id === row.id).map((ask) => presentAsk(ask, reader)),
      can: isResident ? ['ask'] : row.keeper_id !== null && reader.serves.includes(row.keeper_id) ? ['answer'] : [],
    }
  })
}

export async function presentWords(kernel: Kernel, rows: readonly WordRow[], reader: Pick<Reader, 'id' | 'now'>): Promise<TalkWord[]> {
  const names = await namesOf(
    kernel,
    rows.map(({ author_id }) => author_id),
  )
  const link = fileLinks(kernel, reader, reader.now)
  return rows.map((row) => ({
    id: row.id,
    at: iso(Number(row.at)),
    side: row.side,
    author: names.get(row.author_id) ?? '',
    text: kernel.sealer.open(row.content, contentPlace(row.id)),
    photos: row.photos === null ? [] : (JSON.parse(row.photos) as string[]).map((id) => ({ id, ...link(id) })),
    kind: row.kind,
  }))
}
