import type { Target, Then } from '@liren/contract/capabilities/rule'
import type { BookedRule } from '../../engines/rule/book.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine, startsWith } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { escalateNow, openCase, raiseAlarm } from '../alarm/read.ts'
import { deviceById, devicesWhere, isRefusal, type KnownDevice, sendCommand } from '../device/read.ts'
import { placeForCase } from '../place/read.ts'
import { hooksById, queueParcel } from '../subscription/read.ts'
import type { FiringCause } from './fire.ts'

/** What became of one action, in words that the record keeps. */
export interface Outcome {
  /** Which of the rule's actions. */
  readonly index: number
  readonly isDone: boolean
  readonly why?: string | undefined
  readonly subject?: string | undefined
  readonly subjectId?: string | undefined
  readonly device?: { readonly id: string; readonly name: string } | undefined
}

export interface RuleLetter {
  readonly to: Extract<Then, { kind: 'message' }>['to']
  readonly userIds: readonly string[]
  readonly title: string
  readonly body: string
  readonly placePath: string
  readonly deviceId: string | null
}

interface Done {
  readonly outcomes: Outcome[]
  readonly bridges: string[]
  readonly letters: RuleLetter[]
}

interface Acting {
  readonly firingId: string
  readonly rule: BookedRule
  readonly cause: FiringCause
  /** The bridge has done them. */
  readonly skipCommands: boolean
}

/** What happened longer ago than this moves nothing any more: a door that opens now opens for somebody else. */
const stillActedOn = 10 * 60_000
/** More devices than this are not around one. */
const mostTargets = 200

/** Does what a rule asks for, in its order. What one action is refused does not keep the next from being done. */
export async function act(kernel: Kernel, acting: Acting, tx: Tx): Promise<Done> {
  const done: Done = { outcomes: [], bridges: [], letters: [] }
  for (const [index, action] of acting.rule.content.actions.entries()) await one(kernel, acting, action, index, done, tx)
  return done
}

async function one(kernel: Kernel, acting: Acting, action: Then, index: number, done: Done, tx: Tx): Promise<void> {
  const { rule, cause } = acting
  const say = (outcome: Omit<Outcome, 'index'>) => void done.outcomes.push({ index, ...outcome })
  switch (action.kind) {
    case 'command':
      return acting.skipCommands ? say({ isDone: true, why: 'edge' }) : command(kernel, acting, action, index, done, tx)
    case 'message':
      done.letters.push({
        ...{ to: action.to, userIds: action.userIds ?? [], title: action.title, body: action.body },
        ...{ placePath: cause.placePath, deviceId: cause.device?.id ?? null },
      })
      return say({ isDone: true })
    case 'webhook':
      return say(await tellHook(kernel, acting, action.hookId, index, tx))
    case 'escalate': {
      const moved = cause.alarmId !== undefined && (await escalateNow(kernel, cause.alarmId, rule.name, tx))
      return say({ isDone: moved, why: moved ? undefined : 'not-open', subject: 'alarm', subjectId: cause.alarmId })
    }
    default: {
      if (cause.device === undefined) return say({ isDone: false, why: 'no-device' })
      const wish = {
        ...{ device: cause.device, placePath: cause.placePath, placeLabel: await labelOf(kernel, cause.device, tx), at: cause.at },
        ...{ source: { kind: 'rule' as const, name: rule.name }, values: cause.values, level: action.level },
        ...(action.title === undefined ? {} : { title: { zh: action.title, en: action.title } }),
      }
      const raised =
        action.kind === 'alarm'
          ? await raiseAlarm(kernel, { ...wish, kind: action.alarm, part: action.alarm === 'rule' ? rule.id : undefined }, tx)
          : await openCase(kernel, { ...wish, kind: action.joins ?? 'rule', part: action.joins === undefined ? rule.id : undefined }, tx)
      return say({ isDone: true, subject: 'alarm', subjectId: raised.id })
    }
  }
}

