import { accountSchema, passwordSchema, personNameSchema, phoneSchema } from '../identity/person.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { L1 } from '../kernel/level.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const setupSteps = ['language', 'community', 'administrators', 'finish'] as const
export type SetupStep = (typeof setupSteps)[number]

/** Three people, because nobody may hold two of these roles. */
export const firstAdministrators = ['system', 'security', 'audit'] as const
export type FirstAdministrator = (typeof firstAdministrators)[number]

export const demoStates = ['off', 'on', 'clearing', 'cleared'] as const
export type DemoState = (typeof demoStates)[number]

/** What is typed by hand before everything of the demonstration goes, in whichever language one reads. */
export const clearDemoWords = ['清除演示数据', 'clear demo data'] as const

const setupState = L1(
  z.object({
    needed: z.boolean(),
    isDemo: z.boolean(),
    /** Where the demonstration of this database stands; `cleared` until the house is started anew. */
    demo: z.enum(demoStates),
    done: z.array(z.enum(setupSteps)),
    language: z.enum(['zh', 'en']),
    appearance: z.enum(['light', 'dark', 'auto']),
    community: z.nullable(z.object({ name: z.string() })),
  }),
)

const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))
/** Printed by the start command: whoever can read the console is the one who sets the platform up. */
export const setupCodeSchema = () => z.string().check(z.regex(/^[a-z0-9]{4}-[a-z0-9]{4}-[a-z0-9]{4}$/))
const administrator = () =>
  z.object({ account: accountSchema(), name: personNameSchema(), phone: phoneSchema(), password: passwordSchema() })
const errors = {
  'setup.code-wrong': {
    status: 403,
    text: text('设置码不正确，请查看启动时终端打印的设置码', 'Not the code that the start command printed'),
  },
  'setup.over': { status: 409, text: text('平台已完成设置', 'The platform is already set up') },
  'setup.no-demo': { status: 409, text: text('这里没有可清除的演示数据', 'There is no demo data here to clear') },
  'setup.step-missing': { status: 409, text: text('请先完成前面的步骤', 'An earlier step is missing') },
} as const

export const setup = capability({
  name: 'setup',
  text: text('首次启动', 'First start'),
  permissions: [permission('setup.clear-demo', '清除演示数据', 'Clear the demo data', ['admin'], 'system')],
  events: ['setup.finished'],
  endpoints: {
    state: endpoint({
      id: 'setup.state',
      method: 'GET',
      path: '/api/setup',
      summary: text('设置进度', 'How far the set-up is'),
      permission: 'public',
      scope: 'none',
      response: setupState,
      rate: 'read',
    }),
    step: endpoint({
      id: 'setup.step',
      method: 'POST',
      path: '/api/setup/steps',
      summary: text('完成一步设置', 'Complete a step of the set-up'),
      permission: 'public',
      scope: 'none',
      body: z.discriminatedUnion('step', [
        z.object({
          step: z.literal('language'),
          code: setupCodeSchema(),
          language: z.enum(['zh', 'en']),
          appearance: z.enum(['light', 'dark', 'auto']),
        }),
        z.object({
          step: z.literal('community'),
          code: setupCodeSchema(),
          city: words(30),
          /** A city without districts has its streets directly. */
          district: z.optional(words(30)),
          street: words(30),
          community: words(30),
          estate: words(30),
          /** Where maps begin. */
          longitude: z.optional(z.number().check(z.minimum(-180), z.maximum(180))),
          latitude: z.optional(z.number().check(z.minimum(-90), z.maximum(90))),
        }),
        z.object({
          step: z.literal('administrators'),
          code: setupCodeSchema(),
          system: administrator(),
          security: administrator(),
          audit: administrator(),
        }),
        z.object({ step: z.literal('finish'), code: setupCodeSchema() }),
      ]),
      response: setupState,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'setup.step',
      errors,
    }),
    clearDemo: endpoint({
      id: 'setup.clear-demo',
      method: 'POST',
      path: '/api/setup/clear-demo',
      summary: text('清除演示数据，开始自己的社区', 'Clear the demo data and begin one’s own community'),
      permission: 'setup.clear-demo',
      scope: 'none',
      body: z.object({ confirm: z.string().check(z.trim(), z.maxLength(40)) }),
      response: setupState,
      status: 202,
      idempotent: 'natural',
      rate: 'write',
      audit: 'setup.demo-cleared',
      errors,
    }),
  },
})
