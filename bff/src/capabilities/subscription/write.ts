import type { BodyOf } from '@liren/contract'
import { type subscription as contract, hookErrors, subscriptionErrors } from '@liren/contract/capabilities/subscription'
import { OutgoingRefused, readAddress } from '../../kernel/adapters/outgoing.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { devicesWhere } from '../device/read.ts'
import { placesById } from '../place/read.ts'
import { turnPage } from './flow.ts'
import { findDelivery, findHook, findSubscription } from './list.ts'
import { partnerFor } from './partner.ts'
import { queueParcel } from './read.ts'
import { contentOf, type HookRow, type SubscriptionRow } from './row.ts'
import { hostsAllowed, secretPlace } from './send.ts'

type Endpoints = (typeof contract)['endpoints']
type Writer = Pick<RequestContext, 'principal' | 'scope' | 'tx' | 'now'>

async function placeFor(kernel: Kernel, id: string, { scope, tx }: Writer) {
  const place = (await placesById(kernel, [id], tx)).get(id)
  if (!place || place.isRetired || !scope.places.some((path) => place.path.startsWith(path))) throw refuse('not-found')
  return place
}

const placeColumns = (place: { id: string; path: string; fullName: string }) => ({
  place_id: place.id,
  place_path: place.path,
  place_label: place.fullName,
})

export async function writeSubscription(
  kernel: Kernel,
  { name, placeId, partnerId, isEnabled, ...content }: BodyOf<Endpoints['create']>,
  writer: Writer,
  known?: { id: string; version: number },
): Promise<SubscriptionRow> {
  const { tx } = writer
  const place = await placeFor(kernel, placeId, writer)
  const partner = await partnerFor(kernel, writer.principal, partnerId, place.path, tx)
  const { source, target } = content
  if (source.by === 'device') {
    const found = await devicesWhere(kernel, among('id', source.ids), source.ids.length, tx)
    if (source.ids.some((id) => !found.some((device) => device.id === id && device.placePath.startsWith(place.path))))
      throw refuse('request.invalid', {
        faults: [{ path: 'body.source.ids', zh: '所选地点没有这台设备', en: 'There is no such device at the place' }],
      })
  }
  if (target.to === 'webhook') {
    const hook = await findHook(kernel, writer, target.hookId, tx)
    if (hook.partner_id !== partner) throw refuseWith(hookErrors, 'subscription.partner')
  }
  await turnPage(kernel, tx)
  await refuseCircle(kernel, { id: known?.id, source, target }, tx)
  const columns: Record<string, SqlValue> = {
    ...{ name, ...placeColumns(place), partner_id: partner, hook_id: target.to === 'webhook' ? target.hookId : null },
    ...{ content: JSON.stringify(content), is_enabled: isEnabled ? 1 : 0 },
  }
  const id = known?.id ?? kernel.ids.next()
  if (known === undefined) await insertOnce(kernel.store, 'subscriptions', { id, ...columns }, tx)
  else await change(kernel, 'subscriptions', known, columns, tx)
  return findSubscription(kernel, writer, id, tx)
}

async function change(
  kernel: Kernel,
  table: 'subscriptions' | 'hooks',
  { id, version }: { id: string; version: number },
  columns: Readonly<Record<string, SqlValue>>,
  tx: Tx,
): Promise<void> {
  const sets = Object.keys(columns).map((column) => `${column} = ?`)
  const values = [...Object.values(columns), id, version]
  const changed = await kernel.store.run(
    `UPDATE ${table} SET ${sets.join(', ')}, version = version + 1 WHERE id = ? AND version = ?`,
    values,
    tx,
  )
  if (changed !== 1) throw refuse('stale')
}

/** A topic must not come back to itself over others. Whoever writes holds the counter of pages, so two halves of a circle cannot be written at once. */
async function refuseCircle(
  kernel: Kernel,
  fresh: { id: string | undefined } & Pick<ReturnType<typeof contentOf>, 'source' | 'target'>,
  tx: Tx,
): Promise<void> {
  if (fresh.source.by !== 'topic' || fresh.target.to !== 'topic') return
  const rows = await unscoped<SubscriptionRow>(
    kernel.store,
    'a circle can go over subscriptions of other places',
    { sql: 'SELECT id, content FROM subscriptions ORDER BY id LIMIT 2000', params: [] },
    tx,
  )
  const steps = rows.filter((row) => row.id !== fresh.id).map(contentOf)
  const from = fresh.source.topic
  const seen = new Set<string>()
  const next = [fresh.target.topic]
  for (let topic = next.pop(); topic !== undefined; topic = next.pop()) {
    if (topic === from) throw refuseWith(subscriptionErrors, 'subscription.circle')
    if (seen.has(topic)) continue
    seen.add(topic)
    for (const { source, target } of steps)
      if (source.by === 'topic' && source.topic === topic && target.to === 'topic') next.push(target.topic)
  }
}

export async function removeSubscription(kernel: Kernel, id: string, version: number, writer: Writer): Promise<SubscriptionRow> {
  const row = await findSubscription(kernel, writer, id, writer.tx)
  const gone = await kernel.store.run('DELETE FROM subscriptions WHERE id = ? AND version = ?', [id, version], writer.tx)
  if (gone !== 1) throw refuse('stale')
  await kernel.store.run('DELETE FROM subscription_messages WHERE subscription_id = ?', [id], writer.tx)
  await turnPage(kernel, writer.tx)
  return row
}