/** The address is told what set the rule off; from then on it is the room of deliveries that answers for it. */
async function tellHook(
  kernel: Kernel,
  { firingId, rule, cause }: Acting,
  hookId: string,
  index: number,
  tx: Tx,
): Promise<Omit<Outcome, 'index'>> {
  const hook = (await hooksById(kernel, [hookId], tx)).get(hookId)
  if (!hook?.isEnabled) return { isDone: false, why: 'hook-off', subject: 'hook', subjectId: hookId }
  const content = {
    ...{ rule: { id: rule.id, name: rule.name }, firing: firingId, at: new Date(cause.at).toISOString(), placePath: cause.placePath },
    device: cause.device && { id: cause.device.id, code: cause.device.code, name: cause.device.name, kind: cause.device.kind },
    values: cause.values,
  }
  const about = { kind: 'rule' as const, id: rule.id, name: rule.name }
  await queueParcel(kernel, { hook, about, placePath: cause.placePath, cause: `${firingId}:${index}`, content }, tx)
  return { isDone: true, subject: 'hook', subjectId: hookId }
}

const labelOf = async (kernel: Kernel, device: KnownDevice, tx: Tx): Promise<string> =>
  device.placeId === null ? '' : ((await placeForCase(kernel, device.placeId, tx))?.label ?? '')

async function command(
  kernel: Kernel,
  { rule, cause }: Acting,
  action: Extract<Then, { kind: 'command' }>,
  index: number,
  done: Done,
  tx: Tx,
): Promise<void> {
  const now = kernel.clock.now()
  const targets = await targetsOf(kernel, action.to, cause, rule.placePath, tx)
  if (targets.length === 0) done.outcomes.push({ index, isDone: false, why: 'no-target' })
  for (const target of targets) {
    const device = { id: target.id, name: target.name }
    if (now - cause.at > stillActedOn) {
      done.outcomes.push({ index, isDone: false, why: 'late', device })
      continue
    }
    const asker = { kind: 'rule' as const, id: rule.id, name: rule.name }
    const sent = await sendCommand(kernel, { deviceId: target.id, order: action.order, asker, ttlSeconds: action.ttlSeconds }, now, tx)
    if (isRefusal(sent)) done.outcomes.push({ index, isDone: false, why: sent.why, device })
    else {
      done.outcomes.push({ index, isDone: true, subject: 'command', subjectId: sent.id, device })
      if (target.bridgeId !== null && !done.bridges.includes(target.bridgeId)) done.bridges.push(target.bridgeId)
    }
  }
}

/** Nobody beyond the place of the rule is moved by it, whatever it names. */
export async function targetsOf(
  kernel: Kernel,
  to: Target,
  cause: { readonly device: KnownDevice | undefined; readonly placePath: string },
  rulePath: string,
  tx?: Tx,
): Promise<KnownDevice[]> {
  const running: Condition = { sql: "stage IN ('active', 'maintaining')", params: [] }
  const within = startsWith('place_path', rulePath)
  if (to.by === 'cause') {
    const device = cause.device && (await deviceById(kernel, cause.device.id, tx))
    return device ? [device] : []
  }
  if (to.by === 'device') return devicesWhere(kernel, combine('AND', [among('id', to.ids), within, running]), mostTargets, tx)
  const { path, isWhole } = aroundPath(cause.placePath, to.within)
  const around = isWhole ? startsWith('place_path', path) : { sql: 'place_path = ?', params: [path] }
  return devicesWhere(kernel, combine('AND', [{ sql: 'kind = ?', params: [to.kind] }, around, within, running]), mostTargets, tx)
}

/**
 * City, street, community, estate, building: what lies above a place is in its path. Who stands in no building has no
 * building around it: only what stands at the very same place is meant then, never everything of a larger one.
 */
export function aroundPath(path: string, within: 'place' | 'building' | 'estate'): { path: string; isWhole: boolean } {
  const parts = path.split('/').filter(Boolean)
  const depth = within === 'estate' ? 4 : 5
  if (within === 'place') return { path, isWhole: parts.length >= depth }
  return parts.length < depth ? { path, isWhole: false } : { path: `/${parts.slice(0, depth).join('/')}/`, isWhole: true }
}
