import { alarm as contract } from '@liren/contract/capabilities/alarm'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { mayReadAlarm } from './read.ts'
import { alarmRoutes } from './routes.ts'
import { alarmScope } from './row.ts'
import { alarmSearchable } from './searchable.ts'
import { alarmJobs } from './timers.ts'
import { watchDevices } from './watch.ts'

scopedTable('alarms', alarmScope)

/** Alarms: raised by what devices say and by rules, accepted, handled, checked and closed by people. */
export const alarm: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, 'alarm', (principal, id) => mayReadAlarm(kernel, principal, id))
  return {
    contract,
    routes: alarmRoutes(kernel),
    consumers: [watchDevices(kernel)],
    jobs: alarmJobs(kernel),
    placedTables: ['alarms'],
    searchables: [alarmSearchable(kernel)],
  }
}
