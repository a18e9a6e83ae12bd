import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { instantSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What carries all applications: taking devices in, keeping data, serving applications, and the engines that they share. */
export const healthParts = {
  intake: text('物联接入', 'Device intake'),
  data: text('数据管理与服务', 'Data'),
  support: text('应用支撑', 'Application support'),
  engines: text('能力引擎', 'Engines'),
} as const
export type HealthPart = keyof typeof healthParts
const partSchema = z.enum(['intake', 'data', 'support', 'engines'])
const stateSchema = z.enum(['good', 'degraded', 'bad'])

export const health = capability({
  name: 'health',
  text: text('体检', 'Health'),
  permissions: [permission('health.read', '查看系统体检', 'See the health of the system', ['admin'], 'system')],
  endpoints: {
    read: endpoint({
      id: 'health.read',
      method: 'GET',
      path: '/api/health',
      summary: text('系统体检', 'The health of the system'),
      permission: 'health.read',
      scope: 'none',
      response: L2(
        z.object({
          state: stateSchema,
          version: z.string(),
          startedAt: instantSchema(),
          mode: z.enum(['production', 'demo', 'test']),
          /** As well as the worst of its checks. */
          parts: z.array(z.object({ name: partSchema, text: textSchema, state: stateSchema })),
          checks: z.array(
            z.object({
              name: z.string(),
              part: partSchema,
              text: textSchema,
              state: stateSchema,
              detail: z.string(),
              since: instantSchema(),
            }),
          ),
          figures: z.array(z.object({ name: z.string(), text: textSchema, value: z.number(), unit: z.string() })),
        }),
      ),
      rate: 'read',
    }),
    about: endpoint({
      id: 'health.about',
      method: 'GET',
      path: '/api/about',
      summary: text('关于本平台', 'About this installation'),
      permission: 'public',
      scope: 'none',
      response: L1(
        z.object({
          name: textSchema,
          version: z.string(),
          isDemo: z.boolean(),
          /** Other services are played by simulators: WeChat, SMS. */
          simulated: z.array(z.string()),
          setupNeeded: z.boolean(),
          emergencyPhone: z.string(),
        }),
      ),
      rate: 'read',
      cache: { fresh: 5, stale: 86_400, vary: 'public' },
    }),
  },
})
