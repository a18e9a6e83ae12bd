import type { BodyOf, QueryOf } from '@liren/contract'
import { type UpstreamSystem, type upstreamEndpoints, upstreamErrors } from '@liren/contract/capabilities/upstream'
import { OutgoingRefused, readAddress } from '../../kernel/adapters/outgoing.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import type { Principal, RequestContext, Scope } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { placesOf, shortName } from '../../kernel/known-places.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import { reach, scopedRows, unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { partnerNamed, partnersById } from '../api/read.ts'
import { placeById } from '../place/read.ts'
import { isoOrNull, keyAt, type SystemRow, scopeColumns } from './row.ts'

export const hostsAllowed = (kernel: Kernel): string[] => kernel.config.LIREN_HOOK_HOSTS.toLowerCase().split(',').filter(Boolean)

/** A place within reach, and standing. */
export async function placeWithin(kernel: Kernel, scope: Scope, id: string, tx?: Tx) {
  const place = await placeById(kernel, id, tx)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place
}

export async function findSystem(kernel: Kernel, scope: Scope, id: string, tx?: Tx): Promise<SystemRow> {
  const within = reach(scope, scopeColumns)
  const statement = { sql: `SELECT * FROM upstream_systems WHERE id = ? AND ${within.sql}`, params: [id, ...within.params] }
  const [row] = await scopedRows<SystemRow>(kernel.store, scope, 'upstream_systems', statement, tx)
  if (!row) throw refuse('not-found')
  return row
}

export async function pageOfSystems(kernel: Kernel, scope: Scope, query: QueryOf<typeof upstreamEndpoints.systems>) {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], {})
  const where = combine('AND', [reach(scope, scopeColumns), keys.seek()])
  const rows = await scopedRows<SystemRow>(kernel.store, scope, 'upstream_systems', {
    sql: `SELECT * FROM upstream_systems WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  return keys.page(rows, limit, (row) => [row.id])
}

/** The system as which a partner pushes. */
export async function systemOfPartner(kernel: Kernel, partnerId: string): Promise<SystemRow | undefined> {
  const [row] = await unscoped<SystemRow>(kernel.store, 'a partner pushes as itself and as nobody else', {
    sql: 'SELECT * FROM upstream_systems WHERE partner_id = ? AND is_on = 1',
    params: [partnerId],
  })
  return row
}

/** Refuses an address of our own machines when it is written; whoever asks it looks again. */
function checked(kernel: Kernel, url: string | null): void {
  try {
    if (url !== null) readAddress(url, hostsAllowed(kernel))
  } catch (error) {
    if (error instanceof OutgoingRefused) throw refuseWith(upstreamErrors, 'upstream.address')
    throw error
  }
}

export async function saveSystem(
  kernel: Kernel,
  code: string,
  body: BodyOf<typeof upstreamEndpoints.saveSystem>,
  ctx: Pick<RequestContext, 'scope' | 'tx' | 'now'>,
): Promise<SystemRow> {
  const place = await placeWithin(kernel, ctx.scope, body.placeId, ctx.tx)
  checked(kernel, body.url)
  const partner = body.partnerKeyId === null ? undefined : await partnerNamed(kernel, body.partnerKeyId, ctx.tx)
  if (body.partnerKeyId !== null && !partner) throw refuseWith(upstreamErrors, 'upstream.partner-unknown')
  const taken = partner && (await byPartner(kernel, partner.id, ctx.tx))
  if (taken && taken.code !== code) throw refuseWith(upstreamErrors, 'upstream.partner-taken')
  const columns = {
    ...{ name: body.name, source: body.source, place_id: place.id, place_path: place.path, partner_id: partner?.id ?? null },
    ...{ url: body.url, every_minutes: body.everyMinutes, is_on: body.isOn ? 1 : 0 },
    next_at: body.isOn && body.url !== null && body.everyMinutes > 0 ? ctx.now : null,
  }
  const before = await byCode(kernel, ctx.scope, code, ctx.tx)
  const id = before?.id ?? kernel.ids.next()
  const key: Record<string, string> = body.key === undefined ? {} : { key_sealed: kernel.sealer.seal(body.key, { ...keyAt, row: id }) }
  if (body.version === 0) {
    const row = { id, code, ...columns, ...key, created_at: ctx.now, version: 1 }
    if (before || !(await insertOnce(kernel.store, 'upstream_systems', row, ctx.tx))) throw refuse('stale')
  } else {
    if (!before) throw refuse('not-found')
    const set = { ...columns, ...key }
    const saved = await kernel.store.run(
      `UPDATE upstream_systems SET ${Object.keys(set)
        .map((name) => `${name} = ?`)
        .join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
      [...Object.values(set), id, body.version],
      ctx.tx,
    )
    if (saved !== 1) throw refuse('stale')
  }
  return findSystem(kernel, ctx.scope, id, ctx.tx)
}

async function byCode(kernel: Kernel, scope: Scope, code: string, tx: Tx): Promise<SystemRow | undefined> {
  const within = reach(scope, scopeColumns)
  const statement = { sql: `SELECT * FROM upstream_systems WHERE code = ? AND ${within.sql}`, params: [code, ...within.params] }
  return (await scopedRows<SystemRow>(kernel.store, scope, 'upstream_systems', statement, tx))[0]
}

async function byPartner(kernel: Kernel, partnerId: string, tx: Tx): Promise<SystemRow | undefined> {
  const statement = { sql: 'SELECT * FROM upstream_systems WHERE partner_id = ?', params: [partnerId] }
  return (await unscoped<SystemRow>(kernel.store, 'a partner is one system, wherever it is registered', statement, tx))[0]
}

export async function presentSystems(kernel: Kernel, viewer: Principal, rows: readonly SystemRow[], tx?: Tx): Promise<UpstreamSystem[]> {
  const places = await placesOf(
    kernel,
    rows.map(({ place_id }) => place_id),
    tx,
  )
  const partners = await partnersById(
    kernel,
    rows.flatMap(({ partner_id }) => partner_id ?? []),
    tx,
  )
  const managed = viewer.permissions.has('upstream.manage') ? scopeWith(viewer, 'upstream.manage', 'place').places : []
  return rows.map((row) => {
    const can: UpstreamSystem['can'] = managed.some((path) => row.place_path.startsWith(path)) ? ['manage'] : []
    if (can.length > 0 && row.url !== null && row.is_on === 1) can.push('sync')
    return {
      ...{ id: row.id, code: row.code, name: row.name, source: row.source },
      ...{ place: { id: row.place_id, name: shortName(places.get(row.place_id)) } },
      ...{ partnerKeyId: row.partner_id === null ? null : (partners.get(row.partner_id) ?? null), url: row.url },
      ...{ hasKey: row.key_sealed !== null, everyMinutes: Number(row.every_minutes), isOn: row.is_on === 1 },
      ...{ syncedAt: isoOrNull(row.synced_at), nextAt: isoOrNull(row.next_at), fault: row.fault, version: Number(row.version), can },
    }
  })
}
