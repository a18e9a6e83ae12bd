import { factorEndpoints } from '../identity/factor-endpoints.ts'
import { governmentEndpoints } from '../identity/government-endpoints.ts'
import { oneTimeCodeSchema, passwordSchema, phoneSchema } from '../identity/person.ts'
import { doorErrors } from '../identity/session-errors.ts'
import { meSchema, personaCodes, personaSchema, signedInSchema, wechatAnswerSchema } from '../identity/session-shapes.ts'
import { sessionSchema } from '../identity/user-shapes.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L1 } from '../kernel/level.ts'
import { ends } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export { type GovernmentGrade, governmentGrades } from '../identity/government-endpoints.ts'
export * from '../identity/session-errors.ts'
export * from '../identity/session-shapes.ts'

/** `browser` gets an HttpOnly cookie; `bearer` gets the token itself (mini-program, H5). */
export const clientKinds = ['browser', 'bearer'] as const

const client = z._default(z.enum(clientKinds), 'bearer')
/** What the person will recognise in the list of sessions. */
const device = z.optional(z.string().check(z.trim(), z.maxLength(60)))
/** Kept by the client across sign-ins; a known device is not locked out by somebody else's guessing. */
const deviceKey = z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/)))
const end = z.optional(z.enum(ends))
const arrival = { client, device, deviceKey, end }

