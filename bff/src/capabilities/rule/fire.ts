import type { BookedRule } from '../../engines/rule/book.ts'
import { checkGiven, type Facts, neededFor } from '../../engines/rule/given.ts'
import { keepMemories, memoryKey, memoryOf } from '../../engines/rule/memory.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice, readShadows } from '../device/read.ts'
import { placesById } from '../place/read.ts'
import { act, type Outcome } from './act.ts'
import { turnPage } from './book.ts'

export interface FiringCause {
  /** What set it off; the same never fires a rule twice. */
  readonly key: string
  readonly device: KnownDevice | undefined
  readonly placePath: string
  readonly at: number
  readonly values: Readonly<Record<string, unknown>>
  readonly alarmId?: string | undefined
}

export interface Occasion {
  readonly rule: BookedRule
  readonly index: number
  readonly cause: FiringCause
  /** Devices for which bridges run rules by themselves, by rule. */
  readonly taken: ReadonlyMap<string, ReadonlySet<string>>
}

/** A rule that fires more often than this in a minute runs in a circle. */
export const mostInAMinute = 60

/** Fires a rule if all the rest holds and it does not rest; everything it does is in this transaction, with the reasons. */
export async function fire(kernel: Kernel, { rule, index, cause, taken }: Occasion, tx: Tx): Promise<boolean> {
  // The bridge does it and tells; what only the house can do follows from its word.
  if (cause.device !== undefined && taken.get(rule.id)?.has(cause.device.id)) return false
  const now = kernel.clock.now()
  const about = { deviceId: cause.device?.id ?? null, placePath: cause.placePath }
  const given = checkGiven(rule.content, about, await factsFor(kernel, rule, about, now, tx))
  if (!given.holds) return false
  const restKey = memoryKey(rule, 'rest', cause.device?.id ?? '-')
  if (rule.content.restSeconds > 0) {
    const rested = (await memoryOf(kernel, restKey, tx)).since
    // A last time that lies ahead of us is a clock that was set back, and no reason to stay silent.
    if (rested !== null && rested <= now && now - rested < rule.content.restSeconds * 1000) return false
  }
  if (await runsInACircle(kernel, rule, now, tx)) return false
  const id = kernel.ids.next()
  const made = await insertOnce(
    kernel.store,
    'rule_firings',
    {
      ...{
        id,
        rule_id: rule.id,
        number: rule.number,
        rule_name: rule.name,
        place_path: cause.placePath,
        device_id: cause.device?.id ?? null,
      },
      ...{ ran_at: 'cloud', cause_key: cause.key, content: '{}', at: now },
    },
    tx,
  )
  if (!made) return false
  const { outcomes, bridges, letters } = await act(kernel, { firingId: id, rule, cause, skipCommands: false }, tx)
  await keepFiring(kernel, id, { index, cause, checked: given.checked, outcomes }, tx)
  if (rule.content.restSeconds > 0) await keepMemories(kernel, new Map([[restKey, { isHeld: false, since: now, last: null }]]), tx)
  await countFiring(kernel, rule, now, tx)
  await tellFiring(kernel, { id, rule, cause, bridges, letters }, tx)
  return true
}

interface Kept {
  readonly index: number
  readonly cause: FiringCause
  readonly checked: readonly (readonly { value: string | null; holds: boolean }[])[]
  readonly outcomes: readonly Outcome[]
}

export const keepFiring = (kernel: Kernel, id: string, { index, cause, checked, outcomes }: Kept, tx: Tx) =>
  kernel.store.run(
    'UPDATE rule_firings SET content = ? WHERE id = ?',
    [
      JSON.stringify({
        ...{ index, at: cause.at, values: cause.values, given: checked, outcomes, alarmId: cause.alarmId },
        device: cause.device && { id: cause.device.id, code: cause.device.code, name: cause.device.name },
      }),
      id,
    ],
    tx,
  )

export const countFiring = (kernel: Kernel, rule: { id: string }, now: number, tx: Tx) =>
  kernel.store.run('UPDATE rules SET fired = fired + 1, last_fired_at = ? WHERE id = ?', [now, rule.id], tx)

interface Told {
  readonly id: string
  readonly rule: { readonly id: string; readonly name: string }
  readonly cause: FiringCause
  readonly bridges: readonly string[]
  readonly letters: readonly unknown[]
}

export const tellFiring = (kernel: Kernel, { id, rule, cause, bridges, letters }: Told, tx: Tx) =>
  appendEvents(
    kernel,
    [
      {
        ...{ name: 'rule.fired', subject: 'rule', subjectId: rule.id },
        payload: {
          firingId: id,
          ruleName: rule.name,
          placePath: cause.placePath,
          deviceId: cause.device?.id ?? null,
          bridges,
          letters,
        },
        live: { placePath: cause.placePath, permission: 'rule.read' },
      },
    ],
    tx,
  )

async function factsFor(
  kernel: Kernel,
  rule: BookedRule,
  cause: { deviceId: string | null; placePath: string },
  now: number,
  tx: Tx,
): Promise<Facts> {
  const needed = neededFor(rule.content, cause)
  const shadows = await readShadows(kernel, needed.devices, tx)
  const devices = needed.devices.length === 0 ? [] : await devicesWhere(kernel, among('id', needed.devices), needed.devices.length, tx)
  const known = new Map(devices.map((device) => [device.id, device]))
  const places = await placesById(kernel, needed.places, tx)
  return {
    ...{ now, zone: kernel.config.LIREN_TIME_ZONE },
    value: (deviceId, property) => shadows.get(deviceId)?.reported[property],
    presence: (deviceId) => known.get(deviceId)?.presence,
    isWithheld: (deviceId) => known.get(deviceId)?.isOfOneHome === true,
    placePath: (id) => places.get(id)?.path,
  }
}

/** Switches a rule off that runs in a circle, and says so. */
async function runsInACircle(kernel: Kernel, rule: BookedRule, now: number, tx: Tx): Promise<boolean> {
  const rows = await unscoped<{ at: number }>(
    kernel.store,
    'a rule that runs in a circle is stopped for everybody',
    { sql: `SELECT at FROM rule_firings WHERE rule_id = ? ORDER BY id DESC LIMIT ${mostInAMinute}`, params: [rule.id] },
    tx,
  )
  const oldest = rows.at(-1)
  if (rows.length < mostInAMinute || oldest === undefined || now - Number(oldest.at) >= 60_000) return false
  const stopped = await kernel.store.run(
    "UPDATE rules SET is_enabled = 0, stopped = 'runaway', version = version + 1 WHERE id = ? AND is_enabled = 1",
    [rule.id],
    tx,
  )
  if (stopped !== 1) return true
  await turnPage(kernel, tx)
  const payload = { name: rule.name, placePath: rule.placePath }
  await appendEvents(
    kernel,
    [{ name: 'rule.stopped', subject: 'rule', subjectId: rule.id, payload, live: { placePath: rule.placePath, permission: 'rule.read' } }],
    tx,
  )
  return true
}
