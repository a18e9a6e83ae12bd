import type { BodyOf, QueryOf } from '@liren/contract'
import { houseArchive } from '@liren/contract/capabilities/house'
import { type leaseEndpoints, leaseErrors } from '@liren/contract/capabilities/lease'
import { findFiles } from '../../engines/archive/find.ts'
import { updateFile } from '../../engines/archive/write.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { accountById, nameOf, phoneOf } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { type Condition, combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { attachFiles } from '../file/read.ts'
import { lockHouse, ownsHouse } from '../household/read.ts'
import { placeById } from '../place/read.ts'
import { isRunning, type LeaseRow, landlordOf, leasePhotos, scopeColumns, sealPeople } from './row.ts'

type Writing = Pick<RequestContext, 'principal' | 'tx' | 'now' | 'scope'>
type Declared = BodyOf<typeof leaseEndpoints.declare>
type Ending = BodyOf<typeof leaseEndpoints.end>

/** A lease as its landlord registers it. Two leases of a whole house never run at the same time. */
export async function declareLease(kernel: Kernel, ctx: Writing, body: Declared): Promise<LeaseRow> {
  if (body.until <= body.from)
    throw refuse('request.invalid', { faults: [{ path: 'body.until', zh: '租期结束须晚于开始', en: 'A lease ends after it begins' }] })
  if (!(await ownsHouse(kernel, ctx.principal.id, body.houseId, ctx.tx))) throw refuseWith(leaseErrors, 'lease.not-owner')
  // whoever registers a lease of this house at the same moment waits here
  await lockHouse(kernel, body.houseId, ctx.tx)
  const [house, account] = [await placeById(kernel, body.houseId, ctx.tx), await accountById(kernel, ctx.principal.id, ctx.tx)]
  if (!house || !account) throw refuse('not-found')
  await refuseOverlap(kernel, body, ctx.tx)
  const id = kernel.ids.next()
  const photos = [...new Set(body.photos ?? [])]
  const tenants = body.tenants.map(({ name, phone, paper }) => ({ name, phone, paper: paper ?? null }))
  const row: LeaseRow = {
    ...{ id, house_id: house.id, place_path: house.path, state: 'declared', kind: body.kind, from_on: body.from, until_on: body.until },
    ...{
      landlord_id: ctx.principal.id,
      ...sealPeople(kernel, id, { name: nameOf(kernel, account), phone: phoneOf(kernel, account) }, tenants),
    },
    ...{ photos: photos.length > 0 ? JSON.stringify(photos) : null, declared_at: ctx.now },
    ...{ decided_by: null, decided_at: null, reason: null, ended_on: null, version: 1 },
  }
  await insertOnce(kernel.store, 'leases', { ...row }, ctx.tx)
  const kept = { ids: photos, ownerId: ctx.principal.id, subject: leasePhotos, subjectId: id, placePath: house.path, level: 'L3' as const }
  if (!(await attachFiles(kernel, kept, ctx.tx))) throw refuseWith(leaseErrors, 'lease.file-unknown')
  return row
}

async function refuseOverlap(kernel: Kernel, { houseId, kind, from, until }: Declared, tx: Tx): Promise<void> {
  const rows = await unscoped<LeaseRow>(
    kernel.store,
    'a house is let as a whole once at a time, whoever registers it',
    {
      sql: "SELECT * FROM leases WHERE house_id = ? AND state IN ('declared', 'verified') AND from_on <= ? AND until_on >= ?",
      params: [houseId, until, from],
    },
    tx,
  )
  if (rows.some((row) => kind === 'whole' || row.kind === 'whole')) throw refuseWith(leaseErrors, 'lease.overlap')
}