export const session = capability({
  name: 'session',
  text: text('登录', 'Sign-in'),
  permissions: [],
  events: ['session.opened', 'session.closed'],
  endpoints: {
    signIn: endpoint({
      id: 'session.sign-in',
      method: 'POST',
      path: '/api/session',
      summary: text('账号口令登录', 'Sign in with account and password'),
      permission: 'public',
      scope: 'none',
      body: z.object({ account: z.string().check(z.minLength(1), z.maxLength(64)), password: passwordSchema(), ...arrival }),
      response: signedInSchema,
      status: 201,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'session.opened',
      errors: doorErrors.password,
      beforeReady: true,
    }),
    signInByWechat: endpoint({
      id: 'session.sign-in-by-wechat',
      method: 'POST',
      path: '/api/session/wechat',
      summary: text('微信登录', 'Sign in with WeChat'),
      permission: 'public',
      scope: 'none',
      body: z.object({
        /** One of them: the code of wx.login, or the ticket of an earlier answer. */
        code: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
        ticket: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
        /** The code of the phone number button. */
        phoneCode: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
        ...arrival,
      }),
      response: wechatAnswerSchema,
      status: 201,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'session.opened',
      errors: doorErrors.wechat,
      beforeReady: true,
    }),
    sendCode: endpoint({
      id: 'session.send-code',
      method: 'POST',
      path: '/api/session/sms-codes',
      summary: text('发送短信验证码', 'Send a code by SMS'),
      permission: 'public',
      scope: 'none',
      body: z.object({ phone: phoneSchema() }),
      response: L1(z.object({ againAfter: z.number(), validFor: z.number() })),
      status: 202,
      idempotent: 'natural',
      rate: 'code',
      audit: 'session.code-sent',
      errors: doorErrors.code,
      beforeReady: true,
    }),
    signInBySms: endpoint({
      id: 'session.sign-in-by-sms',
      method: 'POST',
      path: '/api/session/sms',
      summary: text('短信验证码登录', 'Sign in with a code by SMS'),
      permission: 'public',
      scope: 'none',
      body: z.object({
        phone: phoneSchema(),
        code: oneTimeCodeSchema(),
        /** Binds the WeChat identity of an earlier answer. */
        ticket: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
        ...arrival,
      }),
      response: signedInSchema,
      status: 201,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'session.opened',
      errors: doorErrors.sms,
      beforeReady: true,
    }),
    personas: endpoint({
      id: 'session.personas',
      method: 'GET',
      path: '/api/session/personas',
      summary: text('体验身份（仅演示环境）', 'Personas to try, in a demonstration only'),
      permission: 'public',
      scope: 'none',
      response: L1(z.object({ items: z.array(personaSchema) })),
      rate: 'read',
      beforeReady: true,
    }),
    signInAsPersona: endpoint({
      id: 'session.sign-in-as-persona',
      method: 'POST',
      path: '/api/session/demo',
      summary: text('以体验身份登录（仅演示环境）', 'Sign in as a persona, in a demonstration only'),
      permission: 'public',
      scope: 'none',
      body: z.object({ persona: z.enum(personaCodes), ...arrival }),
      response: signedInSchema,
      status: 201,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'session.opened',
      errors: doorErrors.persona,
      beforeReady: true,
    }),
    me: endpoint({
      id: 'session.me',
      method: 'GET',
      path: '/api/session',
      summary: text('我是谁、能做什么', 'Who I am and what I may do'),
      permission: 'signed-in',
      scope: 'self',
      response: meSchema,
      rate: 'read',
      beforeReady: true,
    }),
    signOut: endpoint({
      id: 'session.sign-out',
      method: 'DELETE',
      path: '/api/session',
      summary: text('退出登录', 'Sign out'),
      permission: 'signed-in',
      scope: 'self',
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'session.closed',
      beforeReady: true,
    }),
    refresh: endpoint({
      id: 'session.refresh',
      method: 'POST',
      path: '/api/session/refresh',
      summary: text('保持登录', 'Stay signed in'),
      permission: 'signed-in',
      scope: 'self',
      response: L1(z.object({ idleUntil: instantSchema(), expiresAt: instantSchema() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'session.refreshed',
      beforeReady: true,
    }),
    switchIdentity: endpoint({
      id: 'session.switch-identity',
      method: 'PUT',
      path: '/api/session/identity',
      summary: text('切换身份', 'Switch identity'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({ end: z.enum(ends), placeId: z.optional(z.nullable(idSchema())) }),
      response: meSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'session.identity-switched',
      errors: doorErrors.identity,
      beforeReady: true,
    }),
    changePassword: endpoint({
      id: 'session.change-password',
      method: 'PUT',
      path: '/api/session/password',
      summary: text('修改口令', 'Change the password'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({ current: passwordSchema(), next: passwordSchema() }),
      response: meSchema,
      idempotent: 'natural',
      rate: 'sign-in',
      audit: 'session.password-changed',
      errors: doorErrors.change,
      beforeReady: true,
    }),
    passwordRules: endpoint({
      id: 'session.password-rules',
      method: 'GET',
      path: '/api/session/password-rules',
      summary: text('口令要求', 'What a password must be like'),
      permission: 'public',
      scope: 'none',
      response: L1(
        z.object({ profile: z.enum(['dengbao3', 'asvs']), minLength: z.number(), classes: z.number(), rules: z.array(textSchema) }),
      ),
      rate: 'read',
      beforeReady: true,
    }),
    list: endpoint({
      id: 'session.list',
      method: 'GET',
      path: '/api/sessions',
      summary: text('我的登录设备', 'My sessions'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(sessionSchema) }),
      rate: 'read',
    }),
    close: endpoint({
      id: 'session.close',
      method: 'DELETE',
      path: '/api/sessions/:id',
      summary: text('下线某台设备', 'Sign one device out'),
      permission: 'signed-in',
      scope: 'self',
      params: z.object({ id: idSchema() }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'session.closed',
    }),
    closeAll: endpoint({
      id: 'session.close-all',
      method: 'DELETE',
      path: '/api/sessions',
      summary: text('全部设备下线', 'Sign out everywhere'),
      permission: 'signed-in',
      scope: 'self',
      /** Keep the session that asks. */
      query: z.object({ keepThis: z.optional(z.stringbool()) }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'session.closed-everywhere',
    }),
    ...governmentEndpoints(arrival),
    ...factorEndpoints,
  },
})
