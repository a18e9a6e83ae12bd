import { workbook as contract } from '@liren/contract/capabilities/workbook'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { exportRoutes } from './export-routes.ts'
import { exportJobs, tidyExports } from './exports/export-job.ts'
import { importRoutes } from './import-routes.ts'
import { importJobs } from './imports/import-job.ts'
import { tidyJobs } from './imports/tidy.ts'

/** Workbooks in and out: everything that offers itself to them, under its own permissions. */
export const workbook: CapabilityFactory = (kernel) => ({
  contract,
  routes: [...importRoutes(kernel), ...exportRoutes(kernel)],
  jobs: [...importJobs(kernel), ...exportJobs(kernel), ...tidyJobs(kernel, (now) => tidyExports(kernel, now))],
  placedTables: ['workbook_imports'],
  sealed: [
    { table: 'workbook_rows', column: 'cells_sealed' },
    { table: 'workbook_exports', column: 'filters_sealed' },
  ],
})
