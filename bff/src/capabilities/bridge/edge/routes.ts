import { text } from '@liren/contract'
import { bridge as contract } from '@liren/contract/capabilities/bridge'
import { appendEvents } from '../../../kernel/background/outbox.ts'
import type { Job, RetainedClass } from '../../../kernel/capability.ts'
import { type RequestContext, type Route, route } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { verifyJobsAsk, verifyRequestAsk } from '../asks.ts'
import { hasUnlocks, takeUnlocks } from '../locks/take.ts'
import { refusalsAudited } from '../strangers.ts'
import { holdOpen } from '../wait.ts'
import { reachOf } from './compile.ts'
import { expireJobs, hasJobs, takeJobs } from './hand-over.ts'
import { cancelJob, jobChannel, listJobs, readJob, startJob } from './jobs.ts'
import { allowRequests, answerRequest, listRequests } from './requests.ts'
import { nodeId } from './row.ts'

const e = contract.endpoints

/** Whoever looks after nodes sees at once how their jobs stand. */
export const jobNews = (subjectId: string) =>
  ({ name: 'bridge.changed', subject: 'bridge', subjectId, payload: {}, live: { permission: 'bridge.manage' } }) as const

export function edgeRoutes(kernel: Kernel): Route[] {
  const told = async (ctx: RequestContext, bridgeId: string, id: string): Promise<void> => {
    await ctx.emit(jobNews(id))
    kernel.store.afterCommit(ctx.tx, () => void kernel.bus.publish(jobChannel, bridgeId).catch(() => {}))
  }
  return [
    route(e.reach, async ({ params, query, scope }) => reachOf(kernel, await nodeId(kernel, params.code), scope, query)),
    route(e.jobs, async (ctx) => listJobs(kernel, await nodeId(kernel, ctx.params.code), ctx, ctx.query)),
    route(e.job, (ctx) => readJob(kernel, ctx.params.id, ctx)),
    route(e.startJob, async (ctx) => {
      const { bridgeId, ...job } = await startJob(kernel, ctx.params.code, ctx.body, ctx)
      ctx.audit({ subject: 'bridge', subjectId: ctx.params.code, after: { job: job.id, kind: job.kind, devices: job.devices } })
      await told(ctx, bridgeId, ctx.params.code)
      return job
    }),
    route(e.cancelJob, async (ctx) => {
      const { bridgeId, ...job } = await cancelJob(kernel, ctx.params.id, ctx)
      ctx.audit({ subject: 'bridge', subjectId: bridgeId, after: { job: job.id, state: job.state } })
      await told(ctx, bridgeId, bridgeId)
      return job
    }),
    route(e.requests, async ({ params, query, scope }) => listRequests(kernel, await nodeId(kernel, params.code), scope, query)),
    route(e.allowRequests, async (ctx) => {
      await allowRequests(kernel, ctx.params.code, ctx.body, ctx.tx)
      ctx.audit({ subject: 'bridge', subjectId: ctx.params.code, after: { mayAsk: ctx.body.mayAsk } })
      await ctx.emit(jobNews(ctx.params.code))
    }),
    route(
      e.nextJobs,
      async (ctx) => {
        const { bridge, ask } = await refusalsAudited(kernel, ctx, ctx.body.payload, verifyJobsAsk(kernel, ctx.body))
        const asked = { bridgeId: bridge.id, after: ask.after, open: ask.open, unlocked: ask.unlocked ?? [] }
        await holdOpen(kernel, ctx.koa, {
          channel: jobChannel,
          id: bridge.id,
          has: async (now) => (await hasJobs(kernel, asked, now)) || hasUnlocks(kernel, asked, now),
        })
        return asked
      },
      async (ctx, asked) => {
        const now = kernel.clock.now()
        const unlocks = await takeUnlocks(kernel, asked, now, ctx.tx)
        return { ...(await takeJobs(kernel, asked, now, ctx.tx)), ...(unlocks.length === 0 ? {} : { unlocks }) }
      },
    ),
    route(
      e.request,
      (ctx) => refusalsAudited(kernel, ctx, ctx.body.payload, verifyRequestAsk(kernel, ctx.body)),
      async (ctx, { bridge, ask }) => {
        const { isNew, ...answer } = await answerRequest(kernel, bridge.id, ask, ctx.now, ctx.tx)
        if (isNew) await ctx.emit(jobNews(bridge.code))
        return answer
      },
    ),
  ]
}

export const edgeWork = (kernel: Kernel): Job[] => [
  {
    kind: 'bridge.expire-jobs',
    text: text('结束过期的边缘计算任务', 'End jobs of edge nodes whose time is over'),
    every: 10_000,
    run: async (_payload, { now }) => {
      if ((await expireJobs(kernel, now)) > 0) await kernel.store.tx((tx) => appendEvents(kernel, [jobNews('')], tx))
    },
  },
]

const kept = { action: 'delete', leastDays: 30, basis: text('平台下限', 'The least that this platform keeps'), about: [] } as const

/** What of the work of nodes goes after its time. */
export const edgeRetained: readonly RetainedClass[] = [
  { ...kept, class: 'edge-job', text: text('边缘计算任务', 'Jobs of edge nodes'), usualDays: 365, table: 'edge_jobs', at: 'issued_at' },
  { ...kept, class: 'edge-job-step', text: text('边缘计算过程', 'Steps of such jobs'), usualDays: 365, table: 'edge_job_steps', at: 'at' },
  {
    ...kept,
    class: 'edge-request',
    text: text('边缘节点的请求', 'Questions of edge nodes'),
    usualDays: 180,
    table: 'edge_requests',
    at: 'asked_at',
  },
]
