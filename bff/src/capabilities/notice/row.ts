import type {
  NoticeAudience,
  NoticeCategory,
  NoticePublisher,
  NoticeShelf,
  NoticeState,
  NoticeStep,
} from '@liren/contract/capabilities/notice'
import { scopedTable } from '../../kernel/store/scope.ts'

export const noticeColumns = { placePath: 'place_path', also: ['author_id'] }
scopedTable('notices', noticeColumns)

export interface NoticeRow {
  readonly id: string
  readonly place_id: string
  readonly place_path: string
  readonly category: NoticeCategory
  readonly publisher: NoticePublisher
  readonly publisher_name: string
  readonly audience: NoticeAudience
  readonly title: string
  readonly body: string
  readonly title_en: string
  readonly body_en: string
  readonly service: string | null
  readonly files: string
  readonly state: NoticeState
  readonly shelf: NoticeShelf | null
  readonly standing: number
  readonly publish_at: number | null
  readonly published_at: number | null
  readonly ends_at: number | null
  readonly pinned_until: number | null
  readonly author_id: string
  readonly writers: string
  readonly told: number
  readonly opened: number
  readonly changed_at: number
  readonly version: number
}

export interface StepRow {
  readonly id: string
  readonly notice_id: string
  readonly step: NoticeStep
  readonly at: number
  readonly by_id: string | null
  readonly opinion: string
}

export const noticeSubject = 'notice'
export const filesOf = (row: Pick<NoticeRow, 'files'>): string[] => JSON.parse(row.files) as string[]
export const writersOf = (row: Pick<NoticeRow, 'writers'>): string[] => JSON.parse(row.writers) as string[]
