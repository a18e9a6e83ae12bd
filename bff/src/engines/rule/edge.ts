import type { Leaf, RuleContent, When } from '@liren/contract/capabilities/rule'
import { type Condition, type EdgeRule, edgeRuleSchema, type Trigger } from '@liren/contract/device-rules'
import type { ThingModel } from '@liren/contract/thing/model'
import type { BookedRule } from './book.ts'
import { minuteOf } from './given.ts'
import type { Speaker } from './word.ts'

export interface EdgeDevice extends Speaker {
  readonly bridgeId: string | null
}

/** What is known of the devices that rules speak of. */
export interface World {
  readonly devices: readonly EdgeDevice[]
  byId(id: string): EdgeDevice | undefined
  modelOf(device: EdgeDevice): ThingModel | undefined
  targets(
    to: Extract<RuleContent['actions'][number], { kind: 'command' }>['to'],
    cause: EdgeDevice,
    rulePath: string,
  ): readonly EdgeDevice[]
  readonly offsetMinutes: number
}

export interface Compiled {
  readonly rule: EdgeRule
  readonly deviceId: string
  readonly bridgeId: string
}

/** Where a property is told: one event and one field of it. What is told of several parts is not. */
function sourceOf(world: World, device: EdgeDevice, property: string): { type: string; path: string } | undefined {
  const found = world.modelOf(device)?.properties.find((one) => one.code === property)
  return found?.from && found.from.part === undefined ? { type: found.from.event, path: found.from.field } : undefined
}

const isOf = (device: EdgeDevice, when: When): boolean => {
  if (!('of' in when)) return false
  const { of } = when
  if (of.by === 'device') return of.ids.includes(device.id)
  return of.by === 'kind' ? device.kind === of.kind : device.productId === of.productId
}

function triggerOf(world: World, when: When, device: EdgeDevice): Trigger | undefined {
  const devices = [device.code]
  if (when.kind === 'event') return { kind: 'event', devices, type: when.type, where: when.where }
  const lasting = 'forSeconds' in when && when.forSeconds !== undefined ? { forMs: when.forSeconds * 1000 } : {}
  if (when.kind === 'presence') return { kind: 'presence', devices, is: when.is, ...lasting }
  if (when.kind !== 'property' || when.margin) return undefined
  const source = sourceOf(world, device, when.property)
  if (!source) return undefined
  return { kind: 'property', devices, type: source.type, compare: { path: source.path, is: when.is, value: when.value }, ...lasting }
}

function conditionOf(world: World, leaf: Leaf, cause: EdgeDevice): Condition | undefined {
  if (leaf.not) return undefined
  if (leaf.kind === 'time')
    return {
      ...{ kind: 'time', fromMinute: minuteOf(leaf.from), untilMinute: minuteOf(leaf.until), offsetMinutes: world.offsetMinutes },
      ...(leaf.days === undefined ? {} : { days: leaf.days }),
    }
  if (leaf.kind !== 'property' && leaf.kind !== 'presence') return undefined
  const device = leaf.deviceId === undefined ? cause : world.byId(leaf.deviceId)
  if (!device || device.bridgeId !== cause.bridgeId) return undefined
  if (leaf.kind === 'presence') return { kind: 'presence', device: device.code, is: leaf.is }
  const source = sourceOf(world, device, leaf.property)
  if (!source) return undefined
  const fresh = leaf.freshSeconds === undefined ? {} : { notOlderThanMs: leaf.freshSeconds * 1000 }
  return { kind: 'last', device: device.code, type: source.type, compare: { path: source.path, is: leaf.is, value: leaf.value }, ...fresh }
}

/** The rule for one of its devices; undefined where that device's bridge cannot run it alone. */
function compileFor(world: World, rule: BookedRule, cause: EdgeDevice): Compiled | undefined {
  const { content } = rule
  if (cause.bridgeId === null) return undefined
  const given = content.given.map((group) => (group.length === 1 && group[0] ? conditionOf(world, group[0], cause) : undefined))
  const when = content.when.filter((one) => isOf(cause, one)).map((one) => triggerOf(world, one, cause))
  const orders = content.actions.flatMap((action) => (action.kind === 'command' ? [action] : []))
  const actions = orders.flatMap((action) =>
    world
      .targets(action.to, cause, rule.placePath)
      .map((target) => ({ target, order: action.order, ttlMs: (action.ttlSeconds ?? 30) * 1000 })),
  )
  if (when.length === 0 || when.includes(undefined) || given.includes(undefined) || actions.length === 0) return undefined
  if (actions.some(({ target }) => target.bridgeId !== cause.bridgeId)) return undefined
  const made = edgeRuleSchema.safeParse({
    ...{ id: `${rule.id}-${cause.id.slice(-12)}`, version: rule.number, when, given, restMs: content.restSeconds * 1000 },
    actions: actions.map(({ target, order, ttlMs }) => ({ device: target.code, order, ttlMs })),
  })
  return made.success ? { rule: made.data, deviceId: cause.id, bridgeId: cause.bridgeId } : undefined
}

const edgeKinds: ReadonlySet<string> = new Set(['event', 'property', 'presence'])

/** Whether a rule says nothing that a bridge could not decide alone. */
export const isForEdge = (content: RuleContent): boolean =>
  content.when.every((when) => edgeKinds.has(when.kind)) && content.actions.some((action) => action.kind === 'command')

/** What bridges can run of these rules by themselves, a rule for each device that can set it off. */
export function compileEdge(rules: readonly BookedRule[], world: World): Compiled[] {
  return rules
    .filter((rule) => isForEdge(rule.content))
    .flatMap((rule) =>
      world.devices
        .filter((device) => device.placePath.startsWith(rule.placePath) && rule.content.when.some((when) => isOf(device, when)))
        .flatMap((device) => compileFor(world, rule, device) ?? []),
    )
}
