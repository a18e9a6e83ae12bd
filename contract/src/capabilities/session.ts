import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2, L4 } from '../kernel/level.ts'
import { ends, exclusiveRoles, permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { placeKinds } from './place.ts'
import { passwordSchema, phoneSchema, sessionSchema, userClasses } from './user.ts'

/** `browser` gets an HttpOnly cookie; `bearer` gets the token itself (mini-program, H5). */
export const clientKinds = ['browser', 'bearer'] as const

const placeRef = z.object({ id: idSchema(), name: z.string(), path: z.string(), kind: z.enum(placeKinds) })

/** One way of being here: at this end, at this place, with these roles. */
const identitySchema = z.object({
  end: z.enum(ends),
  place: z.nullable(placeRef),
  roles: z.array(z.object({ code: z.string(), name: z.string() })),
})

export const meSchema = L2(
  z.object({
    user: z.object({
      id: idSchema(),
      account: z.nullable(z.string()),
      name: z.string(),
      /** One's own number, already shortened: 100****0001. */
      phone: z.nullable(z.string()),
      class: z.enum(userClasses),
    }),
    end: z.enum(ends),
    /** The place chosen in identity switching; null means all places of this end. */
    place: z.nullable(placeRef),
    identities: z.array(identitySchema),
    /** Codes held at this end; menus come from them. */
    permissions: z.array(z.string()),
    /** Places at which something is granted at this end. */
    places: z.array(placeRef),
    exclusive: z.nullable(z.enum(exclusiveRoles)),
    households: z.array(
      z.object({
        houseId: idSchema(),
        name: z.string(),
        estate: placeRef,
        relation: z.enum(['owner', 'family', 'tenant', 'other']),
        validUntil: z.nullable(instantSchema()),
      }),
    ),
    mustChangePassword: z.boolean(),
    passwordExpiresAt: z.nullable(instantSchema()),
    /** `none` not enrolled and not asked; `enrolled` done; `required` asked now; `enrol` must be set up now. */
    secondFactor: z.enum(['none', 'enrolled', 'required', 'enrol']),
    steppedUpUntil: z.nullable(instantSchema()),
    session: z.object({ id: idSchema(), idleMinutes: z.number(), expiresAt: instantSchema() }),
    isDemo: z.boolean(),
  }),
)
export type Me = z.infer<typeof meSchema>

/** The token is there for bearer clients only. */
const signedIn = L2(z.object({ token: z.optional(L4(z.string())), me: meSchema }))
export type SignedIn = z.infer<typeof signedIn>

const wechatAnswer = L2(
  z.object({
    state: z.enum(['signed-in', 'phone-needed']),
    /** Remembers the WeChat identity for five minutes until a phone number is known. */
    ticket: z.optional(L4(z.string())),
    token: z.optional(L4(z.string())),
    me: z.optional(meSchema),
  }),
)

export const personaCodes = [
  'resident',
  'elder',
  'repair-worker',
  'guard',
  'housekeeper',
  'property-manager',
  'grid-worker',
  'duty-officer',
  'administrator',
  'security-administrator',
  'auditor',
  'street-leader',
] as const
export type PersonaCode = (typeof personaCodes)[number]

const personaSchema = L1(
  z.object({
    code: z.enum(personaCodes),
    text: textSchema,
    end: z.enum(ends),
    /** What this persona is good for trying. */
    hint: textSchema,
    /** Where to sign in by hand. */
    account: z.nullable(z.string()),
  }),
)

const policySchema = L2(
  z.object({
    /** 等保三级 profile, or the OWASP ASVS one: long and free of forced change. */
    passwords: z.enum(['mlps3', 'asvs']),
    /** Whom a second factor is demanded of. */
    secondFactor: z.enum(['optional', 'administrators', 'staff']),
    version: versionSchema(),
  }),
)

const failed = {
  'session.failed': { status: 401, text: text('账号或口令不正确', 'Account or password is not right') },
  'session.locked': { status: 429, text: text('失败次数过多，请稍后再试', 'Too many failed attempts, please wait') },
} as const
const closed = {
  'session.disabled': { status: 403, text: text('账号已停用，请联系管理员', 'This account is disabled, please contact the administrator') },
  'session.not-yet-valid': { status: 403, text: text('账号尚未生效', 'This account is not valid yet') },
  'session.no-longer-valid': { status: 403, text: text('账号已过有效期，请联系管理员', 'This account is past its validity') },
} as const
const codes = {
  'session.code-wrong': { status: 401, text: text('验证码不正确或已失效', 'The code is wrong or no longer valid') },
} as const

const client = z._default(z.enum(clientKinds), 'bearer')
/** What the person will recognise in the list of sessions. */
const device = z.optional(z.string().check(z.trim(), z.maxLength(60)))
/** Kept by the client across sign-ins; a known device is not locked out by somebody else's guessing. */
const deviceKey = z.optional(z.string().check(z.regex(/^[A-Za-z0-9_-]{22,64}$/)))
const end = z.optional(z.enum(ends))
const arrival = { client, device, deviceKey, end }
const sixDigits = () => z.string().check(z.regex(/^\d{6}$/))

export const session = capability({
  name: 'session',
  text: text('登录', 'Sign-in'),
  permissions: [permission('session.policy', '设置口令与二次验证策略', 'Set the password and second factor policy', ['admin'], 'security')],
  events: ['session.opened', 'session.closed', 'session.refused'],
  endpoints: {
    signIn: endpoint({
      id: 'session.sign-in',
      method: 'POST',
      path: '/api/session',
      summary: text('账号口令登录', 'Sign in with account and password'),
      permission: 'public',
      scope: 'none',
      body: z.object({ account: z.string().check(z.minLength(1), z.maxLength(64)), password: passwordSchema(), ...arrival }),
      response: signedIn,
      status: 201,
      rate: 'sign-in',
      audit: 'session.opened',
      errors: { ...failed, ...closed },
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
      response: wechatAnswer,
      status: 201,
      rate: 'sign-in',
      audit: 'session.opened',
      errors: {
        ...closed,
        'session.wechat-refused': {
          status: 401,
          text: text('微信登录失败，请重试', 'WeChat did not accept the sign-in, please try again'),
        },
        'session.wechat-taken': {
          status: 409,
          text: text('该手机号已绑定其他微信', 'This phone number belongs to another WeChat account'),
        },
      },
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
      rate: 'code',
      errors: {
        'session.code-quota': { status: 429, text: text('发送过于频繁，请稍后再试', 'Too many codes were asked for, please wait') },
        'session.code-unsent': { status: 503, text: text('短信暂时无法发送，请稍后再试', 'The code could not be sent, please try again') },
        'session.phone-refused': { status: 422, text: text('不支持该号码', 'This number is not accepted') },
      },
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
        code: sixDigits(),
        /** Binds the WeChat identity of an earlier answer. */
        ticket: z.optional(z.string().check(z.minLength(1), z.maxLength(128))),
        ...arrival,
      }),
      response: signedIn,
      status: 201,
      rate: 'sign-in',
      audit: 'session.opened',
      errors: { ...codes, ...closed },
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
      response: signedIn,
      status: 201,
      rate: 'sign-in',
      audit: 'session.opened',
      errors: closed,
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
      errors: {
        'session.no-such-identity': { status: 403, text: text('您没有这一身份', 'You do not have this identity') },
        'session.password-needed': {
          status: 403,
          text: text('进入管理后台请用账号口令登录', 'The back office needs a sign-in by password'),
        },
      },
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
      rate: 'sign-in',
      audit: 'session.password-changed',
      errors: {
        'session.password-wrong': { status: 422, text: text('当前口令不正确', 'The current password is not right') },
        ...failed,
      },
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
        z.object({ profile: z.enum(['mlps3', 'asvs']), minLength: z.number(), classes: z.number(), rules: z.array(textSchema) }),
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
      rate: 'write',
      audit: 'session.closed-everywhere',
    }),
    enrol: endpoint({
      id: 'session.enrol-second-factor',
      method: 'POST',
      path: '/api/session/second-factor',
      summary: text('绑定动态口令', 'Set up a one-time code app'),
      permission: 'signed-in',
      scope: 'self',
      response: L4(z.object({ secret: z.string(), uri: z.string() })),
      status: 201,
      rate: 'sign-in',
      audit: 'session.second-factor-started',
      errors: { 'session.second-factor-set': { status: 409, text: text('已绑定动态口令', 'A second factor is set up already') } },
      beforeReady: true,
    }),
    confirmFactor: endpoint({
      id: 'session.confirm-second-factor',
      method: 'POST',
      path: '/api/session/second-factor/confirmation',
      summary: text('确认动态口令', 'Confirm the one-time code app'),
      permission: 'signed-in',
      scope: 'self',
      body: z.object({ code: sixDigits() }),
      /** Recovery codes, shown once. */
      response: L4(z.object({ recoveryCodes: z.array(z.string()) })),
      rate: 'sign-in',
      audit: 'session.second-factor-set',
      errors: { ...codes, ...failed },
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
      rate: 'sign-in',
      audit: 'session.stepped-up',
      errors: { ...codes, ...failed },
      beforeReady: true,
    }),
    policy: endpoint({
      id: 'session.policy',
      method: 'GET',
      path: '/api/session-policy',
      summary: text('登录安全策略', 'Sign-in policy'),
      permission: 'session.policy',
      scope: 'none',
      response: policySchema,
      rate: 'read',
    }),
    setPolicy: endpoint({
      id: 'session.set-policy',
      method: 'PUT',
      path: '/api/session-policy',
      summary: text('修改登录安全策略', 'Change the sign-in policy'),
      permission: 'session.policy',
      scope: 'none',
      body: policySchema,
      response: policySchema,
      rate: 'write',
      audit: 'session.policy-changed',
      stepUp: true,
    }),
    setupState: endpoint({
      id: 'session.setup-state',
      method: 'GET',
      path: '/api/setup',
      summary: text('是否需要首次设置', 'Whether the first administrator is still missing'),
      permission: 'public',
      scope: 'none',
      response: L1(z.object({ needed: z.boolean(), isDemo: z.boolean() })),
      rate: 'read',
      beforeReady: true,
    }),
    setup: endpoint({
      id: 'session.setup',
      method: 'POST',
      path: '/api/setup',
      summary: text('首次设置：第一位系统管理员与顶级地区', 'First start: the first administrator and the top place'),
      permission: 'public',
      scope: 'none',
      body: z.object({
        /** Printed on the console of the machine at start. */
        setupCode: z.string().check(z.regex(/^[0-9a-z]{4}-[0-9a-z]{4}$/)),
        account: z.string().check(z.regex(/^[a-z0-9][a-z0-9._-]{2,39}$/)),
        password: passwordSchema(),
        name: z.string().check(z.trim(), z.minLength(1), z.maxLength(40)),
        phone: phoneSchema(),
        city: z.object({
          code: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,19}$/)),
          name: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)),
        }),
        ...arrival,
      }),
      response: signedIn,
      status: 201,
      rate: 'sign-in',
      audit: 'session.setup',
      errors: {
        'session.setup-done': { status: 409, text: text('已完成首次设置', 'The first administrator exists already') },
        'session.setup-code': {
          status: 403,
          text: text('设置码不正确，请查看服务启动时的提示', 'Wrong setup code; it is shown where the service was started'),
        },
      },
      beforeReady: true,
    }),
  },
})
