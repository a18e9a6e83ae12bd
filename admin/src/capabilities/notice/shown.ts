import type { NoticeDraft } from '@liren/contract/capabilities/notice'
import { type Fields, isUrgent } from './fields.ts'
import type { Shown } from './phone.tsx'

/** What is being written, as the phone will have it. */
export const shownOf = ({ when, publishAt, pinnedUntil, files = [], ...written }: Partial<Fields>): Shown => ({
  ...written,
  at: when === 'later' && !isUrgent(written.category) ? (publishAt ?? null) : null,
  isPinned: Boolean(pinnedUntil),
  files: files.map((id) => ({ id })),
})

/** What is saved, as the phone has it. */
export const shownDraft = (draft: NoticeDraft): Shown => ({
  ...draft,
  at: draft.publishedAt ?? draft.publishAt,
  isPinned: draft.pinnedUntil !== null,
  files: draft.attachments,
})