/** A lease of one's own; another one does not exist. */
export async function ownLease(kernel: Kernel, { scope, principal, tx }: Writing, id: string): Promise<LeaseRow> {
  const statement = { sql: 'SELECT * FROM leases WHERE id = ? AND landlord_id = ?', params: [id, principal.id] }
  const [row] = await scopedRows<LeaseRow>(kernel.store, scope, 'leases', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function findLease(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<LeaseRow> {
  const within = reach(scope, { placePath: scopeColumns.placePath })
  const statement = { sql: `SELECT * FROM leases WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<LeaseRow>(kernel.store, scope, 'leases', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

interface Decided {
  readonly row: LeaseRow
  /** The file of the house, where what was verified was written into it. */
  readonly house: { readonly id: string; readonly fields: readonly string[] } | undefined
}

/** Somebody has been there. What is so is written into the file of the house; what is not says why. */
export async function decideLease(kernel: Kernel, ctx: Writing, id: string, body: BodyOf<typeof leaseEndpoints.decide>): Promise<Decided> {
  if (!body.isTrue && body.reason === undefined)
    throw refuse('request.invalid', { faults: [{ path: 'body.reason', zh: '请说明哪里不符', en: 'Say what is not so' }] })
  const row = await findLease(kernel, ctx.scope, id, ctx.tx)
  if (row.state !== 'declared') throw refuseWith(leaseErrors, 'lease.decided', { details: { state: row.state } })
  const next = await change(
    kernel,
    row,
    body.version,
    {
      ...{ state: body.isTrue ? 'verified' : 'rejected', reason: body.reason ?? null, decided_by: ctx.principal.id, decided_at: ctx.now },
    },
    ctx.tx,
  )
  return { row: next, house: body.isTrue ? await tellHouse(kernel, ctx, next) : undefined }
}

/** The file of the house follows a verified lease, as something its landlord declared and somebody has seen. */
async function tellHouse(kernel: Kernel, ctx: Writing, row: LeaseRow): Promise<Decided['house']> {
  const within = reach(ctx.scope, { placePath: 'place_path' })
  const statement = {
    sql: `SELECT id FROM ${houseArchive.table} WHERE place_id = ? AND state = 'active' AND ${within.sql}`,
    params: [row.house_id, ...within.params],
  }
  const [known] = await scopedRows<{ id: string }>(kernel.store, ctx.scope, houseArchive.table, statement, ctx.tx)
  const [file] = known ? await findFiles(kernel, houseArchive, ctx.scope, [known.id], undefined, ctx.tx) : []
  if (!file) return undefined
  const { name, phone } = landlordOf(kernel, row)
  const values = {
    ...{ occupancy: 'let', landlordName: name, rentalKind: row.kind, leaseFrom: row.from_on, leaseUntil: row.until_on },
    ...{
      leaseVerifiedOn: dayOf(ctx.now, kernel.config.LIREN_TIME_ZONE),
      tenants: Number(row.tenant_count),
      ...(phone === null ? {} : { landlordPhone: phone }),
    },
  }
  const writing = { actorId: ctx.principal.id, source: 'declared', reason: '核实租约' }
  const { changes } = await updateFile(kernel, houseArchive, ctx.scope, file.id, { version: file.version, values }, writing, ctx.tx)
  return { id: file.id, fields: changes.map(({ field }) => field) }
}

/** The tenants have left, or the lease is over. */
export async function endLease(kernel: Kernel, row: LeaseRow, { version, endedOn, reason }: Ending, tx: Tx): Promise<LeaseRow> {
  if (!isRunning(row)) throw refuseWith(leaseErrors, 'lease.not-running', { details: { state: row.state } })
  if (endedOn < row.from_on)
    throw refuse('request.invalid', {
      faults: [{ path: 'body.endedOn', zh: '结束日期早于租期开始', en: 'It cannot end before it begins' }],
    })
  return change(kernel, row, version, { state: 'ended', ended_on: endedOn, reason: reason ?? row.reason }, tx)
}

async function change(kernel: Kernel, row: LeaseRow, version: number, set: Partial<LeaseRow>, tx: Tx): Promise<LeaseRow> {
  const names = Object.keys(set) as (keyof LeaseRow)[]
  const changed = await kernel.store.run(
    `UPDATE leases SET ${names.map((name) => `${name} = ?`).join(', ')}, version = version + 1 WHERE id = ? AND version = ? AND state = ?`,
    [...names.map((name) => set[name] ?? null), row.id, version, row.state],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  return { ...row, ...set, version: version + 1 }
}

export async function pageOfOwn(
  kernel: Kernel,
  { scope, principal }: Omit<Writing, 'tx' | 'now'>,
  query: QueryOf<typeof leaseEndpoints.mine>,
) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], {})
  const after = keys.seek()
  const rows = await scopedRows<LeaseRow>(kernel.store, scope, 'leases', {
    sql: `SELECT * FROM leases WHERE landlord_id = ? AND ${after.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: [principal.id, ...after.params],
  })
  return keys.page(rows, limit, (row) => [row.id])
}

/** Leases within reach; expired ones are those whose last day is over and that nobody has ended, the oldest first. */
export async function pageOfLeases(kernel: Kernel, scope: Scope, query: QueryOf<typeof leaseEndpoints.list>) {
  const { cursor, limit = 20, ...filters } = query
  const isExpired = query.state === 'expired'
  const keys = keyset({ cursor }, isExpired ? ['until_on', 'id'] : ['id desc'], filters)
  const where: Condition[] = [reach(scope, { placePath: scopeColumns.placePath }), keys.seek()]
  if (isExpired)
    where.push({
      sql: "state IN ('declared', 'verified') AND until_on < ?",
      params: [dayOf(kernel.clock.now(), kernel.config.LIREN_TIME_ZONE)],
    })
  else if (query.state !== undefined) where.push({ sql: 'state = ?', params: [query.state] })
  if (query.placeId !== undefined) {
    const place = await placeById(kernel, query.placeId)
    where.push(underPlaces('place_path', place ? [place.path] : []))
  }
  const all = combine('AND', where)
  const rows = await scopedRows<LeaseRow>(kernel.store, scope, 'leases', {
    sql: `SELECT * FROM leases WHERE ${all.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: all.params,
  })
  return keys.page(rows, limit, (row) => (isExpired ? [row.until_on, row.id] : [row.id]))
}
