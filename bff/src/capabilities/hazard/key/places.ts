import type { BodyOf, Page, QueryOf } from '@liren/contract'
import {
  type hazardEndpoints,
  type KeyKind,
  type KeyPlace,
  type KeyState,
  type KeySummary,
  type KeyView,
  keyErrors,
} from '@liren/contract/capabilities/hazard'
import { dayOf } from '../../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import { namesOf } from '../../../kernel/identity/directory.ts'
import { insert } from '../../../kernel/identity/sql.ts'
import { iso } from '../../../kernel/iso.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { type Condition, combine } from '../../../kernel/store/condition.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { reach, scopedRows, scopedTable, underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { deviceById } from '../../device/read.ts'
import { estatesTouching, placeById, placeForCase } from '../../place/read.ts'
import { hazardScope } from '../row.ts'
import type { Writing } from '../shifts.ts'
import { openColumns, openItemsOf } from './findings.ts'
import { openAt } from './open.ts'

for (const table of ['key_places', 'key_inspections']) scopedTable(table, hazardScope)

export interface KeyRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly place_label: string
  readonly device_id: string | null
  readonly device_name: string | null
  readonly kind: KeyKind
  readonly name: string
  readonly items: string
  readonly every_days: number
  readonly next_on: string
  readonly inspected_at: number | null
  readonly inspected_by: string | null
  readonly open_findings: number
  readonly open_items: string | null
  readonly findings_due_on: string | null
  readonly version: number
}

/** The worst of what is known; an inspection that is late says that less is known than should be. */
const stateOf = (row: KeyRow, levels: readonly number[], today: string): KeyState => {
  if (levels.some((level) => level <= 2)) return 'danger'
  if (levels.length > 0 || Number(row.open_findings) > 0) return 'faulty'
  return row.inspected_at === null || row.next_on < today ? 'due' : 'safe'
}

/** Names and open hazards are asked for once for the whole page. */
export async function presentKeyPlaces(kernel: Kernel, rows: readonly KeyRow[], tx?: Tx): Promise<KeyPlace[]> {
  const names = await namesOf(
    kernel,
    rows.flatMap(({ inspected_by }) => inspected_by ?? []),
    tx,
  )
  const open = await openAt(kernel, rows, tx)
  const today = dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
  return rows.map((row) => {
    const levels = open.get(row.id) ?? []
    return {
      ...{ id: row.id, kind: row.kind, name: row.name, place: { id: row.place_id, path: row.place_path, label: row.place_label } },
      device: row.device_id === null ? null : { id: row.device_id, name: row.device_name ?? '' },
      ...{ items: JSON.parse(row.items) as string[], everyDays: Number(row.every_days), nextOn: row.next_on },
      last:
        row.inspected_at === null
          ? null
          : { at: iso(Number(row.inspected_at)), by: names.get(row.inspected_by ?? '') ?? '', isPassed: Number(row.open_findings) === 0 },
      ...{ openHazards: levels.length, openFindings: Number(row.open_findings), state: stateOf(row, levels, today) },
      open: openItemsOf(row).map(({ at, ...said }) => ({
        ...{ ...said, isLate: said.dueOn !== null && said.dueOn < today, foundAt: iso(at) },
      })),
      version: Number(row.version),
    }
  })
}

interface Order {
  readonly sort: readonly string[]
  readonly keyOf: (row: KeyRow) => readonly (string | number)[]
}
const byDay: Order = { sort: ['next_on', 'id'], keyOf: (row) => [row.next_on, row.id] }
/** Each list in the order of one index: by day for whoever goes round, the most findings first for whoever looks again. */
const orders: Readonly<Record<KeyView | 'all', Order>> = {
  all: { sort: ['id'], keyOf: (row) => [row.id] },
  today: byDay,
  overdue: byDay,
  findings: { sort: ['open_findings desc', 'id desc'], keyOf: (row) => [Number(row.open_findings), row.id] },
}

const inView = (view: KeyView, today: string): Condition =>
  view === 'findings' ? { sql: 'open_findings > 0', params: [] } : { sql: `next_on ${view === 'today' ? '=' : '<'} ?`, params: [today] }

/** How many are due and what is open, over all that the caller may see. */
export async function summariseKeyPlaces(kernel: Kernel, scope: Scope): Promise<KeySummary> {
  const today = dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
  const where = reach(scope, hazardScope)
  const when = (condition: string) => `SUM(CASE WHEN ${condition} THEN 1 ELSE 0 END)`
  const [row] = await scopedRows<Record<keyof KeySummary, number | null>>(kernel.store, scope, 'key_places', {
    sql: `SELECT COUNT(*) AS total, ${when('next_on = ?')} AS today, ${when('next_on < ?')} AS overdue,
            ${when('open_findings > 0')} AS findings, ${when('findings_due_on < ?')} AS late, SUM(open_findings) AS open
          FROM key_places WHERE ${where.sql}`,
    params: [today, today, today, ...where.params],
  })
  const of = (name: keyof KeySummary) => Number(row?.[name] ?? 0)
  return {
    ...{ total: of('total'), today: of('today'), overdue: of('overdue') },
    ...{ findings: of('findings'), late: of('late'), open: of('open') },
  }
}

