import type { RuleContent, Selector, Target, Then, When } from '@liren/contract/capabilities/rule'
import type { Comparison } from '@liren/contract/device-rules'

export interface Ruled {
  readonly id: string | null
  readonly name: string
  readonly placePath: string
  readonly content: RuleContent
}

/** What is known of devices, as far as conflicts need it. */
export interface Lie {
  /** Kinds that a selector or a target can mean; a device stands for its kind. */
  kindsOf(selector: Selector): readonly string[]
  kindsMeant(target: Target, causes: readonly string[]): readonly string[]
  /** Properties of a kind that this service sets, by the service's own parameter. */
  setBy(kind: string, service: string): readonly { readonly property: string; readonly events: readonly string[] }[]
}

export interface Conflict {
  readonly kind: 'loop' | 'contradiction'
  readonly rules: readonly Ruled[]
  readonly action?: string
}

/** What a command makes its device tell, beyond what models say. */
const tellsOf: Readonly<Record<string, readonly string[]>> = {
  'door.open': ['door.opened', 'passage'],
  'door.hold-open': ['door.opened', 'door.held-open'],
  'door.close': ['door.closed'],
  'door.hold-closed': ['door.closed'],
  'lamp.set': ['lamp.state'],
  'switch.set': ['switch.changed'],
  'lift.hold-door': ['lift.state'],
  'barrier.open': ['barrier.moved'],
  'barrier.close': ['barrier.moved'],
  'camera.snap': ['camera.snapped'],
}

const opposites: readonly (readonly [string, string])[] = [
  ['door.open', 'door.close'],
  ['door.open', 'door.hold-closed'],
  ['door.hold-open', 'door.hold-closed'],
  ['door.hold-open', 'door.close'],
  ['door.hold-open', 'door.release'],
  ['barrier.open', 'barrier.close'],
  ['barrier.hold-open', 'barrier.close'],
  ['barrier.hold-open', 'barrier.release'],
  ['charging.start', 'charging.stop'],
]

const touches = (one: Ruled, other: Ruled): boolean =>
  one.placePath.startsWith(other.placePath) || other.placePath.startsWith(one.placePath)
const meet = (one: readonly string[], other: readonly string[]): boolean => one.some((kind) => other.includes(kind))

const causesOf = (rule: Ruled, lie: Lie): string[] => rule.content.when.flatMap((when) => ('of' in when ? lie.kindsOf(when.of) : []))
const commandsOf = (rule: Ruled) => rule.content.actions.flatMap((action) => (action.kind === 'command' ? [action] : []))
const alarmOf = (action: Then): string | undefined =>
  action.kind === 'alarm' ? action.alarm : action.kind === 'case' ? (action.joins ?? 'rule') : undefined

/** Whether what the first does can set the second off. */
function setsOff(first: Ruled, second: Ruled, lie: Lie): boolean {
  if (!touches(first, second)) return false
  const raised = new Set(first.content.actions.flatMap((action) => alarmOf(action) ?? []))
  return second.content.when.some((when) => {
    if (when.kind === 'alarm') return when.kinds.some((kind) => raised.has(kind))
    if (!('of' in when)) return false
    const listens = lie.kindsOf(when.of)
    return commandsOf(first).some((command) => {
      const moved = lie.kindsMeant(command.to, causesOf(first, lie))
      return moved.filter((kind) => listens.includes(kind)).some((kind) => isTold(when, kind, command.order, lie))
    })
  })
}

function isTold(when: When, kind: string, order: { name: string; values: Readonly<Record<string, unknown>> }, lie: Lie): boolean {
  const set = lie.setBy(kind, order.name)
  const told = new Set([...(tellsOf[order.name] ?? []), ...set.flatMap((one) => one.events)])
  if (when.kind === 'event') return told.has(when.type) && !when.where.some((one) => isOther(one, order.values[one.path]))
  if (when.kind === 'property' || when.kind === 'changed' || (when.kind === 'window' && when.property !== undefined)) {
    const code = when.property as string
    if (!set.some((one) => one.property === code)) return false
    const given = order.values[code]
    if (given === undefined || when.kind === 'window') return true
    if (when.kind === 'changed') return when.to === undefined || when.to === given
    return !isOther({ path: code, is: when.is, value: when.value }, given)
  }
  return when.kind === 'window' && when.type !== undefined && told.has(when.type)
}

