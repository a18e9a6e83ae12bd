import { hint as contract } from '@liren/contract/capabilities/hint'
import { scheduleJob } from '../../kernel/background/outbox.ts'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { hintRoutes } from './routes.ts'
import { isOnAt, runHints, runHintsAt } from './run.ts'

/** Models that point at something in the passages and files; people look, and decide. */
export const hint: CapabilityFactory = (kernel) => ({
  contract,
  routes: hintRoutes(kernel),
  placedTables: ['hints', 'hint_switches'],
  consumers: [
    {
      name: 'hint.alike',
      // what a model counts is looked at as it arrives: minutes later somebody would have been sent twice
      on: ['repair.created'],
      async handle(event, tx) {
        const { placePath } = event.payload as { placePath: string }
        if (!(await isOnAt(kernel, 'events-alike', placePath, tx))) return
        const payload = { model: 'events-alike', placePath }
        await scheduleJob(kernel, { kind: 'hint.look', key: event.subjectId, at: kernel.clock.now(), payload }, tx)
      },
    },
    {
      name: 'hint.scored',
      // an organisation crossed a level: upwards somebody is warned at once, downwards the warning goes
      on: ['score.changed'],
      async handle(event, tx) {
        const { placePath, from, to, round } = event.payload as { placePath: string; from: number; to: number; round: string }
        if (from === to || !(await isOnAt(kernel, 'org-hazard', placePath, tx))) return
        const payload = { model: 'org-hazard', placePath }
        await scheduleJob(kernel, { kind: 'hint.look', key: round, at: kernel.clock.now(), payload }, tx)
      },
    },
  ],
  jobs: [
    {
      kind: 'hint.look',
      text: { zh: '事件到达时运行研判模型', en: 'Run a model as an event arrives' },
      run: async ({ model, placePath }) => {
        if (model === 'events-alike' || model === 'org-hazard') await runHintsAt(kernel, model, String(placePath))
      },
    },
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
