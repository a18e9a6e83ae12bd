import { commandOrderSchema } from '../device-commands.ts'
import { deviceEventSchema } from '../device-events.ts'
import type { z } from '../kernel/zod.ts'

/** Words that devices and the platform share, each with the fields it may carry. */
export type Words = ReadonlyMap<string, ReadonlySet<string>>

export interface Vocabulary {
  readonly events: Words
  readonly commands: Words
}

type Schema = z.core.$ZodType

/** Reads the words off a union of shapes: its definition is the only list there is. */
export function wordsOf(union: Schema, key: string): Words {
  const words = new Map<string, ReadonlySet<string>>()
  const visit = (schema: Schema): void => {
    const def = (schema as z.core.$ZodTypes)._zod.def
    if (def.type === 'union') for (const option of def.options) visit(option)
    if (def.type !== 'object') return
    const word = (def.shape[key] as z.core.$ZodTypes | undefined)?._zod.def
    if (word?.type === 'literal') for (const value of word.values) words.set(String(value), fieldsOf(def.shape.values))
  }
  visit(union)
  return words
}

function fieldsOf(values: Schema | undefined): ReadonlySet<string> {
  const def = (values as z.core.$ZodTypes | undefined)?._zod.def
  if (def?.type === 'object') return new Set(Object.keys(def.shape))
  if (def?.type === 'union') return new Set(def.options.flatMap((option) => [...fieldsOf(option)]))
  return new Set()
}

/** What devices can say and be told today, whatever their protocol. */
export const vocabulary: Vocabulary = { events: wordsOf(deviceEventSchema, 'type'), commands: wordsOf(commandOrderSchema, 'name') }
