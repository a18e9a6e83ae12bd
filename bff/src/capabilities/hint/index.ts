import { hint as contract } from '@liren/contract/capabilities/hint'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { hintRoutes } from './routes.ts'
import { runHints } from './run.ts'

/** Models that point at something in the passages and files; people look, and decide. */
export const hint: CapabilityFactory = (kernel) => ({
  contract,
  routes: hintRoutes(kernel),
  placedTables: ['hints', 'hint_switches'],
  jobs: [
    {
      kind: 'hint.run',
      text: { zh: '运行研判模型', en: 'Run the models' },
      every: 15 * 60_000,
      run: async () => {
        await runHints(kernel)
      },
    },
  ],
})
