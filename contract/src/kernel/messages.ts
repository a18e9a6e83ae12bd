import { type Text, text } from './text.ts'

export interface SmsTemplate {
  readonly text: Text
  /** In the order of the placeholders {1}, {2} … of the approved template. */
  readonly params: readonly string[]
}

/** Every text message the platform sends. Operators register the same texts with their provider and set the ids. */
export const smsTemplates = {
  'sign-in': {
    text: text('您的登录验证码为{1}，{2}分钟内有效，请勿告诉他人。', 'Your sign-in code is {1}, valid for {2} minutes. Do not share it.'),
    params: ['code', 'minutes'],
  },
  'verify-phone': {
    text: text(
      '您的验证码为{1}，{2}分钟内有效，用于核对手机号。',
      'Your code is {1}, valid for {2} minutes, to confirm this phone number.',
    ),
    params: ['code', 'minutes'],
  },
  'password-reset': {
    text: text('您正在重置密码，验证码为{1}，{2}分钟内有效。', 'Your password reset code is {1}, valid for {2} minutes.'),
    params: ['code', 'minutes'],
  },
} as const satisfies Record<string, SmsTemplate>

export type SmsTemplateName = keyof typeof smsTemplates
