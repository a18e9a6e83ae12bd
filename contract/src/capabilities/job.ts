import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

const kindSchema = () => z.string().check(z.regex(/^[a-z][a-z0-9.-]{1,79}$/))
const states = ['waiting', 'running', 'done', 'dead', 'void'] as const

export const jobRunSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.string(),
    key: z.string(),
    state: z.enum(states),
    runAt: instantSchema(),
    attempts: z.number(),
    finishedAt: z.nullable(instantSchema()),
    error: z.nullable(z.string()),
  }),
)

export const job = capability({
  name: 'job',
  text: text('后台任务', 'Background jobs'),
  permissions: [
    permission('job.read', '查看后台任务', 'See background jobs', ['admin'], 'system'),
    permission('job.run', '运行后台任务', 'Run background jobs', ['admin'], 'system'),
  ],
  endpoints: {
    list: endpoint({
      id: 'job.list',
      method: 'GET',
      path: '/api/jobs',
      summary: text('任务种类与最近情况', 'Kinds of jobs and how they went'),
      permission: 'job.read',
      scope: 'none',
      response: z.object({
        items: z.array(
          L2(
            z.object({
              kind: z.string(),
              text: textSchema,
              /** `every 60 s`, `daily 03:20`, or nothing for jobs that events schedule. */
              /** Every so many seconds, or once a day at a time of the community's clock; null when an event schedules it. */
              rhythm: z.nullable(z.object({ everySeconds: z.optional(z.number()), daily: z.optional(z.string()) })),
              waiting: z.number(),
              nextAt: z.nullable(instantSchema()),
              lastAt: z.nullable(instantSchema()),
              lastState: z.nullable(z.enum(states)),
              lastError: z.nullable(z.string()),
            }),
          ),
        ),
        outbox: L2(z.object({ waiting: z.number(), dead: z.number(), lagSeconds: z.number() })),
      }),
      rate: 'read',
    }),
    runs: endpoint({
      id: 'job.runs',
      method: 'GET',
      path: '/api/jobs/:kind/runs',
      summary: text('任务运行记录', 'Runs of a kind of job'),
      permission: 'job.read',
      scope: 'none',
      params: z.object({ kind: kindSchema() }),
      query: z.object({ ...pageQuery, state: z.optional(z.enum(states)) }),
      response: pageOf(jobRunSchema),
      rate: 'read',
    }),
    run: endpoint({
      id: 'job.run',
      method: 'POST',
      path: '/api/jobs/:kind/run',
      summary: text('立即运行', 'Run a repeating job now'),
      permission: 'job.run',
      scope: 'none',
      params: z.object({ kind: kindSchema() }),
      response: L2(z.object({ scheduledFor: instantSchema() })),
      status: 202,
      idempotent: 'key',
      rate: 'write',
      audit: 'job.run',
    }),
    dead: endpoint({
      id: 'job.dead-events',
      method: 'GET',
      path: '/api/outbox/dead',
      summary: text('未能投递的事件', 'Events that could not be delivered'),
      permission: 'job.read',
      scope: 'none',
      query: z.object(pageQuery),
      response: pageOf(
        L2(
          z.object({
            id: idSchema(),
            name: z.string(),
            subject: z.string(),
            subjectId: z.string(),
            attempts: z.number(),
            error: z.nullable(z.string()),
            createdAt: instantSchema(),
          }),
        ),
      ),
      rate: 'read',
    }),
    retry: endpoint({
      id: 'job.retry-event',
      method: 'POST',
      path: '/api/outbox/:id/retry',
      summary: text('重新投递事件', 'Deliver an event again'),
      permission: 'job.run',
      scope: 'none',
      params: z.object({ id: idSchema() }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'job.event-retried',
    }),
  },
})
