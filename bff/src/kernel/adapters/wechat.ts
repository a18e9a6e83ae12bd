import { type WechatErrorCode, wechatErrors } from '@liren/contract'
import type { Logger } from 'pino'
import { type AppError, refuseWith } from '../errors.ts'
import type { Cache, Lock, WechatApi } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'
import { askJson, type Fetch, type JsonObject, NoAnswer } from './http.ts'
import { createTokenSource } from './wechat-token.ts'

export interface WechatSettings {
  readonly appId: string
  readonly secret: string
  /** `https://api.weixin.qq.com`, or the simulator's address. */
  readonly baseUrl: string
  readonly timeoutMs: number
  /** Our template name → WeChat's template id and the names of its fields. Absent: names are used as they are. */
  readonly templates?: Readonly<Record<string, { id: string; fields: Readonly<Record<string, string>> }>> | undefined
}

interface WechatDeps {
  readonly fetch: Fetch
  readonly cache: Cache
  readonly lock: Lock
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

const errorOf: Readonly<Record<number, WechatErrorCode>> = {
  [-1]: 'wechat.unavailable',
  40029: 'wechat.code-invalid',
  40163: 'wechat.code-used',
  40226: 'wechat.refused',
  45009: 'wechat.limited',
  45011: 'wechat.limited',
  40001: 'wechat.misconfigured',
  40013: 'wechat.misconfigured',
  40125: 'wechat.misconfigured',
  40164: 'wechat.misconfigured',
}

const tokenRefused: readonly number[] = [40001, 40014, 42001]

/** Answers of the subscribe message that say "this person does not want it" or "cannot have it". */
const notSent: Readonly<Record<number, string>> = {
  40003: 'unknown-person',
  43101: 'no-consent',
  43107: 'no-consent',
  43108: 'no-consent',
  43116: 'template-blocked',
  40037: 'template-unknown',
  41030: 'page-unknown',
  47003: 'content-refused',
}

// The platform refuses the whole message when one value is longer than its kind allows.
const fieldLimits: Readonly<Record<string, number>> = { thing: 20, name: 10, phrase: 5, character_string: 32, number: 32 }

/** WeChat's server interface as documented at developers.weixin.qq.com: sign-in, phone number, subscribe message. */
export function createWechat(settings: WechatSettings, deps: WechatDeps): WechatApi {
  const failure = (errcode: number): AppError =>
    refuseWith(wechatErrors, errorOf[errcode] ?? 'wechat.unavailable', { details: { wechat: errcode } })

  const ask = async (path: string, query: Record<string, string>, body?: JsonObject): Promise<JsonObject> => {
    const search = new URLSearchParams(query).toString()
    const request = {
      url: `${settings.baseUrl}${path}${search ? `?${search}` : ''}`,
      timeoutMs: settings.timeoutMs,
      ...(body ? { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } } : {}),
    }
    try {
      return await askJson(deps.fetch, request)
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      deps.log.warn({ service: 'wechat', path, reason: error.message }, 'no answer from WeChat')
      throw refuseWith(wechatErrors, 'wechat.unavailable', { retryAfter: 5 })
    }
  }

  // "System busy" is answered before anything is used up, so asking once more is safe.
  const askTwice = async (path: string, query: Record<string, string>, body?: JsonObject): Promise<JsonObject> => {
    const first = await ask(path, query, body)
    if (codeOf(first) !== -1) return first
    await deps.clock.sleep(200)
    return ask(path, query, body)
  }

  const token = createTokenSource(settings.appId, {
    cache: deps.cache,
    lock: deps.lock,
    clock: deps.clock,
    ask: async (force) => {
      const answer = await askTwice(
        '/cgi-bin/stable_token',
        {},
        { grant_type: 'client_credential', appid: settings.appId, secret: settings.secret, force_refresh: force },
      )
      const { access_token, expires_in } = answer
      if (typeof access_token === 'string' && typeof expires_in === 'number') return { token: access_token, expiresIn: expires_in }
      throw failed('/cgi-bin/stable_token', answer)
    },
  })

  const askWithToken = async (path: string, body: JsonObject): Promise<JsonObject> => {
    const first = await token.get()
    const answer = await askTwice(path, { access_token: first }, body)
    if (!tokenRefused.includes(codeOf(answer))) return answer
    return askTwice(path, { access_token: await token.renew(first) }, body)
  }

  const failed = (path: string, answer: JsonObject): AppError => {
    const code = codeOf(answer)
    deps.log.warn({ service: 'wechat', path, errcode: code }, 'WeChat refused a request')
    return failure(code)
  }

  return {
    async codeToSession(code) {
      const path = '/sns/jscode2session'
      const answer = await askTwice(path, {
        appid: settings.appId,
        secret: settings.secret,
        js_code: code,
        grant_type: 'authorization_code',
      })
      // session_key stays here on purpose: nothing of ours decrypts client data.
      const { openid, unionid } = answer
      if (typeof openid !== 'string' || openid === '') throw failed(path, answer)
      return { openId: openid, unionId: typeof unionid === 'string' ? unionid : undefined }
    },

    async phoneNumber(code) {
      const path = '/wxa/business/getuserphonenumber'
      const answer = await askWithToken(path, { code })
      const info = answer.phone_info as { purePhoneNumber?: unknown; watermark?: { appid?: unknown } } | undefined
      const phone = info?.purePhoneNumber
      if (codeOf(answer) !== 0 || typeof phone !== 'string' || phone === '') throw failed(path, answer)
      // The code of another mini-program would give a number that its owner never gave to us.
      if (info?.watermark?.appid !== settings.appId) throw failure(40029)
      return { phone }
    },

    async subscribeMessage(message) {
      const template = settings.templates?.[message.template]
      if (settings.templates && !template) return { sent: false, reason: 'template-unknown' }
      const answer = await askWithToken('/cgi-bin/message/subscribe/send', {
        touser: message.openId,
        template_id: template?.id ?? message.template,
        page: message.page,
        data: templateData(message.data, template?.fields),
      })
      const code = codeOf(answer)
      if (code === 0) return { sent: true }
      const reason = notSent[code]
      if (reason !== undefined) return { sent: false, reason }
      throw failed('/cgi-bin/message/subscribe/send', answer)
    },
  }
}

/** Absent means zero; anything that is not a number is a failure without a name. */
function codeOf(answer: JsonObject): number {
  const { errcode } = answer
  if (errcode === undefined) return 0
  return typeof errcode === 'number' ? errcode : Number.NaN
}

function templateData(data: Record<string, string>, names?: Readonly<Record<string, string>>): Record<string, { value: string }> {
  const result: Record<string, { value: string }> = {}
  for (const [ours, value] of Object.entries(data)) {
    const name = names ? names[ours] : ours
    if (name === undefined) continue
    const limit = fieldLimits[name.replace(/\d+$/, '')]
    result[name] = { value: limit === undefined ? value : [...value].slice(0, limit).join('') }
  }
  return result
}
