import type { ErrorKind } from './error.ts'
import { text } from './text.ts'

/** What the services outside the house can answer with, in our words. Endpoints that call them list these in `errors`. */
export const wechatErrors = {
  'wechat.code-invalid': { status: 400, text: text('微信授权已失效，请重新授权', 'The WeChat code is not valid or has expired') },
  'wechat.code-used': { status: 400, text: text('微信授权已被使用，请重新授权', 'The WeChat code was used before') },
  'wechat.refused': {
    status: 403,
    text: text('微信拒绝了此次登录，请改用短信验证码', 'WeChat refused this sign-in, please use a text message code'),
  },
  'wechat.limited': { status: 429, text: text('微信请求过于频繁，请稍后再试', 'Too many requests to WeChat, please wait a moment') },
  'wechat.unavailable': { status: 503, text: text('微信服务暂不可用，请稍后再试', 'WeChat is not available for the moment') },
  'wechat.misconfigured': {
    status: 503,
    text: text('微信服务配置有误，请联系管理员', 'WeChat is not configured correctly, please tell the administrator'),
  },
} as const satisfies Record<string, ErrorKind>

export const smsErrors = {
  'sms.phone-refused': { status: 400, text: text('该手机号无法接收短信', 'This phone number cannot receive messages') },
  'sms.limited': { status: 429, text: text('短信发送过于频繁，请稍后再试', 'Too many messages to this number, please wait a moment') },
  'sms.unavailable': { status: 503, text: text('短信服务暂不可用，请稍后再试', 'The message service is not available for the moment') },
  'sms.misconfigured': {
    status: 503,
    text: text('短信服务配置有误，请联系管理员', 'The message service is not configured correctly, please tell the administrator'),
  },
} as const satisfies Record<string, ErrorKind>

export const governmentErrors = {
  'government.refused': {
    status: 401,
    text: text('政务平台未确认您的身份，请重新登录', 'The government platform did not accept the ticket'),
  },
  'government.unavailable': {
    status: 503,
    text: text('政务平台暂不可用，请改用其他方式登录', 'The government platform is not available, please sign in another way'),
  },
  'government.data-refused': {
    status: 409,
    text: text('公共数据平台拒绝了本次调取，请核对授权编号与用途', 'The public data platform refused: check authorisation and purpose'),
  },
  'government.data-unavailable': {
    status: 503,
    text: text('公共数据平台暂不可用，请稍后再试', 'The public data platform does not answer, try again later'),
  },
  'government.misconfigured': {
    status: 503,
    text: text('政务平台登录未配置，请改用其他方式登录', 'Signing in through the government platform is not configured'),
  },
} as const satisfies Record<string, ErrorKind>

export type WechatErrorCode = keyof typeof wechatErrors
export type SmsErrorCode = keyof typeof smsErrors