export async function listKeyPlaces(
  kernel: Kernel,
  scope: Scope,
  query: QueryOf<typeof hazardEndpoints.keyPlaces>,
): Promise<Page<KeyPlace>> {
  const { cursor, limit = 20, ...filters } = query
  const { sort, keyOf } = orders[filters.view ?? 'all']
  const keys = keyset({ cursor }, sort, filters)
  const place = filters.placeId === undefined ? undefined : await placeById(kernel, filters.placeId)
  const today = dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)
  const where = combine('AND', [
    reach(scope, hazardScope),
    ...(filters.placeId === undefined ? [] : [underPlaces('place_path', place ? [place.path] : [])]),
    ...(filters.kind === undefined ? [] : [{ sql: 'kind = ?', params: [filters.kind] }]),
    ...(filters.due === undefined ? [] : [{ sql: '(inspected_at IS NULL OR next_on < ?)', params: [today] }]),
    ...(filters.view === undefined ? [] : [inView(filters.view, today)]),
    keys.seek(),
  ])
  const rows = await scopedRows<KeyRow>(kernel.store, scope, 'key_places', {
    sql: `SELECT * FROM key_places WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, keyOf)
  return { items: await presentKeyPlaces(kernel, page.items), next: page.next }
}

export async function findKeyPlace(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<KeyRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, reach(scope, hazardScope)])
  const statement = { sql: `SELECT * FROM key_places WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<KeyRow>(kernel.store, scope, 'key_places', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** A facility stands in the estate of its place. */
async function deviceOf(kernel: Kernel, id: string | null, path: string, tx: Tx) {
  if (id === null) return { device_id: null, device_name: null }
  const device = await deviceById(kernel, id, tx)
  const [estate] = await estatesTouching(kernel, [path], tx)
  if (!device || device.stage === 'retired' || !device.placePath.startsWith(estate?.path ?? path))
    throw refuseWith(keyErrors, 'hazard.device-unfit')
  return { device_id: device.id, device_name: device.name.slice(0, 80) }
}

export async function createKeyPlace(kernel: Kernel, ctx: Writing, body: BodyOf<typeof hazardEndpoints.createKeyPlace>): Promise<KeyPlace> {
  const place = await placeForCase(kernel, body.placeId, ctx.tx)
  if (!place || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const row: KeyRow = {
    ...{ id: kernel.ids.next(), place_id: place.id, place_path: place.path, place_label: place.label },
    ...(await deviceOf(kernel, body.deviceId, place.path, ctx.tx)),
    ...{ kind: body.kind, name: body.name, items: JSON.stringify(body.items), every_days: body.everyDays },
    ...{ next_on: dayOf(ctx.now, kernel.config.LIREN_TIME_ZONE), inspected_at: null, inspected_by: null },
    ...openColumns([]),
    version: 1,
  }
  await insert(kernel.store, 'key_places', { ...row, created_at: ctx.now }, ctx.tx)
  const after = { kind: row.kind, name: row.name, items: row.items, everyDays: row.every_days, deviceId: row.device_id }
  ctx.audit({ subject: 'key-place', subjectId: row.id, placePath: place.path, after })
  return (await presentKeyPlaces(kernel, [row], ctx.tx))[0] as KeyPlace
}

const dayAfter = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

export async function saveKeyPlace(
  kernel: Kernel,
  ctx: Writing,
  id: string,
  body: BodyOf<typeof hazardEndpoints.saveKeyPlace>,
): Promise<KeyPlace> {
  const before = await findKeyPlace(kernel, ctx.scope, id, ctx.tx)
  const device = await deviceOf(kernel, body.deviceId, before.place_path, ctx.tx)
  const zone = kernel.config.LIREN_TIME_ZONE
  const next = before.inspected_at === null ? before.next_on : dayAfter(dayOf(Number(before.inspected_at), zone), body.everyDays)
  const items = JSON.stringify(body.items)
  const changed = await kernel.store.run(
    `UPDATE key_places SET kind = ?, name = ?, items = ?, every_days = ?, next_on = ?, device_id = ?, device_name = ?, version = version + 1
     WHERE id = ? AND version = ?`,
    [body.kind, body.name, items, body.everyDays, next, device.device_id, device.device_name, id, body.version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: Number(before.version) } })
  ctx.audit({
    ...{ subject: 'key-place', subjectId: id, placePath: before.place_path },
    before: { kind: before.kind, name: before.name, items: before.items, everyDays: Number(before.every_days), deviceId: before.device_id },
    after: { kind: body.kind, name: body.name, items, everyDays: body.everyDays, deviceId: body.deviceId },
  })
  return (await presentKeyPlaces(kernel, [await findKeyPlace(kernel, ctx.scope, id, ctx.tx)], ctx.tx))[0] as KeyPlace
}

export const nextInspection = (kernel: Kernel, now: number, everyDays: number): string =>
  dayAfter(dayOf(now, kernel.config.LIREN_TIME_ZONE), everyDays)
