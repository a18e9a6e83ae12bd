import type { BodyOf, Page, QueryOf } from '@liren/contract'
import { type EnergyMeter, type energyEndpoints, energyErrors } from '@liren/contract/capabilities/energy'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext, Scope } from '../../kernel/http/route.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { agreeingHouses } from './audience.ts'
import { buildingsOf } from './meters.ts'
import type { MeterRow } from './row.ts'

type Shown = MeterRow & { readonly full_name: string | null }
const source = 'energy_meters m LEFT JOIN places p ON p.id = m.place_id'

/** From the estate down; who reads it knows the city. */
export const shortName = (fullName: string | null): string => (fullName ?? '').split(' · ').slice(3).join(' · ')

const present = (row: Shown): EnergyMeter => ({
  ...{ id: row.id, number: row.number, carrier: row.carrier, use: row.purpose, deviceId: row.device_id, version: row.version },
  place: { id: row.place_id, path: row.place_path, name: shortName(row.full_name) },
  total: row.last_total === null ? null : Number(row.last_total),
  readAt: row.last_at === null ? null : iso(Number(row.last_at)),
})

/** Places under one that is asked for; of an unknown one nothing. */
export async function pathsOf(kernel: Kernel, placeId: string | undefined): Promise<readonly string[] | undefined> {
  if (placeId === undefined) return undefined
  const place = await placeById(kernel, placeId)
  return place ? [place.path] : []
}

/** What a home’s meter shows says when somebody is in: it is left out unless the household agreed. */
const discreet = (row: Shown): Shown =>
  row.house_id !== null && row.audience === 'household' ? { ...row, last_total: null, last_at: row.last_at } : row

export async function listMeters(kernel: Kernel, scope: Scope, query: QueryOf<typeof energyEndpoints.meters>): Promise<Page<EnergyMeter>> {
  const { cursor, limit = 20, carrier, use, placeId, number } = query
  const keys = keyset({ cursor }, ['m.id'], { carrier, use, placeId, number })
  const paths = await pathsOf(kernel, placeId)
  const where = combine('AND', [
    underPlaces('m.place_path', scope.places),
    ...(paths === undefined ? [] : [underPlaces('m.place_path', paths)]),
    ...(carrier === undefined ? [] : [{ sql: 'm.carrier = ?', params: [carrier] }]),
    ...(use === undefined ? [] : [{ sql: 'm.purpose = ?', params: [use] }]),
    ...(number === undefined ? [] : [{ sql: 'm.number = ?', params: [number] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<Shown>(kernel.store, scope, 'energy_meters', {
    sql: `SELECT m.*, p.full_name FROM ${source} WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(discreet).map(present) }
}

async function findMeter(kernel: Kernel, scope: Scope, id: string, tx: Tx): Promise<Shown> {
  const where = combine('AND', [{ sql: 'm.id = ?', params: [id] }, underPlaces('m.place_path', scope.places)])
  const [row] = await scopedRows<Shown>(
    kernel.store,
    scope,
    'energy_meters',
    { sql: `SELECT m.*, p.full_name FROM ${source} WHERE ${where.sql}`, params: where.params },
    tx,
  )
  if (!row) throw refuse('not-found')
  return row
}

type Context = Pick<RequestContext, 'scope' | 'tx' | 'now'>

/** A place that the caller may keep meters at. */
export async function placeWithin(kernel: Kernel, { scope, tx }: Pick<Context, 'scope' | 'tx'>, id: string) {
  const place = await placeById(kernel, id, tx)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place
}

export async function addMeter(kernel: Kernel, body: BodyOf<typeof energyEndpoints.addMeter>, ctx: Context): Promise<EnergyMeter> {
  const place = await placeWithin(kernel, ctx, body.placeId)
  if ((place.kind === 'house') !== (body.use === 'household'))
    throw refuseWith(energyErrors, 'energy.place-unfit', {
      faults: [
        { path: 'body.use', zh: '住户表须登记在房屋上，公共表不能', en: 'A meter of a home belongs to its house, a shared one does not' },
      ],
    })
  const houseId = place.kind === 'house' ? place.id : null
  const id = kernel.ids.next()
  const made = await insertOnce(
    kernel.store,
    'energy_meters',
    {
      ...{ id, number: body.number, carrier: body.carrier, purpose: body.use, place_id: place.id, place_path: place.path },
      ...{ house_id: houseId, building_path: (await buildingsOf(kernel, [place.path], ctx.tx))(place.path), created_at: ctx.now },
      audience: houseId !== null && (await agreeingHouses(kernel, [houseId], ctx.tx)).has(houseId) ? 'administration' : 'household',
    },
    ctx.tx,
  )
  if (!made) throw refuseWith(energyErrors, 'energy.meter-known')
  return present(await findMeter(kernel, ctx.scope, id, ctx.tx))
}

/** What it counted on the days before stays where it was counted; today and what comes counts for the new use. */
export async function saveMeter(kernel: Kernel, id: string, body: BodyOf<typeof energyEndpoints.saveMeter>, ctx: Context) {
  const before = await findMeter(kernel, ctx.scope, id, ctx.tx)
  if ((before.house_id !== null) !== (body.use === 'household')) throw refuseWith(energyErrors, 'energy.place-unfit')
  const others = await unscoped<{ id: string }>(
    kernel.store,
    'a number is on one meter only, wherever that is',
    {
      sql: 'SELECT id FROM energy_meters WHERE carrier = ? AND number = ? AND id <> ?',
      params: [before.carrier, body.number, id],
    },
    ctx.tx,
  )
  if (others.length > 0) throw refuseWith(energyErrors, 'energy.meter-known')
  const saved = await kernel.store.run(
    'UPDATE energy_meters SET number = ?, purpose = ?, version = version + 1 WHERE id = ? AND version = ?',
    [body.number, body.use, id, body.version],
    ctx.tx,
  )
  if (saved !== 1) throw refuse('stale')
  return { before: present(before), after: present(discreet(await findMeter(kernel, ctx.scope, id, ctx.tx))) }
}
