import type { ComparisonWord, When } from '@liren/contract/capabilities/rule'
import { compare } from '@liren/contract/rule/compare'
import { toldValue, type Word } from './word.ts'

/** What a rule remembers of one device for one of its triggers. */
export interface Memory {
  readonly isHeld: boolean
  /** Since when it holds. */
  readonly since: number | null
  readonly last: string | null
}
export const blank: Memory = { isHeld: false, since: null, last: null }

export interface Step {
  readonly memory: Memory
  /** It happened, or has just become true, and need not last. */
  readonly fires: boolean
  /** It became true and has to stay so until then. */
  readonly lastsUntil?: number
  /** It is true no longer: nobody waits for it now. */
  readonly ends: boolean
}

const stays = (memory: Memory): Step => ({ memory, fires: false, ends: false })

/** Held against a value; the other way round it has to go back by the margin first. */
function holds(is: ComparisonWord, found: unknown, wanted: unknown, margin: number, wasHeld: boolean): boolean | undefined {
  const plain = compare({ path: 'x', is, value: wanted as number }, { x: found })
  if (plain !== false || !wasHeld || margin === 0 || typeof found !== 'number' || typeof wanted !== 'number') return plain
  if (is === 'above' || is === 'at-least') return found > wanted - margin
  if (is === 'below' || is === 'at-most') return found < wanted + margin
  return plain
}

function become(memory: Memory, isTrue: boolean | undefined, at: number, forSeconds = 0): Step {
  // Not told this time: what held goes on.
  if (isTrue === undefined || isTrue === memory.isHeld) return stays(memory)
  if (!isTrue) return { memory: { ...memory, isHeld: false, since: null }, fires: false, ends: true }
  const next = { ...memory, isHeld: true, since: at }
  return forSeconds === 0
    ? { memory: next, fires: true, ends: false }
    : { memory: next, fires: false, ends: false, lastsUntil: at + forSeconds * 1000 }
}

/** What a word does to a trigger. `sum` is what a window comes to, for triggers that have one. */
export function step(when: When, memory: Memory, word: Word, sum?: number): Step {
  switch (when.kind) {
    case 'event':
      return { memory, fires: when.type === word.type && when.where.every((one) => compare(one, word.values) === true), ends: false }
    case 'presence': {
      if (word.type !== 'device.online' && word.type !== 'device.offline') return stays(memory)
      return become(memory, word.type === `device.${when.is}`, word.at, when.forSeconds)
    }
    case 'property': {
      const found = toldValue(word, when.property)
      if (found === undefined) return stays(memory)
      return become(memory, holds(when.is, found, when.value, when.margin ?? 0, memory.isHeld), word.at, when.forSeconds)
    }
    case 'changed': {
      const found = toldValue(word, when.property)
      if (found === undefined) return stays(memory)
      const said = JSON.stringify(found).slice(0, 200)
      const isNews = memory.last !== null && memory.last !== said
      return { memory: { ...memory, last: said }, fires: isNews && (when.to === undefined || when.to === found), ends: false }
    }
    case 'window':
      return sum === undefined ? stays(memory) : become(memory, holds(when.is, sum, when.value, 0, memory.isHeld), word.at)
    default:
      return stays(memory)
  }
}

export interface WindowFigure {
  readonly until: number
  readonly value: number
  readonly prior: number | null
}

/**
 * What the figure of a sliding window does to a trigger. `last` of its memory is the newest window that was judged: a
 * correction of that one is judged again, one of an older window belongs to the past and changes nothing.
 */
export function stepWindow(when: Extract<When, { kind: 'stream' }>, memory: Memory, { until, value, prior }: WindowFigure): Step {
  if (memory.last !== null && Number(memory.last) > until) return stays(memory)
  const isTrue =
    when.is === 'changed-by'
      ? prior === null
        ? undefined
        : Math.abs(value - prior) >= when.value
      : holds(when.is, value, when.value, 0, memory.isHeld)
  return become({ ...memory, last: String(until) }, isTrue, until)
}
