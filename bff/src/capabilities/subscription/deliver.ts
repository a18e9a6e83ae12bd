import type { Consumer, Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { partnerById } from '../api/read.ts'
import type { HookRow } from './row.ts'
import { type Attempt, attempt, restAfter, retryAfter, tries } from './send.ts'

const leaseMs = 60_000
const atOnce = 8
const perHook = 50
const day = 86_400_000

const running = new WeakMap<Kernel, Promise<void>>()

/** Starts sending what is due, if nobody in this process does already. Nothing waits for it: a slow receiver holds up no job. */
export function startSending(kernel: Kernel): Promise<void> {
  const before = running.get(kernel)
  if (before) return before
  const fresh = sendAll(kernel)
    .catch((error) => kernel.log.error({ err: error }, 'a round of deliveries failed'))
    .finally(() => running.delete(kernel))
  running.set(kernel, fresh)
  return fresh
}

/** When nothing is under way any more; for an orderly end, and tests. */
export const sendingDone = (kernel: Kernel): Promise<void> => running.get(kernel) ?? Promise.resolve()

async function sendAll(kernel: Kernel): Promise<void> {
  for (;;) {
    const hooks = await dueHooks(kernel)
    if (hooks.length === 0) return
    let sent = 0
    // Addresses beside each other, messages of one address after each other.
    for (let from = 0; from < hooks.length; from += atOnce)
      sent += (await Promise.all(hooks.slice(from, from + atOnce).map((hook) => sendTo(kernel, hook)))).reduce((sum, one) => sum + one, 0)
    if (sent === 0) return
  }
}

async function dueHooks(kernel: Kernel): Promise<HookRow[]> {
  const now = kernel.clock.now()
  const waiting = await unscoped<{ hook_id: string }>(kernel.store, 'the house sends what it owes to everybody', {
    sql: "SELECT DISTINCT hook_id FROM hook_deliveries WHERE state = 'waiting' AND retry_at <= ?",
    params: [now],
  })
  const some = among(
    'id',
    waiting.map((row) => row.hook_id),
  )
  if (waiting.length === 0) return []
  return unscoped<HookRow>(kernel.store, 'the house sends what it owes to everybody', {
    sql: `SELECT * FROM hooks WHERE ${some.sql} AND is_enabled = 1 AND rests_until_at <= ? ORDER BY id`,
    params: [...some.params, now],
  })
}

interface Due {
  readonly id: string
  readonly content: string
  readonly attempts: number
  readonly version: number
}

/** Sends to one address until it has everything or stops answering; tells how many were tried. */
async function sendTo(kernel: Kernel, hook: HookRow): Promise<number> {
  if (hook.partner_id !== null && (await partnerById(kernel, hook.partner_id))?.is_on !== 1) return 0
  const due = await unscoped<Due>(kernel.store, 'the house sends what it owes to everybody', {
    sql: `SELECT id, content, attempts, version FROM hook_deliveries WHERE hook_id = ? AND state = 'waiting' AND retry_at <= ? ORDER BY id LIMIT ${perHook}`,
    params: [hook.id, kernel.clock.now()],
  })
  let tried = 0
  for (const one of due) {
    // Claimed before it leaves, so that of two processes one sends it; a process that dies gives it back by time.
    const claimed = await kernel.store.run(
      "UPDATE hook_deliveries SET retry_at = ?, attempts = attempts + 1, version = version + 1 WHERE id = ? AND version = ? AND state = 'waiting'",
      [kernel.clock.now() + leaseMs, one.id, one.version],
    )
    if (claimed !== 1) continue
    tried++
    const outcome = await attempt(kernel, hook, one)
    await settle(kernel, hook, { ...one, attempts: one.attempts + 1, version: one.version + 1 }, outcome)
    if (outcome.kind === 'away') break
  }
  return tried
}

async function settle(kernel: Kernel, hook: HookRow, one: Due, outcome: Attempt): Promise<void> {
  const now = kernel.clock.now()
  const dead = outcome.kind === 'hopeless' || (outcome.kind !== 'taken' && one.attempts >= tries)
  const state = outcome.kind === 'taken' ? 'done' : dead ? 'dead' : 'waiting'
  await kernel.store.run(
    'UPDATE hook_deliveries SET state = ?, status = ?, fault = ?, retry_at = ?, finished_at = ?, version = version + 1 WHERE id = ? AND version = ?',
    [
      ...[state, outcome.status ?? null, outcome.fault ?? null, now + retryAfter(one.attempts)],
      ...[state === 'waiting' ? null : now, one.id, one.version],
    ],
  )
  if (outcome.kind === 'away')
    await kernel.store.run('UPDATE hooks SET failures = failures + 1, rests_until_at = ? WHERE id = ?', [
      now + restAfter(hook.failures + 1),
      hook.id,
    ])
  else if (hook.failures > 0) await kernel.store.run('UPDATE hooks SET failures = 0, rests_until_at = 0 WHERE id = ?', [hook.id])
  if (dead) kernel.log.warn({ hook: hook.id, delivery: one.id, status: outcome.status, fault: outcome.fault }, 'a delivery was given up')
}

export const deliveryJobs = (kernel: Kernel): Job[] => [
  {
    kind: 'subscription.deliver',
    text: { zh: '推送订阅消息', en: 'Send messages to those who subscribed' },
    every: 10_000,
    run: async () => void startSending(kernel),
  },
  {
    kind: 'subscription.forget',
    text: { zh: '清理已送达的投递与过期消息', en: 'Remove old deliveries and messages' },
    daily: '04:10',
    run: async (_payload, { now }) => {
      for (const [state, days] of [
        ['done', 7],
        ['dead', 30],
      ] as const)
        await kernel.store.run('DELETE FROM hook_deliveries WHERE state = ? AND created_at < ?', [state, now - days * day])
      await kernel.store.run('DELETE FROM subscription_messages WHERE kept_at < ?', [now - 30 * day])
    },
  },
]

/** Sends as soon as there is something to send. */
export const sendAtOnce = (kernel: Kernel): Consumer => ({
  name: 'subscription.send',
  on: ['subscription.queued'],
  handle: async () => void startSending(kernel),
})
