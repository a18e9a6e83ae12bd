import { type SmsErrorCode, smsErrors } from '@liren/contract'
import type { Logger } from 'pino'
import { type AppError, refuseWith } from '../errors.ts'
import type { SmsApi } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'
import { askJson, type Fetch, type JsonObject, NoAnswer } from './http.ts'
import { signTc3 } from './tc3.ts'

export interface SmsSettings {
  readonly secretId: string
  readonly secretKey: string
  /** The application in the console of the service. */
  readonly appId: string
  /** The approved signature that stands in 【】 before the text. */
  readonly signName: string
  readonly region: string
  /** `https://sms.tencentcloudapi.com`, or the simulator's address. */
  readonly baseUrl: string
  readonly timeoutMs: number
  /** Our template name → the approved template's id and our parameters in its order. */
  readonly templates: Readonly<Record<string, { id: string; params: readonly string[] }>>
}

interface SmsDeps {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

// The first pattern that fits names the failure; whatever fits none is a passing trouble of the service.
const errorOf: readonly (readonly [RegExp, SmsErrorCode])[] = [
  [/^(LimitExceeded|RequestLimitExceeded)/, 'sms.limited'],
  [/IncorrectPhoneNumber|PhoneNumberInBlacklist|PhoneNumberParseFail|ProhibitSubMailPhone/, 'sms.phone-refused'],
  [/^(AuthFailure|UnauthorizedOperation|InvalidParameter|MissingParameter|UnsupportedOperation)/, 'sms.misconfigured'],
  [/Template|SignatureIncorrect|InsufficientBalance/, 'sms.misconfigured'],
]

/** Text messages through Tencent Cloud SMS: `SendSms` of version 2021-01-11, signed with TC3-HMAC-SHA256. */
export function createSms(settings: SmsSettings, deps: SmsDeps): SmsApi {
  const host = new URL(settings.baseUrl).host

  const failed = (code: string): AppError => {
    deps.log.warn({ service: 'sms', code }, 'the message service refused a message')
    const known = errorOf.find(([pattern]) => pattern.test(code))
    const retryAfter = known?.[1] === 'sms.limited' ? 30 : undefined
    return refuseWith(smsErrors, known?.[1] ?? 'sms.unavailable', {
      details: { sms: code },
      ...(retryAfter === undefined ? {} : { retryAfter }),
    })
  }

  const ask = async (body: string): Promise<JsonObject> => {
    const signed = signTc3({
      secretId: settings.secretId,
      secretKey: settings.secretKey,
      service: 'sms',
      host,
      body,
      now: deps.clock.now(),
    })
    const headers = { ...signed, 'x-tc-action': 'SendSms', 'x-tc-version': '2021-01-11', 'x-tc-region': settings.region }
    try {
      return await askJson(deps.fetch, { url: `${settings.baseUrl}/`, body, headers, timeoutMs: settings.timeoutMs })
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      // Never sent again by itself: the person may already have the message.
      deps.log.warn({ service: 'sms', reason: error.message }, 'no answer from the message service')
      throw refuseWith(smsErrors, 'sms.unavailable', { retryAfter: 30 })
    }
  }

  return {
    async send({ phone, template, params }) {
      const known = settings.templates[template]
      if (!known) throw failed(`MissingTemplate:${template}`)
      const answer = await ask(
        JSON.stringify({
          PhoneNumberSet: [phone.startsWith('+') ? phone : `+86${phone}`],
          SmsSdkAppId: settings.appId,
          SignName: settings.signName,
          TemplateId: known.id,
          TemplateParamSet: known.params.map((name) => params[name] ?? ''),
        }),
      )
      const response = (answer.Response ?? {}) as { Error?: { Code?: unknown }; SendStatusSet?: { Code?: unknown; SerialNo?: unknown }[] }
      if (response.Error) throw failed(String(response.Error.Code))
      const status = response.SendStatusSet?.[0]
      if (status?.Code !== 'Ok' || typeof status.SerialNo !== 'string') throw failed(String(status?.Code ?? 'EmptyAnswer'))
      return { id: status.SerialNo }
    },
  }
}
