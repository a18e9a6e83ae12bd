import type { DeviceMessage } from '@liren/contract/capabilities/subscription'
import { compare } from '@liren/contract/rule/compare'
import { nextNumber } from '../../engines/thing/index.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Consumer, StoredEvent } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { partnerById } from '../api/read.ts'
import { devicesWhere, type ToldEvent, valuesOf } from '../device/read.ts'
import { messagesFor } from './clear.ts'
import { isGranted } from './partner.ts'
import { hooksById, queueParcel } from './read.ts'
import { contentOf, type SubscriptionContent, type SubscriptionRow } from './row.ts'

const pages = 'subscriptions'
/** A topic that feeds a topic that feeds … ends somewhere; what would not end is refused when it is written. */
const deepest = 5
const perParcel = 100

interface Open {
  readonly row: SubscriptionRow
  readonly content: SubscriptionContent
}
const kept = new WeakMap<Kernel, { revision: number; all: readonly Open[] }>()

/** Said with every change of a subscription, in its transaction. */
export const turnPage = (kernel: Kernel, tx: Tx): Promise<number> => nextNumber(kernel.store, pages, tx)

/** Subscriptions in force; read again only when one has changed. */
async function inForce(kernel: Kernel, tx: Tx): Promise<readonly Open[]> {
  const [row] = await kernel.store.rows<{ value: number }>('SELECT value FROM counters WHERE name = ?', [pages], tx)
  const revision = Number(row?.value ?? 0)
  const before = kept.get(kernel)
  if (before?.revision === revision) return before.all
  const rows = await unscoped<SubscriptionRow>(
    kernel.store,
    'subscriptions are served by the house itself',
    { sql: 'SELECT * FROM subscriptions WHERE is_enabled = 1 ORDER BY id LIMIT 2000', params: [] },
    tx,
  )
  const all = rows.map((one) => ({ row: one, content: contentOf(one) }))
  kept.set(kernel, { revision, all })
  return all
}

export function fitsType(pattern: string, type: string): boolean {
  if (pattern === '*') return true
  return pattern.endsWith('.*') ? type.startsWith(pattern.slice(0, -1)) : pattern === type
}

/** Whether a message is meant: of this place, source and type, with everything that was asked of its values. */
export function isMeant({ row, content }: Open, message: DeviceMessage, topic: string | undefined): boolean {
  const { source, types, where } = content
  if (!message.placePath.startsWith(row.place_path)) return false
  if (source.by === 'topic' ? source.topic !== topic : topic !== undefined) return false
  if (source.by === 'device' && !source.ids.includes(message.device.id)) return false
  if (source.by === 'product' && (message.productId === null || !source.ids.includes(message.productId))) return false
  if (source.by === 'kind' && !source.kinds.includes(message.device.kind)) return false
  return types.some((type) => fitsType(type, message.type)) && where.every((one) => compare(one, message.values) === true)
}

/** Hands what devices said to those who subscribed to it, each message at most once to each. */
export const flow = (kernel: Kernel): Consumer => ({
  name: 'subscription.flow',
  on: ['device.told', 'topic.told'],
  async handle(event, tx) {
    const all = await inForce(kernel, tx)
    if (all.length === 0) return
    const { messages, topic, depth } = await messagesIn(kernel, event, tx)
    for (const one of all) {
      const meant = messages.filter((message) => isMeant(one, message, topic))
      if (meant.length === 0) continue
      if (one.row.partner_id !== null && !(await isGranted(kernel, one.row.partner_id, one.row.place_path, tx))) continue
      await hand(kernel, one, await cleared(kernel, one, meant, tx), { cause: event.id, depth }, tx)
    }
  },
})

