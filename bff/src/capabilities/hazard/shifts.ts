import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { dutyErrors, type hazardEndpoints, type Shift } from '@liren/contract/capabilities/hazard'
import type { ArmingPlan } from '@liren/contract/capabilities/zone'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { holdersOf, namesOf } from '../../kernel/identity/directory.ts'
import { insert } from '../../kernel/identity/sql.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById, placeForCase } from '../place/read.ts'
import { isOn } from './roster.ts'
import { hazardScope, type ShiftRow } from './row.ts'

export type Writing = Pick<RequestContext, 'scope' | 'principal' | 'tx' | 'now' | 'audit'>
type Turns = BodyOf<typeof hazardEndpoints.saveShift>

async function present(kernel: Kernel, rows: readonly ShiftRow[], now: number, tx?: Tx): Promise<Shift[]> {
  const names = await namesOf(
    kernel,
    rows.map(({ user_id }) => user_id),
    tx,
  )
  return rows.map((row) => ({
    ...{ id: row.id, area: row.area, place: { id: row.place_id, path: row.place_path, label: row.place_label } },
    ...{ person: { id: row.user_id, name: names.get(row.user_id) ?? '' }, plan: JSON.parse(row.plan) as ArmingPlan },
    ...{ from: row.from_on, until: row.until_on, isNow: isOn(kernel, row, now), version: Number(row.version) },
  }))
}

export async function listShifts(kernel: Kernel, scope: Scope, query: QueryOf<typeof hazardEndpoints.shifts>): Promise<Page<Shift>> {
  const { cursor, limit = 50, ...filters } = query
  const keys = keyset({ cursor }, ['id'], filters)
  const place = filters.placeId === undefined ? undefined : await placeById(kernel, filters.placeId)
  const where = combine('AND', [
    reach(scope, hazardScope),
    ...(filters.placeId === undefined ? [] : [underPlaces('place_path', place ? [place.path] : [])]),
    ...(filters.area === undefined ? [] : [{ sql: 'area = ?', params: [filters.area] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<ShiftRow>(kernel.store, scope, 'duty_shifts', {
    sql: `SELECT * FROM duty_shifts WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { items: await present(kernel, page.items, kernel.clock.now()), next: page.next }
}

async function findShift(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<ShiftRow> {
  const where = combine('AND', [{ sql: 'id = ?', params: [id] }, reach(scope, hazardScope)])
  const statement = { sql: `SELECT * FROM duty_shifts WHERE ${where.sql}`, params: where.params }
  const [row] = await scopedRows<ShiftRow>(kernel.store, scope, 'duty_shifts', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

/** Somebody who could not handle what is raised there would be told for nothing. */
async function refuseUnfit(kernel: Kernel, body: Pick<Turns, 'userId' | 'from' | 'until'>, path: string, tx: Tx): Promise<void> {
  if (body.from !== null && body.until !== null && body.until < body.from) throw refuseWith(dutyErrors, 'hazard.days-unfit')
  const fit = await holdersOf(kernel, 'alarm.handle', path, tx)
  if (!fit.some(({ id }) => id === body.userId)) throw refuseWith(dutyErrors, 'hazard.person-unfit')
}

export async function createShift(kernel: Kernel, ctx: Writing, body: BodyOf<typeof hazardEndpoints.createShift>): Promise<Shift> {
  const place = await placeForCase(kernel, body.placeId, ctx.tx)
  if (!place || !ctx.scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  await refuseUnfit(kernel, body, place.path, ctx.tx)
  const row: ShiftRow = {
    ...{ id: kernel.ids.next(), place_id: place.id, place_path: place.path, place_label: place.label, area: body.area },
    ...{ user_id: body.userId, plan: JSON.stringify(body.plan), from_on: body.from, until_on: body.until, version: 1 },
  }
  await insert(kernel.store, 'duty_shifts', { ...row, created_at: ctx.now }, ctx.tx)
  const after = { area: row.area, userId: row.user_id, plan: row.plan }
  ctx.audit({ subject: 'duty-shift', subjectId: row.id, placePath: place.path, after })
  return (await present(kernel, [row], ctx.now, ctx.tx))[0] as Shift
}

export async function saveShift(kernel: Kernel, ctx: Writing, id: string, body: Turns): Promise<Shift> {
  const before = await findShift(kernel, ctx.scope, id, ctx.tx)
  await refuseUnfit(kernel, body, before.place_path, ctx.tx)
  const plan = JSON.stringify(body.plan)
  const changed = await kernel.store.run(
    'UPDATE duty_shifts SET area = ?, user_id = ?, plan = ?, from_on = ?, until_on = ?, version = version + 1 WHERE id = ? AND version = ?',
    [body.area, body.userId, plan, body.from, body.until, id, body.version],
    ctx.tx,
  )
  if (changed !== 1) throw refuse('stale', { details: { version: Number(before.version) } })
  ctx.audit({
    ...{ subject: 'duty-shift', subjectId: id, placePath: before.place_path },
    ...{ before: { area: before.area, userId: before.user_id, plan: before.plan }, after: { area: body.area, userId: body.userId, plan } },
  })
  return (await present(kernel, [await findShift(kernel, ctx.scope, id, ctx.tx)], ctx.now, ctx.tx))[0] as Shift
}

export async function removeShift(kernel: Kernel, ctx: Writing, id: string): Promise<void> {
  const before = await findShift(kernel, ctx.scope, id, ctx.tx)
  await kernel.store.run('DELETE FROM duty_shifts WHERE id = ?', [id], ctx.tx)
  const was = { area: before.area, userId: before.user_id, plan: before.plan }
  ctx.audit({ subject: 'duty-shift', subjectId: id, placePath: before.place_path, before: was })
}
