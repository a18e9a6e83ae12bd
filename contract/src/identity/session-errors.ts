import { text } from '../kernel/text.ts'

export const failedErrors = {
  'session.failed': { status: 401, text: text('账号或口令不正确', 'Account or password is not right') },
  'session.locked': { status: 429, text: text('失败次数过多，请稍后再试', 'Too many failed attempts, please wait') },
} as const
export const closedErrors = {
  'session.disabled': { status: 403, text: text('账号已停用，请联系管理员', 'This account is disabled, please contact the administrator') },
  'session.not-yet-valid': { status: 403, text: text('账号尚未生效', 'This account is not valid yet') },
  'session.no-longer-valid': { status: 403, text: text('账号已过有效期，请联系管理员', 'This account is past its validity') },
} as const
export const codeErrors = {
  'session.code-wrong': { status: 401, text: text('验证码不正确或已失效', 'The code is wrong or no longer valid') },
} as const

/** Everything that signing in may be answered with. */
export const sessionErrors = {
  ...failedErrors,
  ...closedErrors,
  ...codeErrors,
  'session.wechat-refused': { status: 401, text: text('微信登录失败，请重试', 'WeChat did not accept the sign-in, please try again') },
  'session.wechat-taken': { status: 409, text: text('该手机号已绑定其他微信', 'This phone number belongs to another WeChat account') },
  'session.government-refused': {
    status: 401,
    text: text('政务平台未确认您的身份，请重新登录', 'The government platform did not confirm who you are, please try again'),
  },
  'session.government-taken': {
    status: 409,
    text: text('该手机号的账号已关联另一位政务用户', 'The account of this number belongs to another person of the government platform'),
  },
  'session.code-quota': { status: 429, text: text('发送过于频繁，请稍后再试', 'Too many codes were asked for, please wait') },
  'session.code-unsent': { status: 503, text: text('短信暂时无法发送，请稍后再试', 'The code could not be sent, please try again') },
  'session.phone-refused': { status: 422, text: text('不支持该号码', 'This number is not accepted') },
  'session.no-such-identity': { status: 403, text: text('您没有这一身份', 'You do not have this identity') },
  'session.password-needed': { status: 403, text: text('进入管理后台请用账号口令登录', 'The back office needs a sign-in by password') },
  'session.password-wrong': { status: 422, text: text('当前口令不正确', 'The current password is not right') },
  'session.second-factor-set': { status: 409, text: text('已绑定动态口令', 'A second factor is set up already') },
} as const

type Code = keyof typeof sessionErrors

/** Some of them, for an endpoint to declare. */
export const someErrors = <const C extends readonly Code[]>(...codes: C): Pick<typeof sessionErrors, C[number]> =>
  Object.fromEntries(codes.map((code) => [code, sessionErrors[code]])) as Pick<typeof sessionErrors, C[number]>

const closed = ['session.failed', 'session.disabled', 'session.not-yet-valid', 'session.no-longer-valid'] as const
export const doorErrors = {
  password: someErrors('session.locked', ...closed),
  wechat: someErrors('session.wechat-refused', 'session.wechat-taken', ...closed),
  sms: someErrors('session.code-wrong', 'session.phone-refused', 'session.wechat-refused', 'session.wechat-taken', ...closed),
  government: someErrors('session.government-refused', 'session.government-taken', ...closed),
  code: someErrors('session.code-quota', 'session.code-unsent', 'session.phone-refused'),
  persona: someErrors(...closed),
  identity: someErrors('session.no-such-identity', 'session.password-needed'),
  change: someErrors('session.password-wrong', 'session.locked'),
  enrol: someErrors('session.second-factor-set'),
  factor: someErrors('session.code-wrong', 'session.failed', 'session.locked', 'session.second-factor-set'),
} as const
