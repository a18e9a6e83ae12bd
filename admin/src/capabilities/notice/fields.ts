import type { Fault } from '@liren/contract'
import {
  type NoticeAudience,
  type NoticeCategory,
  type NoticeDraft,
  type NoticePublisher,
  noticeCategories,
} from '@liren/contract/capabilities/notice'
import { ApiError } from '../../app/api/error.ts'

/** What the form of a notice holds; times travel as text, so that they are kept with the rest. */
export interface Fields {
  title: string
  body: string
  titleEn: string
  bodyEn: string
  category: NoticeCategory
  publisher: NoticePublisher
  publisherName: string
  audience: NoticeAudience
  placeId: string
  places: string[]
  service: string | null
  files: string[]
  when: 'now' | 'later'
  publishAt: string | null
  endsAt: string | null
  pinnedUntil: string | null
}

/** How somebody signed last, so that the next notice begins with it. */
export type Habit = Pick<Fields, 'publisher' | 'publisherName' | 'placeId'>

export const blank = (habit: Partial<Habit>): Partial<Fields> => ({
  ...{ title: '', body: '', titleEn: '', bodyEn: '', category: 'announcement', audience: 'residents' },
  ...{ publisher: 'property', publisherName: '', ...habit },
  ...{ places: [], service: null, files: [], when: 'now', publishAt: null, endsAt: null, pinnedUntil: null },
})

export const habitOf = ({ publisher, publisherName, placeId }: Fields): Habit => ({ publisher, publisherName, placeId })

export const fieldsOf = (draft: NoticeDraft): Fields => ({
  ...{ title: draft.title, body: draft.body, titleEn: draft.titleEn, bodyEn: draft.bodyEn },
  ...{ category: draft.category, publisher: draft.publisher, publisherName: draft.publisherName, audience: draft.audience },
  ...{ placeId: draft.place.id, places: draft.places.map(({ id }) => id), service: draft.service },
  files: draft.attachments.map(({ id }) => id),
  when: draft.publishAt === null ? 'now' : 'later',
  ...{ publishAt: draft.publishAt, endsAt: draft.endsAt, pinnedUntil: draft.pinnedUntil },
})

/** What is sent: a time counts only where one was asked for, and what is urgent waits for none. */
export const contentOf = ({ when, publishAt, titleEn, bodyEn, service, ...rest }: Fields) => ({
  ...rest,
  ...{ titleEn: titleEn ?? '', bodyEn: bodyEn ?? '', service: service ?? null },
  publishAt: when === 'later' && !isUrgent(rest.category) ? publishAt : null,
})

export const isUrgent = (category: NoticeCategory | undefined): boolean =>
  category !== undefined && noticeCategories[category].told === 'always'

/** Whether this comes after the publication: at its time, or from now on. */
export const isAfter = (at: string | null | undefined, { when, publishAt }: Partial<Fields>, now: number): boolean => {
  if (!at) return true
  const from = when === 'later' && publishAt ? Math.max(Date.parse(publishAt), now) : now
  return Date.parse(at) > from
}

const placed: Readonly<Record<string, keyof Fields>> = {
  'notice.place-not-within': 'places',
  'notice.not-yours-to-speak-for': 'publisher',
  'notice.file-unknown': 'files',
  'notice.service-unknown': 'service',
  'notice.days-in-wrong-order': 'endsAt',
}

/** A refusal of one thing stands at its field. */
export function atField(error: ApiError | undefined): ApiError | undefined {
  const field = error && placed[error.code]
  if (!error || !field || error.faults.length > 0) return error
  const fault: Fault = { path: `body.${field}`, zh: error.zh, en: error.en }
  return new ApiError({ ...error.toJSON(), faults: [fault] })
}
