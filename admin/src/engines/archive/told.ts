import { type Archive, type FieldValue, fieldOf } from '@liren/contract/archive/index'

/** A value as the wire tells it, as what it was: `1` of a flag is true again. */
export function valueFromText(definition: Archive, name: string, told: string | null): FieldValue {
  if (told === null) return null
  const { kind } = fieldOf(definition, name)
  if (kind === 'flag') return told === '1'
  if (kind === 'whole' || kind === 'number') return Number.isFinite(Number(told)) ? Number(told) : told
  if (kind !== 'files' || !told.startsWith('[')) return told
  return JSON.parse(told) as string[]
}
