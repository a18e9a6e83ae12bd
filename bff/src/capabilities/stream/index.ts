import { text } from '@liren/contract'
import { stream as contract } from '@liren/contract/capabilities/stream'
import { forgetStreams } from '../../engines/stream/index.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { scopedTable } from '../../kernel/store/scope.ts'
import { streamRoutes } from './routes.ts'
import { streamScope } from './row.ts'

scopedTable('streams', streamScope)

/** Sliding windows over what devices say: made by people, reckoned in the transaction in which a batch is taken. */
export const stream: CapabilityFactory = (kernel) => ({
  contract,
  routes: streamRoutes(kernel),
  placedTables: ['streams'],
  jobs: [
    {
      kind: 'stream.forget',
      text: text('清理过期的滚动统计', 'Clear away old sliding windows'),
      every: 3_600_000,
      run: async (_payload, { now }) => {
        await forgetStreams(kernel, now)
      },
    },
  ],
})