function refuseAddress(kernel: Kernel, url: string): void {
  try {
    readAddress(url, hostsAllowed(kernel))
  } catch (error) {
    if (error instanceof OutgoingRefused) throw refuseWith(hookErrors, 'subscription.address', { details: { reason: error.reason } })
    throw error
  }
}

const newSecret = (kernel: Kernel): string => kernel.random.bytes(32).toString('hex')

export async function createHook(
  kernel: Kernel,
  { name, placeId, url, signedBy, partnerId }: BodyOf<Endpoints['createHook']>,
  writer: Writer,
): Promise<{ row: HookRow; secret: string }> {
  refuseAddress(kernel, url)
  const place = await placeFor(kernel, placeId, writer)
  const id = kernel.ids.next()
  const secret = newSecret(kernel)
  const row = {
    ...{ id, name, ...placeColumns(place), url, signed_by: signedBy, sealed_secret: kernel.sealer.seal(secret, secretPlace(id)) },
    ...{ partner_id: await partnerFor(kernel, writer.principal, partnerId, place.path, writer.tx), is_enabled: 1, created_at: writer.now },
  }
  await insertOnce(kernel.store, 'hooks', row, writer.tx)
  return { row: await findHook(kernel, writer, id, writer.tx), secret }
}

export async function saveHook(
  kernel: Kernel,
  id: string,
  { name, url, signedBy, isEnabled, version }: BodyOf<Endpoints['saveHook']>,
  writer: Writer,
): Promise<HookRow> {
  refuseAddress(kernel, url)
  await findHook(kernel, writer, id, writer.tx)
  // Somebody has looked after it: it is tried again at once.
  const columns = { name, url, signed_by: signedBy, is_enabled: isEnabled ? 1 : 0, failures: 0, rests_until_at: 0 }
  await change(kernel, 'hooks', { id, version }, columns, writer.tx)
  return findHook(kernel, writer, id, writer.tx)
}

export async function renewSecret(kernel: Kernel, id: string, version: number, writer: Writer): Promise<{ row: HookRow; secret: string }> {
  await findHook(kernel, writer, id, writer.tx)
  const secret = newSecret(kernel)
  await change(kernel, 'hooks', { id, version }, { sealed_secret: kernel.sealer.seal(secret, secretPlace(id)) }, writer.tx)
  return { row: await findHook(kernel, writer, id, writer.tx), secret }
}

export async function removeHook(kernel: Kernel, id: string, version: number, writer: Writer): Promise<HookRow> {
  const row = await findHook(kernel, writer, id, writer.tx)
  const gone = await kernel.store.run('DELETE FROM hooks WHERE id = ? AND version = ?', [id, version], writer.tx)
  if (gone !== 1) throw refuse('stale')
  const used = await unscoped(
    kernel.store,
    'an address may be used at every place under its own',
    {
      sql: 'SELECT id FROM subscriptions WHERE hook_id = ? UNION ALL SELECT id FROM rules WHERE is_removed = 0 AND content LIKE ? LIMIT 1',
      params: [id, `%"${id}"%`],
    },
    writer.tx,
  )
  if (used.length > 0) throw refuseWith(hookErrors, 'subscription.hook-used')
  await kernel.store.run('DELETE FROM hook_deliveries WHERE hook_id = ?', [id], writer.tx)
  return row
}

export async function tryHook(kernel: Kernel, id: string, writer: Writer): Promise<{ row: HookRow; deliveryId: string }> {
  const row = await findHook(kernel, writer, id, writer.tx)
  const hook = { id, name: row.name, placePath: row.place_path, isEnabled: row.is_enabled === 1 }
  const cause = `trial:${kernel.ids.next()}`
  const parcel = {
    hook,
    about: { kind: 'trial' as const, id, name: row.name },
    placePath: row.place_path,
    cause,
    content: { at: new Date(writer.now).toISOString() },
  }
  const deliveryId = await queueParcel(kernel, parcel, writer.tx)
  // Asked for by somebody who waits for it: not after the rest of an address that was away.
  await kernel.store.run('UPDATE hooks SET rests_until_at = 0 WHERE id = ?', [id], writer.tx)
  return { row, deliveryId: deliveryId as string }
}

export async function replay(kernel: Kernel, id: string, version: number, writer: Writer) {
  const before = await findDelivery(kernel, writer, id, writer.tx)
  if (before.state !== 'dead') throw refuseWith(hookErrors, 'subscription.delivery-state')
  const changed = await kernel.store.run(
    "UPDATE hook_deliveries SET state = 'waiting', attempts = 0, retry_at = ?, finished_at = NULL, version = version + 1 WHERE id = ? AND version = ? AND state = 'dead'",
    [writer.now, id, version],
    writer.tx,
  )
  if (changed !== 1) throw refuse('stale')
  await kernel.store.run('UPDATE hooks SET rests_until_at = 0 WHERE id = ?', [before.hook_id], writer.tx)
  return findDelivery(kernel, writer, id, writer.tx)
}
