import type { Signal, Trait } from './trait.ts'

/** Smells smoke, and says when it is over. */
export const smoke =
  (name: string): Trait =>
  (values): Signal | undefined => {
    const isAlarm = values[name]
    if (isAlarm === true) return { type: 'fire.alarmed', values: { kind: 'smoke' } }
    if (isAlarm === false) return { type: 'fire.cleared', values: {} }
    return undefined
  }
