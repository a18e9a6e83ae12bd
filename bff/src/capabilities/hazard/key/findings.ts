import type { FindingBody, FindingLevel } from '@liren/contract/capabilities/hazard'
import { keyErrors } from '@liren/contract/capabilities/hazard'
import { refuseWith } from '../../../kernel/errors.ts'
import type { KeyRow } from './places.ts'

/** What is kept at a place until it was found right: as it was said, and since when. */
export interface OpenItem {
  readonly item: string
  readonly note: string
  readonly level: FindingLevel
  readonly dueOn: string | null
  readonly at: number
}

/** One item as its inspection keeps it; those of before levels and photos have neither. */
export interface KeptFinding {
  readonly item: string
  readonly isOk: boolean
  readonly note: string
  readonly level?: FindingLevel
  readonly dueOn?: string
  readonly photos?: readonly string[]
}

export const openItemsOf = ({ open_items }: Pick<KeyRow, 'open_items'>): OpenItem[] => JSON.parse(open_items ?? '[]') as OpenItem[]

/** What a place says of its open findings, in its own columns. */
export const openColumns = (open: readonly OpenItem[]) => {
  const days = open.flatMap(({ dueOn }) => dueOn ?? []).sort()
  return { open_findings: open.length, open_items: JSON.stringify(open), findings_due_on: days[0] ?? null }
}

/** Ids of the photos of one finding, by their places among those that were brought. */
export const photosAt = (photos: readonly string[], at: readonly number[] = []): string[] =>
  at.map((index) => {
    const id = photos[index]
    if (id === undefined) throw refuseWith(keyErrors, 'hazard.photo-unknown')
    return id
  })

export const keptFinding = ({ photosAt: at, level, dueOn, ...said }: FindingBody, photos: readonly string[]): KeptFinding =>
  said.isOk
    ? { ...said, photos: photosAt(photos, at) }
    : { ...said, level: level ?? 'minor', ...(dueOn === undefined ? {} : { dueOn }), photos: photosAt(photos, at) }

/** What was wrong before and still is keeps the day it was first found. */
export const stillOpen = (before: readonly OpenItem[], found: readonly KeptFinding[], at: number): OpenItem[] =>
  found.flatMap(({ item, isOk, note, level, dueOn }) => {
    if (isOk) return []
    const was = before.find((one) => one.item === item)
    return [{ item, note, level: level ?? was?.level ?? 'minor', dueOn: dueOn ?? was?.dueOn ?? null, at: was?.at ?? at }]
  })

const day = 86_400_000
/** A phone without network sends what was done up to a week ago; its clock is never ahead of the house. */
export const doneAt = (said: string | undefined, now: number): number =>
  said === undefined ? now : Math.min(now, Math.max(now - 7 * day, Date.parse(said)))
