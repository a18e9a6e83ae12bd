import { endpoint } from '../kernel/endpoint.ts'
import { instantSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { doorErrors } from './session-errors.ts'
import { signedInSchema } from './session-shapes.ts'

/** How sure the government platform is of who somebody is: a name only, a checked number, or a face before an office. */
export const governmentGrades = ['unverified', 'basic', 'verified'] as const
export type GovernmentGrade = (typeof governmentGrades)[number]

/** Chosen by the device that leaves for the platform, so that nobody comes back with a ticket of somebody else. */
const stateSchema = () => z.string().check(z.regex(/^[A-Za-z0-9_-]{16,64}$/))

/** The way in through the sign-in of the government's own platform: leave with a state, come back with a ticket. */
export const governmentEndpoints = <const A extends Record<string, z.core.$ZodType>>(arrival: A) =>
  ({
    governmentDoor: endpoint({
      id: 'session.government-door',
      method: 'GET',
      path: '/api/session/government',
      summary: text('政务平台登录入口', 'Where the government sign-in is'),
      permission: 'public',
      scope: 'none',
      query: z.object({ state: z.optional(stateSchema()) }),
      /** No address where none is configured; without a state only whether there is one. */
      response: L1(z.object({ open: z.boolean(), isSimulated: z.boolean(), url: z.nullable(z.string()) })),
      rate: 'read',
      beforeReady: true,
    }),
    signInByGovernment: endpoint({
      id: 'session.sign-in-by-government',
      method: 'POST',
      path: '/api/session/government',
      summary: text('政务平台登录', 'Sign in through the government platform'),
      permission: 'public',
      scope: 'none',
      body: z.object({ ticket: z.string().check(z.minLength(8), z.maxLength(512)), ...arrival }),
      response: signedInSchema,
      status: 201,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'session.opened',
      errors: doorErrors.government,
      beforeReady: true,
    }),
    governmentIdentity: endpoint({
      id: 'session.government-identity',
      method: 'GET',
      path: '/api/session/government/identity',
      summary: text('我的政务实名等级', 'My grade at the government platform'),
      permission: 'signed-in',
      scope: 'self',
      response: L2(z.object({ grade: z.nullable(z.enum(governmentGrades)), checkedAt: z.nullable(instantSchema()) })),
      rate: 'read',
    }),
  }) as const
