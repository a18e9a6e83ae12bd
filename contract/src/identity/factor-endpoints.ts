import { endpoint } from '../kernel/endpoint.ts'
import { L4 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { oneTimeCodeSchema, passwordSchema } from './person.ts'
import { doorErrors } from './session-errors.ts'
import { meSchema } from './session-shapes.ts'

/** The second factor: a one-time code app, recovery codes, and proving again who one is. */
export const factorEndpoints = {
  enrol: endpoint({
    id: 'session.enrol-second-factor',
    method: 'POST',
    path: '/api/session/second-factor',
    summary: text('绑定动态口令', 'Set up a one-time code app'),
    permission: 'signed-in',
    scope: 'self',
    response: L4(z.object({ secret: z.string(), uri: z.string() })),
    status: 201,
    idempotent: 'natural',
    rate: 'sign-in',
    audit: 'session.second-factor-started',
    errors: doorErrors.enrol,
    beforeReady: true,
  }),
  confirmFactor: endpoint({
    id: 'session.confirm-second-factor',
    method: 'POST',
    path: '/api/session/second-factor/confirmation',
    summary: text('确认动态口令', 'Confirm the one-time code app'),
    permission: 'signed-in',
    scope: 'self',
    body: z.object({ code: oneTimeCodeSchema() }),
    /** Recovery codes, shown once. */
    response: L4(z.object({ recoveryCodes: z.array(z.string()) })),
    idempotent: 'natural',
    rate: 'sign-in',
    audit: 'session.second-factor-set',
    errors: doorErrors.factor,
    beforeReady: true,
  }),
  stepUp: endpoint({
    id: 'session.step-up',
    method: 'POST',
    path: '/api/session/step-up',
    summary: text('重新验证身份', 'Prove once more who you are'),
    permission: 'signed-in',
    scope: 'self',
    /** A one-time or recovery code where a second factor is set up, otherwise the password. */
    body: z.object({
      code: z.optional(z.string().check(z.regex(/^(\d{6}|[0-9a-z]{4}-[0-9a-z]{4})$/))),
      password: z.optional(passwordSchema()),
    }),
    response: meSchema,
    idempotent: 'natural',
    rate: 'sign-in',
    audit: 'session.stepped-up',
    errors: doorErrors.factor,
    beforeReady: true,
  }),
} as const
