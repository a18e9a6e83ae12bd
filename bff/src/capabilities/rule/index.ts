import { rule as contract } from '@liren/contract/capabilities/rule'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { ruleRoutes } from './routes.ts'
import { ruleScope } from './row.ts'
import { runRules } from './run.ts'
import { ruleJobs } from './timers.ts'
import { wakeBridges } from './wake.ts'

scopedTable('rules', ruleScope)
scopedTable('rule_firings', ruleScope)

/** Rules 当…且…则…: made by people, run by the house or by bridges, each firing with its reasons. */
export const rule: CapabilityFactory = (kernel) => ({
  contract,
  routes: ruleRoutes(kernel),
  consumers: [runRules(kernel), wakeBridges(kernel)],
  jobs: ruleJobs(kernel),
  placedTables: ['rules'],
})