/** Whether this value makes the comparison false for certain. */
function isOther(one: Comparison, given: unknown): boolean {
  if (given === undefined) return false
  if (one.is === 'equal') return given !== one.value
  if (one.is === 'not-equal') return given === one.value
  if (typeof given !== 'number' || typeof one.value !== 'number') return false
  if (one.is === 'above') return given <= one.value
  if (one.is === 'at-least') return given < one.value
  return one.is === 'below' ? given >= one.value : one.is === 'at-most' ? given > one.value : false
}

/** Loops in which the new rule takes part: what it does leads back to it. */
function loopsOf(fresh: Ruled, others: readonly Ruled[], lie: Lie): Conflict[] {
  const all = [fresh, ...others]
  const from = new Map<Ruled, Ruled[]>([[fresh, []]])
  const queue = [fresh]
  for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
    const way = from.get(next) as Ruled[]
    for (const other of all) {
      if (!setsOff(next, other, lie)) continue
      if (other === fresh) return [{ kind: 'loop', rules: [...way, next] }]
      if (from.has(other)) continue
      from.set(other, [...way, next])
      queue.push(other)
    }
  }
  return []
}

/** Two comparisons of the same that cannot both be true. */
function excludes(one: Comparison, other: Comparison): boolean {
  if (one.path !== other.path) return false
  if (one.is === 'equal') return isOther(other, one.value)
  if (other.is === 'equal') return isOther(one, other.value)
  const isUp = (is: string) => is === 'above' || is === 'at-least'
  const isDown = (is: string) => is === 'below' || is === 'at-most'
  const [up, down] = isUp(one.is) ? [one, other] : [other, one]
  if (!isUp(up.is) || !isDown(down.is) || typeof up.value !== 'number' || typeof down.value !== 'number') return false
  return up.is === 'at-least' && down.is === 'at-most' ? up.value > down.value : up.value >= down.value
}

/** Whether one word of a device can set both off. */
function coincide(one: When, other: When, lie: Lie): boolean {
  if (one.kind === 'time' && other.kind === 'time') return one.at === other.at
  if (one.kind === 'alarm' && other.kind === 'alarm') return meet(one.kinds, other.kinds)
  if (!('of' in one) || !('of' in other) || !meet(lie.kindsOf(one.of), lie.kindsOf(other.of))) return false
  if (one.kind === 'event' && other.kind === 'event')
    return one.type === other.type && !one.where.some((mine) => other.where.some((theirs) => excludes(mine, theirs)))
  if (one.kind === 'presence' && other.kind === 'presence') return one.is === other.is
  if (one.kind === 'property' && other.kind === 'property')
    return one.property === other.property && !excludes({ ...one, path: 'x' }, { ...other, path: 'x' })
  return false
}

interface Ordered {
  readonly name: string
  readonly values: Readonly<Record<string, unknown>>
}

const isOpposite = (one: Ordered, other: Ordered): boolean => {
  if (opposites.some(([a, b]) => (one.name === a && other.name === b) || (one.name === b && other.name === a))) return true
  if (one.name !== other.name) return false
  return Object.entries(one.values).some(([name, value]) => typeof value === 'boolean' && other.values[name] === !value)
}

function contradictionsOf(fresh: Ruled, others: readonly Ruled[], lie: Lie): Conflict[] {
  const found: Conflict[] = []
  for (const other of [fresh, ...others]) {
    if (!touches(fresh, other)) continue
    if (other !== fresh && !fresh.content.when.some((mine) => other.content.when.some((theirs) => coincide(mine, theirs, lie)))) continue
    const clash = commandsOf(fresh).find((mine) =>
      commandsOf(other).some(
        (theirs) =>
          isOpposite(mine.order, theirs.order) &&
          meet(lie.kindsMeant(mine.to, causesOf(fresh, lie)), lie.kindsMeant(theirs.to, causesOf(other, lie))),
      ),
    )
    if (clash) found.push({ kind: 'contradiction', rules: other === fresh ? [fresh] : [fresh, other], action: clash.order.name })
  }
  return found
}

/** What a new or changed rule would do to those that are in force, and they to it. */
export const conflictsOf = (fresh: Ruled, others: readonly Ruled[], lie: Lie): Conflict[] => [
  ...loopsOf(fresh, others, lie),
  ...contradictionsOf(fresh, others, lie),
]
