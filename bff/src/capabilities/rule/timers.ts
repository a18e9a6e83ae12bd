import { text } from '@liren/contract'
import { memoryOf } from '../../engines/rule/memory.ts'
import { nextDaily } from '../../kernel/background/daily.ts'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import type { Job } from '../../kernel/capability.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { isUnaccepted } from '../alarm/read.ts'
import { deviceById } from '../device/read.ts'
import { readBook } from './book.ts'
import { fire } from './fire.ts'

interface Waiting {
  readonly ruleId: string
  readonly number: number
  readonly index: number
  readonly deviceId: string
  readonly key: string
  readonly placePath: string
}
interface Lasted extends Waiting {
  readonly since: number
  readonly causeId: string
  readonly values: Record<string, unknown>
}
interface Unaccepted extends Waiting {
  readonly alarmId: string
  readonly alarm: string
}
interface Tick {
  readonly ruleId: string
  readonly number: number
  readonly index: number
}

/** The rule as it was when the timer was set; a changed or switched-off rule waits for nothing. */
async function booked(kernel: Kernel, { ruleId, number }: { ruleId: string; number: number }, tx: Tx) {
  const { book, taken } = await readBook(kernel, tx)
  const rule = book.rules.get(ruleId)
  return rule?.number === number ? { rule, taken } : undefined
}

async function lasted(kernel: Kernel, payload: Lasted, tx: Tx): Promise<void> {
  const found = await booked(kernel, payload, tx)
  if (!found) return
  const memory = await memoryOf(kernel, payload.key, tx)
  if (!memory.isHeld || memory.since !== payload.since) return
  const device = await deviceById(kernel, payload.deviceId, tx)
  if (!device) return
  const cause = {
    ...{ key: `${payload.causeId}:${payload.ruleId}:${payload.index}`, device, placePath: payload.placePath },
    ...{ at: kernel.clock.now(), values: payload.values },
  }
  await fire(kernel, { ...found, index: payload.index, cause }, tx)
}

async function unaccepted(kernel: Kernel, payload: Unaccepted, tx: Tx): Promise<void> {
  const found = await booked(kernel, payload, tx)
  if (!found || !(await isUnaccepted(kernel, payload.alarmId, tx))) return
  const device = await deviceById(kernel, payload.deviceId, tx)
  const about = { placePath: payload.placePath, at: kernel.clock.now(), alarmId: payload.alarmId, values: { alarm: payload.alarm } }
  await fire(kernel, { ...found, index: payload.index, cause: { key: payload.key, device, ...about } }, tx)
}

async function tick(kernel: Kernel, payload: Tick, at: number, tx: Tx): Promise<void> {
  const found = await booked(kernel, payload, tx)
  if (!found) return
  await plantTick(kernel, found.rule, payload.index, Math.max(at, kernel.clock.now()), tx)
  const when = found.rule.content.when[payload.index]
  const zone = kernel.config.LIREN_TIME_ZONE
  const weekday = ((new Date(new Intl.DateTimeFormat('en-CA', { timeZone: zone }).format(at)).getUTCDay() + 6) % 7) + 1
  if (when?.kind !== 'time' || (when.days !== undefined && !when.days.includes(weekday))) return
  const cause = { key: `${payload.ruleId}:${payload.index}:${at}`, device: undefined, placePath: found.rule.placePath, at, values: {} }
  await fire(kernel, { ...found, index: payload.index, cause }, tx)
}

interface Ticking {
  readonly id: string
  readonly number: number
  readonly content: { readonly when: readonly { kind: string; at?: string }[] }
}

async function plantTick(kernel: Kernel, rule: Ticking, index: number, after: number, tx: Tx): Promise<void> {
  const when = rule.content.when[index]
  if (when?.kind !== 'time' || when.at === undefined) return
  const at = nextDaily(after, when.at, kernel.config.LIREN_TIME_ZONE)
  const payload = { ruleId: rule.id, number: rule.number, index }
  await scheduleJob(kernel, { kind: 'rule.tick', key: `${rule.id}:${rule.number}:${index}:${at}`, at, payload }, tx)
}

/** The next moment of every trigger of a rule that is a time of day. */
export async function plantTicks(kernel: Kernel, rule: Ticking, tx: Tx): Promise<void> {
  for (const index of rule.content.when.keys()) await plantTick(kernel, rule, index, kernel.clock.now(), tx)
}

export const ruleJobs = (kernel: Kernel): Job[] => [
  {
    kind: 'rule.lasted',
    text: text('规则持续时间已到', 'What had to last has lasted'),
    run: (payload) => kernel.store.tx((tx) => lasted(kernel, payload as unknown as Lasted, tx)),
  },
  {
    kind: 'rule.unaccepted',
    text: text('告警无人受理时的规则', 'Rules for alarms that nobody accepts'),
    run: (payload) => kernel.store.tx((tx) => unaccepted(kernel, payload as unknown as Unaccepted, tx)),
  },
  {
    kind: 'rule.tick',
    text: text('按时间触发的规则', 'Rules by time of day'),
    run: (payload, { scheduledFor }) => kernel.store.tx((tx) => tick(kernel, payload as unknown as Tick, scheduledFor, tx)),
  },
]
