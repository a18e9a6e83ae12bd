import { waste as contract } from '@liren/contract/capabilities/waste'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopeWith } from '../../kernel/http/access.ts'
import { allowFileReads } from '../file/read.ts'
import { countWaste } from './count.ts'
import { wasteData } from './personal.ts'
import { wasteRoutes } from './routes.ts'
import { findTask } from './tasks.ts'

/** What is thrown away by whom, which door opens for it, who clears full bins, and how well it is sorted. */
export const waste: CapabilityFactory = (kernel) => {
  allowFileReads(kernel, 'waste', async (principal, id) => {
    if (!principal.permissions.has('waste.clear')) return false
    return findTask(kernel, scopeWith(principal, 'waste.clear', 'place'), id).then(
      () => true,
      () => false,
    )
  })
  return {
    contract,
    routes: wasteRoutes(kernel),
    consumers: [countWaste(kernel)],
    personal: [wasteData(kernel)],
    placedTables: ['waste_bins', 'waste_cards'],
  }
}
