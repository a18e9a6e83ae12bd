import type { Infer, Page } from '@liren/contract'
import type { AuditEntryView, audit as contract } from '@liren/contract/capabilities/audit'
import { type EntryRow, entryColumns, entryMacs, entryScope } from '../../kernel/audit/entry.ts'
import { idFloor, leafOf } from '../../kernel/audit/seal.ts'
import { refuse } from '../../kernel/errors.ts'
import type { Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine, startsWith } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import { iso } from './trail.ts'

type Query = NonNullable<Infer<typeof contract.endpoints.list.query>>

const columns = entryColumns.join(', ')
const usualLimit = 50

/** The newest first, along the index that narrows most; the place of the auditor is part of every page. */
export async function listEntries(kernel: Kernel, scope: Scope, query: Query): Promise<Page<AuditEntryView>> {
  const { cursor: _, limit = usualLimit, ...filters } = query
  const cursor = keyset(query, ['id desc'], filters)
  const where = combine('AND', [covered(scope), ...conditionsOf(query), cursor.seek()])
  const rows = await scopedRows<EntryRow>(kernel.store, scope, 'audit_entries', {
    sql: `SELECT ${columns} FROM audit_entries WHERE ${where.sql} ORDER BY ${cursor.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = cursor.page(rows, limit, (row) => [row.id])
  const names = await namesOf(
    kernel,
    page.items.flatMap((row) => row.actor_id ?? []),
  )
  return { ...page, items: page.items.map((row) => present(row, names)) }
}

/** Whoever audits the whole house needs no condition; one that is always true keeps the planner off that index. */
function covered(scope: Scope): Condition {
  if (scope.places.includes('/')) return { sql: 'place_path IS NOT NULL', params: [] }
  const own = reach(scope, entryScope)
  return scope.places.some(isRoot) ? combine('OR', [own, { sql: "place_path = '/'", params: [] }]) : own
}

/** What belongs to no place — roles, keys, refused questions — is for those who audit a whole tree of places. */
const isRoot = (path: string): boolean => path.split('/').length === 3

function conditionsOf(query: Query): Condition[] {
  const equal = (column: string, value: string | undefined): Condition[] =>
    value === undefined ? [] : [{ sql: `${column} = ?`, params: [value] }]
  return [
    ...equal('actor_id', query.actorId),
    ...equal('subject', query.subject),
    ...equal('subject_id', query.subjectId),
    ...equal('result', query.result),
    ...equal('kind', query.kind),
    ...(query.action?.endsWith('.') ? [startsWith('action', query.action)] : equal('action', query.action)),
    ...(query.placePath ? [underPlaces('place_path', [query.placePath])] : []),
    // Ids begin with their time: a span of time is a span of the primary key.
    ...(query.from ? [{ sql: 'id >= ?', params: [idFloor(Date.parse(query.from))] }] : []),
    ...(query.to ? [{ sql: 'id < ?', params: [idFloor(Date.parse(query.to))] }] : []),
  ]
}

interface LinkRow {
  seq: number
  leaf: string
}

/** One entry with its changes, and whether it is still what was written. */
export async function findEntry(kernel: Kernel, scope: Scope, id: string) {
  const { store, crypto, keyring } = kernel
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, covered(scope)])
  const [row] = await scopedRows<EntryRow>(store, scope, 'audit_entries', {
    sql: `SELECT ${columns} FROM audit_entries WHERE ${where.sql}`,
    params: where.params,
  })
  if (!row) throw refuse('not-found')
  const [link] = await store.rows<LinkRow>('SELECT seq, leaf FROM audit_links WHERE entry_id = ?', [id])
  const [signed] = link
    ? await store.rows<{ size: number }>('SELECT size FROM audit_checkpoints WHERE size >= ? ORDER BY size LIMIT 1', [link.seq])
    : []
  const intact = entryMacs(crypto, keyring).intact(row) && (!link || leafOf(crypto, row).toString('hex') === link.leaf)
  return {
    ...present(row, await namesOf(kernel, row.actor_id === null ? [] : [row.actor_id])),
    before: parsed(row.before_json),
    after: parsed(row.after_json),
    seq: link?.seq ?? null,
    intact,
    checkpoint: signed?.size ?? null,
  }
}

const parsed = (json: string | null): Record<string, unknown> | null =>
  json === null ? null : (JSON.parse(json) as Record<string, unknown>)

const present = (row: EntryRow, names: ReadonlyMap<string, string>): AuditEntryView => ({
  id: row.id,
  at: iso(row.written_at),
  kind: row.kind as AuditEntryView['kind'],
  actorId: row.actor_id,
  actorKind: row.actor_kind as AuditEntryView['actorKind'],
  actorName: row.actor_id === null ? null : (names.get(row.actor_id) ?? null),
  action: row.action,
  subject: row.subject,
  subjectId: row.subject_id,
  placePath: row.place_path,
  result: row.result as AuditEntryView['result'],
  ip: row.ip,
  requestId: row.request_id,
  reason: row.reason,
})
