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

/** Which of these stand in the queue before and after the open one. */
export function neighboursOf(ids: readonly string[], open: string | undefined): { before: string | undefined; after: string | undefined } {
  const at = open === undefined ? -1 : ids.indexOf(open)
  return at < 0 ? { before: undefined, after: ids[0] } : { before: ids[at - 1], after: ids[at + 1] }
}
