import { user as contract } from '@liren/contract/capabilities/user'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { userJobs } from './jobs.ts'
import { accountData } from './personal.ts'
import { userRoutes } from './routes.ts'
import { userSearchable } from './searchable.ts'

scopedTable('account_reviews', { placePath: 'place_path' })

/** Accounts of the people who work with the platform, their departments and the monthly review. */
export const user: CapabilityFactory = (kernel) => ({
  contract,
  routes: userRoutes(kernel),
  jobs: userJobs(kernel),
  searchables: [userSearchable(kernel)],
  personal: [accountData(kernel)],
  placedTables: ['departments', 'account_reviews'],
})
