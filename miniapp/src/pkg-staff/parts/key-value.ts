import type { Attachment, Entry } from '@liren/client'
import { type FindingLevel, findingLevels, hazardEndpoints, type KeyPlace } from '@liren/contract/capabilities/hazard'
import { attachmentsOf, type KeptPhoto } from '@/parts/photos/use-photos'

/** What somebody found at one item. */
export interface Answer {
  readonly isOk: boolean
  readonly note: string
  readonly level: FindingLevel
  readonly dueOn: string
  readonly photos: readonly KeptPhoto[]
}
/** The form as it is filled in, by item: a list that changes meanwhile takes nothing away. */
export interface KeyValue {
  readonly answers: Readonly<Record<string, Answer>>
  readonly note: string
}
export const blankKey: KeyValue = { answers: {}, note: '' }
export const fine: Answer = { isOk: true, note: '', level: 'minor', dueOn: '', photos: [] }

/** So many photos one inspection takes, and one finding of it. */
const most = { all: 30, one: 6 }
export const roomFor = ({ answers }: KeyValue, item: string): number => {
  const others = Object.entries(answers).reduce((sum, [name, { photos }]) => sum + (name === item ? 0 : photos.length), 0)
  return Math.max(0, Math.min(most.one, most.all - others))
}

export const recordOf = (id: string): string => `key-place:${id}`

/** Asked for by the present list and said in full: what is wrong has its words. */
const isGiven = (place: KeyPlace, item: string, { isOk, note }: Answer): boolean =>
  place.items.includes(item) && (isOk || note.trim().length > 1)
export const countsOf = (place: KeyPlace, { answers }: KeyValue) => {
  const given = Object.entries(answers).filter(([item, answer]) => isGiven(place, item, answer))
  return { done: given.length, missing: place.items.length - given.length, wrong: given.filter(([, { isOk }]) => !isOk).length }
}

/** The day by which a finding of this level is usually put right. */
export const usualDay = (level: FindingLevel, today: string): string =>
  new Date(Date.parse(today) + findingLevels[level].days * 86_400_000).toISOString().slice(0, 10)

/** Where the photos of each one stand among all of them. */
function gather(lists: readonly (readonly KeptPhoto[])[]): { attachments: Attachment[]; at: number[][] } {
  const attachments: Attachment[] = []
  const at = lists.map((photos) => {
    const from = attachments.length
    attachments.push(...attachmentsOf(photos))
    return photos.map((_, index) => from + index)
  })
  return { attachments, at }
}

/** The inspection as it goes out, now or when there is network again; photos by their place among all of them. */
export function inspectionOf(place: KeyPlace, { answers, note }: KeyValue, now: number) {
  const given = place.items.map((item) => answers[item] ?? fine)
  const { attachments, at } = gather(given.map(({ isOk, photos }) => (isOk ? [] : photos)))
  const findings = place.items.map((item, index) => {
    const { isOk, note: words, level, dueOn } = given[index] ?? fine
    const photosAt = at[index] ?? []
    return isOk
      ? { item, isOk, note: '' }
      : { item, isOk, note: words.trim(), level, ...(dueOn === '' ? {} : { dueOn }), ...(photosAt.length === 0 ? {} : { photosAt }) }
  })
  return { body: { version: place.version, at: new Date(now).toISOString(), findings, note: note.trim(), photos: [] }, attachments }
}

export interface RecheckValue {
  readonly isRectified: boolean
  readonly note: string
  readonly photos: readonly KeptPhoto[]
}

/** One finding as somebody met it again. */
export function recheckOf(place: KeyPlace, item: string, { isRectified, note, photos }: RecheckValue, now: number) {
  const { attachments, at } = gather([photos])
  const photosAt = at[0] ?? []
  const finding = { item, isRectified, note: note.trim(), ...(photosAt.length === 0 ? {} : { photosAt }) }
  return { body: { version: place.version, at: new Date(now).toISOString(), findings: [finding], photos: [] }, attachments }
}

export const isInspection = ({ endpointId }: Pick<Entry, 'endpointId'>): boolean => endpointId === hazardEndpoints.inspect.id

/** Findings that a write on its way speaks of. */
export const itemsOf = ({ body }: Pick<Entry, 'body'>): string[] =>
  ((body as { findings?: readonly { item: string }[] }).findings ?? []).map(({ item }) => item)

type Said = Partial<Answer> & { readonly item: string; readonly photosAt?: readonly number[] }

/** What was refused comes back into the form with its photos. */
export function takenBack({ body, attachments, key }: Pick<Entry, 'body' | 'attachments' | 'key'>): KeyValue {
  const { findings = [], note = '' } = body as { findings?: readonly Said[]; note?: string }
  const photoAt = (index: number): KeptPhoto[] => {
    const attachment = attachments[index]
    if (attachment === undefined) return []
    const { file, uploadedId } = attachment
    return [{ file, key: `${key}-${index}`, ...(uploadedId === undefined ? {} : { uploadedId }) }]
  }
  const answers = findings.map(
    ({ item, photosAt = [], ...said }) => [item, { ...fine, ...said, photos: photosAt.flatMap(photoAt) }] as const,
  )
  return { answers: Object.fromEntries(answers), note }
}
