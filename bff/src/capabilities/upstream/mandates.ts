import type { QueryOf } from '@liren/contract'
import { type UpstreamArchive, type UpstreamMandate, type upstreamEndpoints, upstreamErrors } from '@liren/contract/capabilities/upstream'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { placesOf, shortName } from '../../kernel/known-places.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { MandateRow, Sender, SystemRow } from './row.ts'

const byPlace = { placePath: 'place_path' }
const archivesOf = ({ archives }: Pick<MandateRow, 'archives'>): UpstreamArchive[] => JSON.parse(archives) as UpstreamArchive[]
const todayOf = ({ clock, config }: Pick<Kernel, 'clock' | 'config'>) => dayOf(clock.now(), config.LIREN_TIME_ZONE)

/** Holds today: its last day is still to come to its end, and nobody took it back. */
const live = (kernel: Kernel): Condition => ({ sql: 'revoked_at IS NULL AND until_on >= ?', params: [todayOf(kernel)] })

/** What a system may update today, and where. Nothing is kept of it between two runs: what is taken back ends at once. */
export async function senderOf(kernel: Kernel, system: SystemRow): Promise<Sender> {
  const holds = live(kernel)
  const rows = await unscoped<MandateRow>(kernel.store, 'a system is held against its own mandates', {
    sql: `SELECT * FROM upstream_mandates WHERE system_id = ? AND ${holds.sql} ORDER BY id DESC LIMIT 500`,
    params: [system.id, ...holds.params],
  })
  const may = rows.map((row) => ({ path: row.place_path, archives: archivesOf(row) }))
  return { system, source: system.source, actorId: null, may }
}

/** The leave of an owner that holds at a house today. */
export async function leaveAt(kernel: Kernel, houseId: string, tx?: Tx): Promise<MandateRow | undefined> {
  const holds = live(kernel)
  const statement = {
    sql: `SELECT * FROM upstream_mandates WHERE place_id = ? AND system_id IS NULL AND ${holds.sql} ORDER BY id DESC LIMIT 1`,
    params: [houseId, ...holds.params],
  }
  return (await unscoped<MandateRow>(kernel.store, 'what the owner of a house allowed at it', statement, tx))[0]
}

interface NewMandate {
  readonly systemId: string | null
  readonly place: { readonly id: string; readonly path: string }
  readonly archives: readonly UpstreamArchive[]
  readonly until: string
}

export async function addMandate(
  kernel: Kernel,
  ctx: Pick<RequestContext, 'tx' | 'now' | 'principal'>,
  wanted: NewMandate,
): Promise<MandateRow> {
  if (wanted.until < todayOf(kernel))
    throw refuse('request.invalid', { faults: [{ path: 'body.until', zh: '截止日期已过', en: 'That day is over' }] })
  const row: MandateRow = {
    ...{ id: kernel.ids.next(), system_id: wanted.systemId, place_id: wanted.place.id, place_path: wanted.place.path },
    ...{ archives: JSON.stringify([...new Set(wanted.archives)]), until_on: wanted.until, granted_by: ctx.principal.id },
    ...{ granted_at: ctx.now, revoked_at: null, version: 1 },
  }
  const live_key = wanted.systemId === null ? wanted.place.id : null
  if (!(await insertOnce(kernel.store, 'upstream_mandates', { ...row, live_key }, ctx.tx))) throw refuse('stale')
  return row
}

/** An owner says until when once: saying it again replaces what was said. */
export async function replaceLeave(kernel: Kernel, houseId: string, now: number, tx: Tx): Promise<void> {
  await kernel.store.run(
    'UPDATE upstream_mandates SET revoked_at = ?, live_key = NULL, version = version + 1 WHERE place_id = ? AND system_id IS NULL AND revoked_at IS NULL',
    [now, houseId],
    tx,
  )
}

export async function endMandate(kernel: Kernel, row: MandateRow, version: number, now: number, tx: Tx): Promise<MandateRow> {
  const changed = await kernel.store.run(
    'UPDATE upstream_mandates SET revoked_at = ?, live_key = NULL, version = version + 1 WHERE id = ? AND version = ? AND revoked_at IS NULL',
    [now, row.id, version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, revoked_at: now, version: row.version + 1 }
}

/** A mandate of a system, where the asker manages its place. */
export async function findMandate(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<MandateRow> {
  const within = reach(scope, byPlace)
  const statement = {
    sql: `SELECT * FROM upstream_mandates WHERE id = ? AND system_id IS NOT NULL AND ${within.sql}`,
    params: [id, ...within.params],
  }
  const [row] = await scopedRows<MandateRow>(kernel.store, scope, 'upstream_mandates', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** What oneself allowed; that of another does not exist. */
export async function ownMandate(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<MandateRow> {
  const statement = {
    sql: 'SELECT * FROM upstream_mandates WHERE id = ? AND granted_by = ? AND system_id IS NULL',
    params: [id, scope.userId],
  }
  const [row] = await scopedRows<MandateRow>(kernel.store, scope, 'upstream_mandates', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Mandates of one system, or the leaves of owners that hold today, within reach. */
export async function pageOfMandates(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<typeof upstreamEndpoints.mandates>,
  systemId: string | undefined,
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { systemId: systemId ?? '' })
  const holds = live(kernel)
  const which: Condition =
    systemId === undefined
      ? { sql: `system_id IS NULL AND ${holds.sql}`, params: holds.params }
      : { sql: 'system_id = ?', params: [systemId] }
  const where = combine('AND', [which, reach(scope, byPlace), keys.seek()])
  const rows = await scopedRows<MandateRow>(kernel.store, scope, 'upstream_mandates', {
    sql: `SELECT * FROM upstream_mandates WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

export async function presentMandates(kernel: Kernel, rows: readonly MandateRow[], tx?: Tx): Promise<UpstreamMandate[]> {
  const places = await placesOf(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  const names = await namesOf(
    kernel,
    rows.flatMap(({ granted_by }) => granted_by ?? []),
    tx,
  )
  const today = todayOf(kernel)
  return rows.map((row) => ({
    ...{ id: row.id, place: { id: row.place_id, name: shortName(places.get(row.place_id)) }, archives: archivesOf(row) },
    ...{ until: row.until_on, grantedBy: row.granted_by === null ? null : (names.get(row.granted_by) ?? null) },
    ...{ grantedAt: iso(Number(row.granted_at)), version: Number(row.version) },
    state: row.revoked_at !== null ? 'revoked' : row.until_on < today ? 'over' : 'live',
  }))
}

/** Whoever updates by leave of an owner has it, or is told that there is none. */
export async function needLeave(kernel: Kernel, houseId: string): Promise<MandateRow> {
  const leave = await leaveAt(kernel, houseId)
  if (!leave) throw refuseWith(upstreamErrors, 'upstream.not-granted')
  return leave
}
