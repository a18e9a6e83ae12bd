import type { RuleContent, Selector, When } from '@liren/contract/capabilities/rule'
import type { Speaker, Word } from './word.ts'

/** A rule in force. */
export interface BookedRule {
  readonly id: string
  readonly name: string
  readonly placePath: string
  readonly number: number
  readonly content: RuleContent
}

export interface Listener {
  readonly rule: BookedRule
  readonly when: When
  readonly index: number
}

/** Rules found by what is told and by whom: a word costs what listens to it, not what there is. */
export interface Book {
  readonly rules: ReadonlyMap<string, BookedRule>
  /** Whether anybody at all listens to this type of event, or to properties. */
  hears(type: string): boolean
  listeners(word: Word): readonly Listener[]
  readonly onAlarm: readonly Listener[]
  /** By the sliding window that they look at. */
  readonly onStream: ReadonlyMap<string, readonly Listener[]>
}

const selectorKeys = (selector: Selector): string[] => {
  if (selector.by === 'device') return selector.ids.map((id) => `d:${id}`)
  return [selector.by === 'kind' ? `k:${selector.kind}` : `p:${selector.productId}`]
}
const speakerKeys = (device: Speaker): string[] => [
  `d:${device.id}`,
  `k:${device.kind}`,
  ...(device.productId ? [`p:${device.productId}`] : []),
]

/** What has to be told for a trigger to be looked at. */
function tellsOf(when: When): string[] {
  switch (when.kind) {
    case 'event':
      return [when.type]
    case 'presence':
      return ['device.online', 'device.offline']
    case 'property':
    case 'changed':
      return [`=${when.property}`]
    case 'window':
      return [when.type ?? `=${when.property}`]
    default:
      return []
  }
}

export function openBook(rules: readonly BookedRule[]): Book {
  const shelf = new Map<string, Listener[]>()
  const types = new Set<string>()
  const onAlarm: Listener[] = []
  const onStream = new Map<string, Listener[]>()
  let hasProperties = false
  for (const rule of rules)
    for (const [index, when] of rule.content.when.entries()) {
      if (when.kind === 'alarm') onAlarm.push({ rule, when, index })
      if (when.kind === 'stream') onStream.set(when.streamId, [...(onStream.get(when.streamId) ?? []), { rule, when, index }])
      if (!('of' in when)) continue
      for (const tells of tellsOf(when)) {
        if (tells.startsWith('=')) hasProperties = true
        else types.add(tells)
        for (const who of selectorKeys(when.of)) {
          const key = `${tells} ${who}`
          shelf.set(key, [...(shelf.get(key) ?? []), { rule, when, index }])
        }
      }
    }
  return {
    rules: new Map(rules.map((rule) => [rule.id, rule])),
    onAlarm,
    onStream,
    hears: (type) => hasProperties || types.has(type),
    listeners({ device, type, told }) {
      const tells = new Set([type, ...told.flatMap((one) => [`=${one.name}`, `=${one.property.code}`])])
      const found = new Set<Listener>()
      for (const one of tells)
        for (const who of speakerKeys(device))
          for (const listener of shelf.get(`${one} ${who}`) ?? [])
            if (device.placePath.startsWith(listener.rule.placePath)) found.add(listener)
      return [...found]
    },
  }
}
