import { clearDemoWords, setup as contract, setupSteps } from '@liren/contract/capabilities/setup'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { hashAdministrators, makeAdministrators } from './administrators.ts'
import { isSetupCode } from './code.ts'
import { makeCommunity } from './community.ts'
import { clearDemo } from './demo/clear.ts'
import { beginEnd, clearJob, demoState, wasSeeded } from './demo/state.ts'
import { isSetUp, lockProgress, type Progress, readProgress, writeProgress } from './read.ts'

const e = contract.endpoints
type Step = RequestContext<typeof e.step>
type Hashed = Awaited<ReturnType<typeof hashAdministrators>>

const notConfirmed = {
  path: 'body.confirm',
  zh: `请照抄“${clearDemoWords[0]}”`,
  en: `Type “${clearDemoWords[1]}” to confirm`,
}

/** First start: steps that can be left and taken up again, for whoever can read the console. */
export const setup: CapabilityFactory = (kernel) => {
  const state = async (tx?: Step['tx']) => {
    const progress = await readProgress(kernel, tx)
    return {
      needed: !kernel.config.LIREN_DEMO && !(await isSetUp(kernel, tx)),
      isDemo: kernel.config.LIREN_DEMO,
      demo: await demoState(kernel, tx),
      done: setupSteps.filter((step) => progress.done.includes(step)),
      language: progress.language,
      appearance: progress.appearance,
      community: progress.community,
    }
  }

  /** What a step makes; a step that is sent again makes nothing twice. */
  const take = async ({ body, tx }: Step, progress: Progress, people: Hashed | undefined): Promise<Partial<Progress>> => {
    if (body.step === 'language') return { language: body.language, appearance: body.appearance }
    if (progress.done.includes(body.step)) return {}
    if (body.step === 'community') return { community: { name: body.community }, root: await makeCommunity(kernel, body, tx) }
    if (body.step === 'administrators') {
      if (people === undefined || progress.root === null) throw refuse('internal')
      await makeAdministrators(kernel, people, progress.root, tx)
    }
    return {}
  }

  return {
    contract,
    routes: [
      route(e.state, () => state()),

      route(
        e.step,
        async ({ body }) => {
          if (!isSetupCode(kernel, body.code)) throw refuseWith(e.step.errors, 'setup.code-wrong')
          return body.step === 'administrators' ? hashAdministrators(kernel, body) : undefined
        },
        async (ctx, people: Hashed | undefined) => {
          const { body } = ctx
          await lockProgress(kernel, ctx.tx)
          if (kernel.config.LIREN_DEMO || (await isSetUp(kernel, ctx.tx))) throw refuseWith(e.step.errors, 'setup.over')
          const progress = await readProgress(kernel, ctx.tx)
          const missing = setupSteps.slice(0, setupSteps.indexOf(body.step)).find((step) => !progress.done.includes(step))
          if (missing) throw refuseWith(e.step.errors, 'setup.step-missing', { details: { step: missing } })
          const made = await take(ctx, progress, people)
          await writeProgress(kernel, { ...progress, ...made, done: [...new Set([...progress.done, body.step])] }, ctx.tx)
          ctx.audit({ subject: 'setup', subjectId: body.step })
          if (body.step === 'finish') await ctx.emit({ name: 'setup.finished', subject: 'setup', subjectId: 'setup', payload: {} })
          return state(ctx.tx)
        },
      ),

      route(e.clearDemo, async ({ body, tx, audit, schedule, now }) => {
        if (!kernel.config.LIREN_DEMO || !(await wasSeeded(kernel, tx))) throw refuseWith(e.clearDemo.errors, 'setup.no-demo')
        if (!clearDemoWords.some((words) => words === body.confirm)) throw refuse('request.invalid', { faults: [notConfirmed] })
        await beginEnd(kernel, tx)
        await schedule({ kind: clearJob, key: 'once', at: now, payload: {} })
        audit({ subject: 'demo', subjectId: 'demo' })
        return state(tx)
      }),
    ],
    jobs: [
      {
        kind: clearJob,
        text: { zh: '清除演示数据', en: 'Clear the demo data' },
        run: async () => {
          await clearDemo(kernel)
        },
      },
    ],
  }
}
