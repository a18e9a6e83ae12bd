import { type HoldSubject, retentionErrors, type Hold as ShownHold } from '@liren/contract/capabilities/retention'
import { findFiles } from '../../engines/archive/find.ts'
import { archiveCalled } from '../../engines/archive/known.ts'
import { placesOf, shortName } from '../../engines/archive/place.ts'
import { titleOf } from '../../engines/archive/present.ts'
import { valuesOf } from '../../engines/archive/row.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { scopedRows, scopedTable, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { holdOn } from './read.ts'

scopedTable('legal_holds', { placePath: 'place_path', also: ['subject_id'] })

export interface HoldRow {
  readonly id: string
  readonly subject: HoldSubject
  readonly subject_id: string
  readonly place_path: string
  readonly reason: string
  readonly until_at: number | null
  readonly placed_by: string
  readonly placed_at: number
  readonly lifted_by: string | null
  readonly lifted_at: number | null
  readonly lift_reason: string | null
  readonly version: number
}

/** Tables of what is no file of an archive; each says where it belongs. */
const tables: Partial<Readonly<Record<HoldSubject, readonly [table: string, title: string]>>> = {
  user: ['users', "''"],
  repair: ['repairs', 'number'],
  alarm: ['alarms', 'title_zh'],
  device: ['devices', 'code'],
}

/** Where these things are and what they are called, as far as the viewer reaches them. */
async function subjectsOf(kernel: Kernel, viewer: Principal, scope: Scope, subject: HoldSubject, ids: readonly string[], tx?: Tx) {
  const found = new Map<string, { path: string; title: string }>()
  const definition = archiveCalled(kernel, subject)
  if (definition) {
    if (!viewer.permissions.has(`${subject}.read`)) return found
    const rows = await findFiles(kernel, definition, scopeWith(viewer, `${subject}.read`, 'place'), ids, [...definition.title], tx)
    const places = await placesOf(
      kernel,
      rows.map(({ place_id }) => place_id),
      tx,
    )
    for (const row of rows) {
      const title = titleOf(viewer, definition, valuesOf(kernel, definition, row, definition.title))
      found.set(row.id, { path: row.place_path, title: title || shortName(places.get(row.place_id)) })
    }
    return found
  }
  const [table, title] = tables[subject] ?? []
  if (!table) return found
  const [wanted, within] = [among('id', ids), underPlaces('place_path', scope.places)]
  const rows = await scopedRows<{ id: string; place_path: string; title: string }>(
    kernel.store,
    scope,
    table,
    {
      sql: `SELECT id, place_path, ${title} AS title FROM ${table} WHERE ${wanted.sql} AND ${within.sql}`,
      params: [...wanted.params, ...within.params],
    },
    tx,
  )
  const names = subject === 'user' ? await namesOf(kernel, ids, tx) : new Map<string, string>()
  for (const row of rows) found.set(row.id, { path: row.place_path, title: names.get(row.id) ?? String(row.title) })
  return found
}

/** Keeps something from every deletion, until it is lifted or its time is over. It counts from this moment. */
export async function placeHold(
  kernel: Kernel,
  ctx: RequestContext,
  { subject, subjectId, reason, until }: { subject: HoldSubject; subjectId: string; reason: string; until?: string | null | undefined },
): Promise<HoldRow> {
  const untilAt = until ? Date.parse(until) : null
  if (untilAt !== null && untilAt <= ctx.now) throw refuseWith(retentionErrors, 'retention.past')
  const about = (await subjectsOf(kernel, ctx.principal, ctx.scope, subject, [subjectId], ctx.tx)).get(subjectId)
  if (!about || !ctx.scope.places.some((path) => about.path.startsWith(path)))
    throw refuseWith(retentionErrors, 'retention.subject-unknown')
  if (await holdOn(kernel, subject, subjectId, ctx.tx)) throw refuseWith(retentionErrors, 'retention.held')
  const row: HoldRow = {
    ...{ id: kernel.ids.next(), subject, subject_id: subjectId, place_path: about.path, reason, until_at: untilAt },
    ...{ placed_by: ctx.principal.id, placed_at: ctx.now, lifted_by: null, lifted_at: null, lift_reason: null, version: 1 },
  }
  await insertOnce(kernel.store, 'legal_holds', { ...row }, ctx.tx)
  return row
}

/** Two people see to it: whoever placed a hold does not lift it. */
export async function liftHold(kernel: Kernel, ctx: RequestContext, id: string, version: number, reason: string): Promise<HoldRow> {
  const row = await findHold(kernel, ctx.scope, id, ctx.tx)
  if (row.placed_by === ctx.principal.id) throw refuseWith(retentionErrors, 'retention.own')
  if (isOver(row, ctx.now)) throw refuseWith(retentionErrors, 'retention.lifted')
  if (row.version !== version) throw refuse('stale', { details: { version: row.version } })
  const lifted = { lifted_by: ctx.principal.id, lifted_at: ctx.now, lift_reason: reason }
  const changed = await kernel.store.run(
    'UPDATE legal_holds SET lifted_by = ?, lifted_at = ?, lift_reason = ?, version = version + 1 WHERE id = ? AND version = ? AND lifted_at IS NULL',
    [...Object.values(lifted), id, version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...lifted, version: version + 1 }
}

async function findHold(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<HoldRow> {
  const within = underPlaces('place_path', scope.places)
  const statement = { sql: `SELECT * FROM legal_holds WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<HoldRow>(kernel.store, scope, 'legal_holds', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

const isOver = (row: HoldRow, now: number): boolean => row.lifted_at !== null || (row.until_at !== null && Number(row.until_at) <= now)
const isoOrNull = (at: number | null) => (at === null ? null : new Date(Number(at)).toISOString())

/** As many statements for a page as there are kinds of things on it. */
export async function presentHolds(
  kernel: Kernel,
  viewer: Principal,
  scope: Scope,
  rows: readonly HoldRow[],
  tx?: Tx,
): Promise<ShownHold[]> {
  const titles = new Map<string, string>()
  for (const subject of new Set(rows.map((row) => row.subject))) {
    const ids = rows.filter((row) => row.subject === subject).map(({ subject_id }) => subject_id)
    for (const [id, { title }] of await subjectsOf(kernel, viewer, scope, subject, ids, tx)) titles.set(id, title)
  }
  const people = rows.flatMap(({ placed_by, lifted_by }) => [placed_by, ...(lifted_by === null ? [] : [lifted_by])])
  const names = people.length === 0 ? new Map<string, string>() : await namesOf(kernel, people, tx)
  const now = kernel.clock.now()
  return rows.map((row) => ({
    ...{ id: row.id, subject: row.subject, subjectId: row.subject_id, title: titles.get(row.subject_id) ?? '***' },
    ...{ reason: row.reason, until: isoOrNull(row.until_at), placedBy: names.get(row.placed_by) ?? null },
    ...{ placedAt: new Date(Number(row.placed_at)).toISOString(), liftedAt: isoOrNull(row.lifted_at), liftReason: row.lift_reason },
    liftedBy: row.lifted_by === null ? null : (names.get(row.lifted_by) ?? null),
    ...{ isOver: isOver(row, now), version: row.version },
    can: isOver(row, now) || row.placed_by === viewer.id ? [] : ['lift'],
  }))
}
