import type { RuleContent } from '@liren/contract/capabilities/rule'
import { type BookedRule, openBook } from './book.ts'
import { type Checked, checkGiven } from './given.ts'
import { blank, type Memory, step } from './step.ts'
import { sumOf } from './window.ts'
import { type Scalar, toldValue, type Word } from './word.ts'

export interface Rehearsed {
  readonly at: number
  readonly index: number
  readonly word: Word
  readonly given: Checked[][]
  readonly outcome: 'fired' | 'held' | 'resting'
}

interface Past {
  readonly zone: string
  placePath(id: string): string | undefined
  isWithheld(deviceId: string): boolean
  /** What was held of a device when the stretch began. */
  readonly mostShown: number
}

/** Runs a rule over words of the past in their order, with the memory it would have had; nothing is sent. */
export function rehearse(rule: BookedRule, words: readonly Word[], past: Past): { fired: number; items: Rehearsed[] } {
  const book = openBook([rule])
  const memories = new Map<string, Memory>()
  const waiting = new Map<string, { until: number; index: number; word: Word }>()
  const values = new Map<string, { v: Scalar; at: number }>()
  const presence = new Map<string, string>()
  const windows = new Map<string, { at: number; value: number }[]>()
  const restedAt = new Map<string, number>()
  const items: Rehearsed[] = []
  let fired = 0

  const consider = (content: RuleContent, index: number, word: Word, at: number): void => {
    const facts = {
      ...{ now: at, zone: past.zone, placePath: past.placePath, isWithheld: past.isWithheld },
      value: (device: string, property: string) => values.get(`${device} ${property}`),
      presence: (device: string) => presence.get(device),
    }
    const given = checkGiven(content, { deviceId: word.device.id, placePath: word.device.placePath }, facts)
    const rested = restedAt.get(word.device.id)
    const rests = rested !== undefined && at - rested < content.restSeconds * 1000
    const outcome = !given.holds ? 'held' : rests ? 'resting' : 'fired'
    if (outcome === 'fired') {
      fired += 1
      restedAt.set(word.device.id, at)
    }
    items.push({ at, index, word, given: given.checked, outcome })
    if (items.length > past.mostShown) items.shift()
  }

  const settle = (until: number): void => {
    for (const [key, one] of [...waiting].sort(([, a], [, b]) => a.until - b.until)) {
      if (one.until > until) continue
      waiting.delete(key)
      consider(rule.content, one.index, one.word, one.until)
    }
  }

  for (const word of words) {
    settle(word.at)
    for (const told of word.told) values.set(`${word.device.id} ${told.name}`, { v: told.value, at: word.at })
    if (word.type === 'device.online' || word.type === 'device.offline') presence.set(word.device.id, word.type.slice('device.'.length))
    for (const { when, index } of book.listeners(word)) {
      const key = `${index} ${word.device.id}`
      let sum: number | undefined
      if (when.kind === 'window') {
        const told = when.type === word.type ? 1 : when.property === undefined ? undefined : toldValue(word, when.property)
        if (typeof told !== 'number') continue
        const points = [...(windows.get(key) ?? []), { at: word.at, value: told }].filter((one) => one.at > word.at - when.seconds * 1000)
        windows.set(key, points)
        sum = sumOf(
          when.take,
          points.map((one) => one.value),
        )
      }
      const next = step(when, memories.get(key) ?? blank, word, sum)
      memories.set(key, next.memory)
      if (next.ends) waiting.delete(key)
      if (next.lastsUntil !== undefined) waiting.set(key, { until: next.lastsUntil, index, word })
      if (next.fires) consider(rule.content, index, word, word.at)
    }
  }
  const last = words.at(-1)
  if (last) settle(last.at)
  return { fired, items }
}