/** What goes to another system goes without the values that it is not cleared for. */
async function cleared(
  kernel: Kernel,
  { row, content }: Open,
  messages: readonly DeviceMessage[],
  tx: Tx,
): Promise<readonly DeviceMessage[]> {
  if (content.target.to === 'webhook') return messages
  const partner = row.partner_id === null ? undefined : await partnerById(kernel, row.partner_id, tx)
  if (!partner) return messages
  const target = { kind: 'partner', id: partner.id, name: partner.name } as const
  return messagesFor(kernel, target, messages, row.place_path, tx)
}

async function messagesIn(kernel: Kernel, event: StoredEvent, tx: Tx) {
  if (event.name === 'topic.told') {
    const { topic, depth, messages } = event.payload as { topic: string; depth: number; messages: DeviceMessage[] }
    return { messages, topic, depth }
  }
  const told = (event.payload as { events: ToldEvent[] }).events
  const ids = [...new Set(told.map((one) => one.deviceId))]
  const devices = new Map((await devicesWhere(kernel, among('id', ids), ids.length, tx)).map((device) => [device.id, device]))
  const messages = told.flatMap((one): DeviceMessage[] => {
    const device = devices.get(one.deviceId)
    // What is retired or being worked on says nothing to others.
    if (!device || device.stage === 'retired') return []
    return [
      {
        ...{ id: one.id, type: one.type, at: new Date(one.at).toISOString(), productId: one.productId, placePath: one.placePath },
        ...{ device: { id: device.id, code: device.code, name: device.name, kind: device.kind } },
        values: valuesOf(device.isOfOneHome, one.type, { ...one.values }),
      },
    ]
  })
  return { messages, topic: undefined, depth: 0 }
}

async function hand(
  kernel: Kernel,
  { row, content }: Open,
  messages: readonly DeviceMessage[],
  { cause, depth }: { cause: string; depth: number },
  tx: Tx,
): Promise<void> {
  const { target } = content
  const now = kernel.clock.now()
  const news = { subject: 'subscription', subjectId: row.id }
  if (target.to === 'table') {
    await keepMessages(kernel, row.id, messages, now, tx)
    const live = { userIds: row.partner_id === null ? [] : [row.partner_id], placePath: row.place_path, permission: 'subscription.read' }
    await appendEvents(kernel, [{ ...news, name: 'subscription.message', payload: { count: messages.length }, live }], tx)
  } else if (target.to === 'topic') {
    if (depth >= deepest) return
    await appendEvents(kernel, [{ ...news, name: 'topic.told', payload: { topic: target.topic, depth: depth + 1, messages } }], tx)
  } else {
    const hook = (await hooksById(kernel, [target.hookId], tx)).get(target.hookId)
    if (!hook) return
    const subscription = { id: row.id, name: row.name }
    for (let from = 0; from < messages.length; from += perParcel) {
      const content = { subscription, messages: messages.slice(from, from + perParcel) }
      const parcel = { hook, about: { kind: 'subscription' as const, ...subscription }, placePath: row.place_path, content }
      await queueParcel(kernel, { ...parcel, cause: `${cause}:${row.id}:${from}` }, tx)
    }
  }
  await kernel.store.run('UPDATE subscriptions SET matched = matched + ?, last_at = ? WHERE id = ?', [messages.length, now, row.id], tx)
}

async function keepMessages(
  kernel: Kernel,
  subscriptionId: string,
  messages: readonly DeviceMessage[],
  now: number,
  tx: Tx,
): Promise<void> {
  for (let from = 0; from < messages.length; from += perParcel) {
    const part = messages.slice(from, from + perParcel)
    const params: SqlValue[] = part.flatMap((message) => [
      ...[kernel.ids.next(), subscriptionId, message.device.id, message.type],
      ...[JSON.stringify(message), Date.parse(message.at), now],
    ])
    const marks = part.map(() => '(?, ?, ?, ?, ?, ?, ?)').join(', ')
    await kernel.store.run(
      `INSERT INTO subscription_messages (id, subscription_id, device_id, event_type, content, at, kept_at) VALUES ${marks}`,
      params,
      tx,
    )
  }
}
