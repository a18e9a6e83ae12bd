import { text } from '@liren/contract'
import { notice as contract } from '@liren/contract/capabilities/notice'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { allowFileReads } from '../file/read.ts'
import { publishJob, tellJob, turnJob } from './due.ts'
import { mayReadFiles } from './list.ts'
import { noticeData } from './personal.ts'
import { noticeRoutes } from './routes.ts'
import { noticeSubject } from './row.ts'
import { noticeSearchable } from './searchable.ts'

/** What offices and the property company tell people: written, reviewed by somebody else, published, sent, opened, kept. */
export const notice: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, noticeSubject, (principal, id) => mayReadFiles(kernel, principal, id))
  return {
    contract,
    routes: noticeRoutes(kernel),
    jobs: [publishJob(kernel), turnJob(kernel), tellJob(kernel)],
    searchables: [noticeSearchable(kernel)],
    personal: [noticeData(kernel)],
    placedTables: ['notices', 'notice_places'],
    retained: [
      {
        ...{ class: 'notice-receipt', text: text('公告送达与打开记录', 'Notices sent and opened'), action: 'delete' },
        ...{ leastDays: 30, usualDays: 365, basis: text('平台下限', 'The least that this platform keeps') },
        ...{ table: 'notice_receipts', at: 'made_at', about: [{ subject: 'user', column: 'user_id' }] },
      },
    ],
  }
}
