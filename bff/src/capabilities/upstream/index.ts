import { text } from '@liren/contract'
import { upstream as contract, upstreamArchives } from '@liren/contract/capabilities/upstream'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { mandatesOf } from './personal.ts'
import { syncDue } from './pull.ts'
import { upstreamRoutes } from './routes.ts'
import { keyAt } from './row.ts'

const least = text('平台下限', 'The least that this platform keeps')
const kept = { action: 'delete', leastDays: 30, basis: least, usualDays: 365, about: [] } as const

/** What other systems, owners and their managers may say of people, houses, vehicles and spaces: matched, held against a mandate, sourced. */
export const upstream: CapabilityFactory = (kernel) => ({
  contract,
  routes: upstreamRoutes(kernel),
  sealed: [keyAt],
  personal: [mandatesOf(kernel)],
  placedTables: ['upstream_systems', 'upstream_mandates'],
  references: [
    {
      text: text('外部来源', 'Outside origins'),
      table: 'upstream_origins',
      column: 'file_id',
      archives: upstreamArchives,
      archiveColumn: 'archive',
    },
  ],
  retained: [
    { ...kept, class: 'upstream-run', text: text('外部同步记录', 'Runs of outside systems'), table: 'upstream_runs', at: 'started_at' },
    {
      ...kept,
      class: 'upstream-refusal',
      text: text('未更新的变更', 'Changes that were refused'),
      table: 'upstream_refusals',
      at: 'refused_at',
    },
  ],
  jobs: [
    {
      kind: 'upstream.sync',
      text: text('按计划向外部系统同步', 'Ask outside systems on their schedule'),
      every: 60_000,
      run: () => syncDue(kernel),
    },
  ],
})
