import { toMs } from '@liren/client'
import type { Fault, Text } from '@liren/contract'
import type { RepairCategory, RepairDraft } from '@liren/contract/capabilities/repair'
import { reportWords as words } from '@/words/report'
import type { KeptPhoto } from '../photos/use-photos'
import { suggestCategory } from './suggest'

/** What the form holds; a draft keeps exactly this. */
export interface ReportValue {
  readonly description: string
  /** Chosen by hand; else the words of the description choose. */
  readonly category: string | null
  readonly place: { readonly id: string; readonly label: string; readonly home: boolean } | null
  readonly spot: string
  readonly photos: readonly KeptPhoto[]
  /** Both empty: as soon as possible. */
  readonly day: string
  readonly time: string
  readonly contactName: string
  readonly contactPhone: string
}

export const blankReport: ReportValue = {
  description: '',
  category: null,
  place: null,
  spot: '',
  photos: [],
  day: '',
  time: '',
  contactName: '',
  contactPhone: '',
}

export function categoryOf(value: ReportValue, categories: readonly RepairCategory[]): RepairCategory | undefined {
  const chosen = categories.find(({ code }) => code === value.category)
  return chosen ?? suggestCategory(categories, value.description, value.place?.home)
}

const fault = (path: string, { zh, en }: Text): Fault => ({ path, zh, en })

export const visitAt = (value: ReportValue): string | undefined =>
  value.day === '' ? undefined : `${value.day}T${value.time === '' ? '09:00' : value.time}:00+08:00`

/** Everything that is missing, at once, under the names the server uses. */
export function faultsOfReport(value: ReportValue, category: RepairCategory | undefined, now: number, onBehalf: boolean): Fault[] {
  const visit = visitAt(value)
  return [
    ...(value.description.trim().length < 2 ? [fault('body.description', words.whatFault)] : []),
    ...(value.place === null ? [fault('body.placeId', words.placeFault)] : []),
    ...(category === undefined ? [fault('body.category', words.categoryFault)] : []),
    ...(visit !== undefined && toMs(visit) < now ? [fault('body.visitAt', words.visitFault)] : []),
    ...(onBehalf && (value.contactName.trim() === '' || !/^1\d{10}$/.test(value.contactPhone))
      ? [fault('body.contact', words.contactFault)]
      : []),
  ]
}

/** The body of the report, without its photos: those travel as attachments. */
export function bodyOfReport(value: ReportValue, category: RepairCategory, onBehalf: boolean): Omit<RepairDraft, 'photos'> {
  const visit = visitAt(value)
  return {
    kind: value.place?.home ? 'home' : category.kind === 'event' ? 'event' : 'public',
    category: category.code,
    description: value.description.trim(),
    placeId: value.place?.id ?? '',
    ...(value.spot.trim() === '' ? {} : { spot: value.spot.trim() }),
    ...(visit === undefined ? {} : { visitAt: new Date(toMs(visit)).toISOString() }),
    ...(onBehalf ? { contact: { name: value.contactName.trim(), phone: value.contactPhone } } : {}),
  }
}
