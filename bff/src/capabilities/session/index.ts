import { session as contract } from '@liren/contract/capabilities/session'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { sessionJobs } from './jobs.ts'
import { sessionData } from './personal.ts'
import { sessionRoutes } from './routes.ts'

/** Every way of signing in, and what one is while signed in. */
export const session: CapabilityFactory = (kernel) => ({
  contract,
  routes: sessionRoutes(kernel),
  jobs: sessionJobs(kernel),
  personal: [sessionData(kernel)],
})
