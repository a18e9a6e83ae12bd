import { merchant as contract, type KeptMerchant, merchantErrors } from '@liren/contract/capabilities/merchant'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import { accountByPhone } from '../../kernel/identity/accounts.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { reach, scopedRows } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { placeById } from '../place/read.ts'
import { presentKept } from './present.ts'
import { type MerchantRow, merchantColumns } from './row.ts'

const e = contract.endpoints
type Content = RequestContext<typeof e.update>['body']

async function keeperOf(kernel: Kernel, phone: string | null, tx: Tx): Promise<string | null> {
  if (phone === null) return null
  const account = await accountByPhone(kernel, phone, tx)
  if (account?.state !== 'active') throw refuseWith(merchantErrors, 'merchant.keeper-unknown')
  return account.id
}

export async function createMerchant(kernel: Kernel, ctx: RequestContext<typeof e.create>): Promise<KeptMerchant> {
  const { body, scope, tx, now } = ctx
  const place = await placeById(kernel, body.placeId, tx)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  const row: MerchantRow = {
    id: kernel.ids.next(),
    place_id: place.id,
    place_path: place.path,
    name: body.name,
    intro: body.intro,
    phone: body.phone,
    keeper_id: await keeperOf(kernel, body.keeperPhone ?? null, tx),
    state: body.state,
    stars: 0,
    rated: 0,
    done: 0,
    created_at: now,
    version: 1,
  }
  await insertOnce(kernel.store, 'merchants', { ...row }, tx)
  await writeServices(kernel, row.id, body.services, tx)
  ctx.audit({ subject: 'merchant', subjectId: row.id, placePath: row.place_path, after: { name: row.name } })
  return (await presentKept(kernel, [row], tx))[0] as KeptMerchant
}

export async function updateMerchant(kernel: Kernel, ctx: RequestContext<typeof e.update>): Promise<KeptMerchant> {
  const { body, scope, tx, params } = ctx
  const within = reach(scope, merchantColumns)
  const statement = { sql: `SELECT * FROM merchants WHERE id = ? AND ${within.sql}`, params: [params.id, ...within.params] }
  const [row] = await scopedRows<MerchantRow>(kernel.store, scope, 'merchants', statement, tx)
  if (!row) throw refuse('not-found')
  const next: MerchantRow = {
    ...row,
    name: body.name,
    intro: body.intro,
    phone: body.phone,
    state: body.state,
    keeper_id: body.keeperPhone === undefined ? row.keeper_id : await keeperOf(kernel, body.keeperPhone, tx),
    version: row.version + 1,
  }
  const changed = await kernel.store.run(
    'UPDATE merchants SET name = ?, intro = ?, phone = ?, state = ?, keeper_id = ?, version = version + 1 WHERE id = ? AND version = ?',
    [next.name, next.intro, next.phone, next.state, next.keeper_id, row.id, body.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
  // Orders that are not over go to whoever takes orders now.
  if (next.keeper_id !== row.keeper_id)
    await kernel.store.run(
      "UPDATE merchant_orders SET keeper_id = ? WHERE merchant_id = ? AND state IN ('placed', 'accepted', 'finished')",
      [next.keeper_id, row.id],
      tx,
    )
  await writeServices(kernel, row.id, body.services, tx)
  ctx.audit({ subject: 'merchant', subjectId: row.id, placePath: row.place_path, before: { name: row.name }, after: { name: next.name } })
  return (await presentKept(kernel, [next], tx))[0] as KeptMerchant
}

/** The list as it was given: known ones change, new ones come, those left out are withdrawn. Orders keep their own copy. */
async function writeServices(kernel: Kernel, merchantId: string, services: Content['services'], tx: Tx): Promise<void> {
  const { store } = kernel
  await store.run('UPDATE merchant_services SET is_withdrawn = 1 WHERE merchant_id = ?', [merchantId], tx)
  for (const [sort, { id, name, unit, fen }] of services.entries()) {
    const known =
      id !== undefined &&
      (await store.run(
        'UPDATE merchant_services SET name = ?, unit = ?, fen = ?, sort = ?, is_withdrawn = 0 WHERE id = ? AND merchant_id = ?',
        [name, unit, fen, sort, id, merchantId],
        tx,
      )) === 1
    if (known) continue
    if (id !== undefined) throw refuse('not-found')
    await insertOnce(store, 'merchant_services', { id: kernel.ids.next(), merchant_id: merchantId, name, unit, fen, sort }, tx)
  }
}
