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
