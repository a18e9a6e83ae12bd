import type { DeviceCommand } from '@liren/contract/device-commands'
import type { DeviceSignal } from '@liren/contract/device-events'
import type { Condition, EdgeRule, Trigger } from '@liren/contract/device-rules'
import { compare, withinTime } from '@liren/contract/rule/compare'
import type { Commands } from '../commands/commands.ts'
import type { Hub } from '../hub.ts'
import type { Clock, Log } from '../ports/ports.ts'
import type { Registry } from '../registry.ts'
import type { Signal } from '../traits/trait.ts'

interface EngineDeps {
  readonly hub: Pick<Hub, 'tell' | 'presenceOf'>
  readonly registry: Registry
  readonly commands: Pick<Commands, 'order'>
  readonly clock: Clock
  readonly log: Log
  nonce(): string
  /** What outlives a restart, kept by whoever owns the disk. */
  readonly memory: RuleMemory
}

export interface RuleMemory {
  /** Which comparisons held last, by rule, version, trigger and device: so that a restart makes nothing "become" true. */
  readonly held: Record<string, boolean>
  /** When each rule fired last, by the wall clock. */
  readonly firedAt: Record<string, number>
  save(): void
}

/** The bridge's own words set nothing off: a rule would hear itself. */
export const deaf: ReadonlySet<string> = new Set([
  'command.state',
  'rule.fired',
  'frames.told',
  'bridge.stranger',
  'bridge.job',
  'frame.unknown',
])
/** A rule that fires more often than this in a minute runs in a circle. */
const mostInAMinute = 60

/** Runs the rules of this bridge with what its devices say, whether the platform is there or not. */
export function createRules(deps: EngineDeps) {
  const { hub, registry, clock, log, memory } = deps
  /** By device, so that a word costs no more than the rules that listen to it. */
  const listening = new Map<string, { rule: EdgeRule; trigger: Trigger; index: number }[]>()
  const last = new Map<string, { values: unknown; at: number }>()
  const waiting = new Map<string, AbortController>()
  const recent = new Map<string, number[]>()
  const counts = { fired: 0, held: 0, runaway: 0 }

  const holds = (condition: Condition): boolean => {
    if (condition.kind === 'time') return withinTime(condition, clock.now())
    if (condition.kind === 'presence') return hub.presenceOf(condition.device) === condition.is
    const word = last.get(`${condition.device} ${condition.type}`)
    if (!word || (condition.notOlderThanMs !== undefined && clock.elapsed() - word.at > condition.notOlderThanMs)) return false
    return compare(condition.compare, word.values) === true
  }

  const isRunaway = (rule: EdgeRule): boolean => {
    const now = clock.elapsed()
    const times = (recent.get(rule.id) ?? []).filter((at) => now - at < 60_000)
    recent.set(rule.id, times)
    if (times.length >= mostInAMinute) return true
    times.push(now)
    return false
  }

  const fire = async (rule: EdgeRule, cause: DeviceSignal): Promise<void> => {
    const now = clock.now()
    const rested = memory.firedAt[rule.id]
    // A last time that lies ahead of us is a clock that was set back, and no reason to stay silent.
    if (rested !== undefined && rested <= now && now - rested < rule.restMs) return
    if (!rule.given.every(holds)) {
      counts.held += 1
      return
    }
    if (isRunaway(rule)) {
      counts.runaway += 1
      const text = `rule ${rule.id} fired more than ${mostInAMinute} times in a minute and was held back`
      if (counts.runaway === 1) log.warn({ rule: rule.id }, text)
      return
    }
    memory.firedAt[rule.id] = now
    memory.save()
    counts.fired += 1
    const actions = await Promise.all(
      rule.actions.map(async ({ device, order, ttlMs }) => {
        const id = `edge-${deps.nonce()}`
        const told = { device, name: order.name, commandId: id }
        if (!registry.get(device)?.isEnabled) return { ...told, isTaken: false, reason: 'there is no such device here' }
        const command = { id, device, sequence: 1, issuedAt: now, expiresAt: now + ttlMs, ...order } as DeviceCommand
        try {
          await deps.commands.order(command, ttlMs)
          return { ...told, isTaken: true }
        } catch (error) {
          return { ...told, isTaken: false, reason: (error as Error).message.slice(0, 200) }
        }
      }),
    )
    const values = { ruleId: rule.id, version: rule.version, cause: { device: cause.device, type: cause.type, at: cause.at }, actions }
    await hub.tell(cause.device, [{ type: 'rule.fired', values } as Signal])
  }

  const fired = (rule: EdgeRule, cause: DeviceSignal): void =>
    void fire(rule, cause).catch((error: Error) => log.warn({ rule: rule.id, reason: error.message }, 'a firing could not be kept'))

  /** Fires when it became true, and where that is asked for, only after it stayed so. */
  const become = (rule: EdgeRule, key: string, isTrue: boolean, forMs: number, cause: DeviceSignal): void => {
    if (!isTrue) {
      waiting.get(key)?.abort()
      waiting.delete(key)
      if (memory.held[key]) {
        delete memory.held[key]
        memory.save()
      }
      return
    }
    if (memory.held[key] || waiting.has(key)) return
    const settle = (): void => {
      memory.held[key] = true
      memory.save()
      fired(rule, cause)
    }
    if (forMs === 0) {
      settle()
      return
    }
    const patience = new AbortController()
    waiting.set(key, patience)
    clock.sleep(forMs, patience.signal).then(
      () => {
        waiting.delete(key)
        settle()
      },
      () => undefined,
    )
  }

  const consider = (rule: EdgeRule, trigger: Trigger, index: number, event: DeviceSignal): void => {
    const key = `${rule.id} ${rule.version} ${index} ${event.device}`
    if (trigger.kind === 'event') {
      if (trigger.type === event.type && trigger.where.every((one) => compare(one, event.values) === true)) fired(rule, event)
      return
    }
    if (trigger.kind === 'presence') {
      const isPresence = event.type === 'device.online' || event.type === 'device.offline'
      if (isPresence) become(rule, key, event.type === `device.${trigger.is}`, trigger.forMs ?? 0, event)
      return
    }
    if (trigger.type !== event.type) return
    const result = compare(trigger.compare, event.values)
    // Not told this time: what held goes on.
    if (result !== undefined) become(rule, key, result, trigger.forMs ?? 0, event)
  }

  return {
    counts,
    /** The rules in force from now on. What waits for one that is gone or changed is given up. */
    put(next: readonly EdgeRule[]): void {
      const keys = new Set(next.map((rule) => `${rule.id} ${rule.version} `))
      const isOurs = (key: string): boolean => [...keys].some((start) => key.startsWith(start))
      for (const [key, patience] of waiting) {
        if (isOurs(key)) continue
        patience.abort()
        waiting.delete(key)
      }
      for (const key of Object.keys(memory.held)) if (!isOurs(key)) delete memory.held[key]
      listening.clear()
      for (const rule of next)
        for (const [index, trigger] of rule.when.entries())
          for (const device of new Set(trigger.devices)) {
            const known = listening.get(device) ?? []
            known.push({ rule, trigger, index })
            listening.set(device, known)
          }
      memory.save()
    },
    heard(event: DeviceSignal): void {
      if (deaf.has(event.type)) return
      last.set(`${event.device} ${event.type}`, { values: event.values, at: clock.elapsed() })
      for (const { rule, trigger, index } of listening.get(event.device) ?? []) consider(rule, trigger, index, event)
    },
    close(): void {
      for (const patience of waiting.values()) patience.abort()
      waiting.clear()
    },
  }
}

export type Rules = ReturnType<typeof createRules>
