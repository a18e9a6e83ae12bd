import { repair as contract } from '@liren/contract/capabilities/repair'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { allowFileReads } from '../file/read.ts'
import { createCategories } from './categories.ts'
import { fromHousekeeper } from './from-housekeeper.ts'
import { repairData } from './personal.ts'
import { mayReadRepair } from './read.ts'
import { rollup } from './rollup.ts'
import { repairRoutes } from './routes.ts'
import { repairScope } from './row.ts'
import { repairSearchable } from './searchable.ts'
import { repairConsumers, repairJobs } from './timers.ts'

scopedTable('repairs', repairScope)
scopedTable('repair_days', { placePath: 'place_path' })

/** Repairs: reported → given out → handled → confirmed, with a clock. */
export const repair: CapabilityFactory = (kernel) => {
  const categories = createCategories(kernel)
  allowFileReads(kernel, 'repair', (principal, id) => mayReadRepair(kernel, principal, id))
  return {
    contract,
    routes: repairRoutes(kernel, categories),
    consumers: [...repairConsumers(kernel), fromHousekeeper(kernel, categories), rollup(kernel)],
    jobs: repairJobs(kernel),
    personal: [repairData(kernel)],
    placedTables: ['repairs', 'repair_days'],
    sealed: [{ table: 'repairs', column: 'contact' }],
    searchables: [repairSearchable(kernel)],
  }
}
