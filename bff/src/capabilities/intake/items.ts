import type { Level, QueryOf } from '@liren/contract'
import { type IntakeItem, type intakeEndpoints, intakeErrors } from '@liren/contract/capabilities/intake'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { PrepareContext, Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, startsWith } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, scopedTable, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById, placesById } from '../place/read.ts'
import type { Examined } from './examine.ts'

scopedTable('intake_items', { placePath: 'place_path' })

interface ItemRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly title: string
  readonly source: string
  readonly intake_kind: IntakeItem['kind']
  readonly content_type: string
  readonly bytes: number
  readonly digest: string
  readonly grade: Level
  readonly head_names: string
  readonly row_count: number | null
  readonly brought_name: string
  readonly brought_at: number
}

interface KnownRow extends ItemRow {
  readonly is_here: number | boolean
}

export interface About {
  readonly title: string
  readonly source: string
  readonly grade: Level
  readonly placeId: string
}

/** Small enough for every database in one statement, sealed and in letters. */
const pieceBytes = 192 * 1024
export const pieceAt = { table: 'intake_pieces', column: 'content_sealed' } as const

const isOpenGrade = (grade: Level): boolean => grade <= 'L2'
const sensitivePlaces = (viewer: Principal): readonly string[] => scopeWith(viewer, 'intake.sensitive', 'place').places

/** Somewhere within reach, and no higher than whoever brings it may see. */
export async function checkAbout(kernel: Kernel, ctx: PrepareContext | RequestContext, about: About, tx?: Tx) {
  const place = await placeById(kernel, about.placeId, tx)
  if (!place || place.isRetired || !ctx.scope.places.some((path) => place.path.startsWith(path)))
    throw refuse('request.invalid', {
      faults: [{ path: 'placeId', zh: '没有这个空间，或不在您的管理范围', en: 'No such place within your reach' }],
    })
  if (!isOpenGrade(about.grade) && !sensitivePlaces(ctx.principal).some((path) => place.path.startsWith(path)))
    throw refuseWith(intakeErrors, 'intake.grade-high')
  return place
}

export async function keepItem(kernel: Kernel, ctx: RequestContext, about: About, found: Examined): Promise<KnownRow> {
  const place = await checkAbout(kernel, ctx, about, ctx.tx)
  const { content } = found
  const row: ItemRow = {
    ...{ id: kernel.ids.next(), place_id: place.id, place_path: place.path, title: about.title, source: about.source },
    ...{ intake_kind: found.kind, content_type: found.type, bytes: content.length, digest: kernel.crypto.sm3(content).toString('hex') },
    ...{ grade: about.grade, head_names: JSON.stringify(found.columns), row_count: found.rows },
    ...{ brought_name: ctx.principal.name.slice(0, 60), brought_at: ctx.now },
  }
  await insertOnce(kernel.store, 'intake_items', { ...row, brought_by: ctx.principal.kind === 'user' ? ctx.principal.id : null }, ctx.tx)
  for (let number = 0; number * pieceBytes < content.length; number++) {
    const id = kernel.ids.next()
    const piece = content.subarray(number * pieceBytes, (number + 1) * pieceBytes)
    const content_sealed = kernel.sealer.seal(piece.toString('base64'), { ...pieceAt, row: id })
    await insertOnce(kernel.store, 'intake_pieces', { id, item_id: row.id, number, content_sealed, brought_at: ctx.now }, ctx.tx)
  }
  return { ...row, is_here: true }
}

export async function presentItems(kernel: Kernel, rows: readonly KnownRow[], tx?: Tx): Promise<IntakeItem[]> {
  const places = await placesById(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, title: row.title, source: row.source, kind: row.intake_kind, type: row.content_type, bytes: Number(row.bytes) },
    ...{ digest: row.digest, grade: row.grade, place: { id: row.place_id, name: places.get(row.place_id)?.fullName ?? '' } },
    ...{ columns: JSON.parse(row.head_names) as string[], rows: row.row_count === null ? null : Number(row.row_count) },
    isHere: Boolean(Number(row.is_here)),
    ...{ broughtBy: row.brought_name === '' ? null : row.brought_name, at: iso(Number(row.brought_at)) },
  }))
}

/** With whether its first piece, which goes first, is still there. */
const known =
  'intake_items.*, EXISTS (SELECT 1 FROM intake_pieces WHERE intake_pieces.item_id = intake_items.id AND intake_pieces.number = 0) AS is_here'

/** What this viewer may know of: from L3 on only where the right for it reaches. */
const shownTo = (viewer: Principal, scope: Scope): Condition =>
  combine('AND', [
    underPlaces('place_path', scope.places),
    combine('OR', [among('grade', ['L1', 'L2']), underPlaces('place_path', sensitivePlaces(viewer))]),
  ])

export async function pageOfItems(kernel: Kernel, viewer: Principal, scope: Scope, query: QueryOf<typeof intakeEndpoints.list>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { kind: query.kind ?? '', q: query.q ?? '' })
  const where = combine('AND', [
    shownTo(viewer, scope),
    keys.seek(),
    ...(query.kind ? [among('intake_kind', [query.kind])] : []),
    ...(query.q === undefined ? [] : [startsWith('title', query.q)]),
  ])
  const rows = await scopedRows<KnownRow>(kernel.store, scope, 'intake_items', {
    sql: `SELECT ${known} FROM intake_items WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: await presentItems(kernel, page.items) }
}

export async function itemWithin(kernel: Kernel, viewer: Principal, scope: Scope, id: string): Promise<KnownRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, shownTo(viewer, scope)])
  const [row] = await scopedRows<KnownRow>(kernel.store, scope, 'intake_items', {
    sql: `SELECT ${known} FROM intake_items WHERE ${where.sql}`,
    params: where.params,
  })
  if (!row) throw refuse('not-found')
  return row
}

/** The very bytes that were catalogued; where their digest is another, nothing is given out. */
export async function contentOf(kernel: Kernel, row: KnownRow): Promise<Buffer> {
  if (!Number(row.is_here)) throw refuseWith(intakeErrors, 'intake.cleared')
  const pieces = await kernel.store.rows<{ id: string; content_sealed: string }>(
    'SELECT id, content_sealed FROM intake_pieces WHERE item_id = ? ORDER BY number',
    [row.id],
  )
  const content = Buffer.concat(
    pieces.map(({ id, content_sealed }) => Buffer.from(kernel.sealer.open(content_sealed, { ...pieceAt, row: id }), 'base64')),
  )
  if (kernel.crypto.sm3(content).toString('hex') !== row.digest) throw new Error(`${row.id} is not what was catalogued`)
  return content
}
