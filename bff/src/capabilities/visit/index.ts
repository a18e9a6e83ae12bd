import { text } from '@liren/contract'
import { visit as contract } from '@liren/contract/capabilities/visit'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { makeDueVisits } from './due.ts'
import { visitRoutes } from './routes.ts'

/** Going from door to door: who goes where by when, what lies before them, and what comes of it. */
export const visit: CapabilityFactory = (kernel) => ({
  contract,
  routes: visitRoutes(kernel),
  sealed: [{ table: 'visit_tasks', column: 'note_sealed' }],
  placedTables: ['visit_tasks', 'visit_plans'],
  retained: [
    {
      ...{ class: 'visit', text: text('走访记录', 'Visits'), action: 'archive', leastDays: 180, usualDays: 1095 },
      ...{ basis: text('平台下限', 'The least that this platform keeps'), table: 'visit_tasks', at: 'done_at' },
      about: [{ subject: 'person', column: 'person_id' }],
    },
  ],
  references: [
    {
      ...{ text: text('走访', 'Visits'), table: 'visit_tasks', column: 'person_id', archives: ['person'], liveKey: 'live_key' },
      ...{ twin: { column: 'state', from: 'due', to: 'dropped' }, isVersioned: true },
    },
  ],
  jobs: [
    {
      kind: 'visit.due',
      text: { zh: '生成到期走访', en: 'Make the visits that fall due' },
      daily: '04:30',
      run: async () => {
        await makeDueVisits(kernel)
      },
    },
  ],
})
