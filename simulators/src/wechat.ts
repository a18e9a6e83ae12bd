import { createHash, randomBytes } from 'node:crypto'
import { createCodes } from './codes.ts'
import { createFaults, type Fault } from './faults.ts'
import { page } from './page.ts'
import { type Exchange, objectOf, type Reply, type Simulator, serve, stringOf } from './server.ts'

export interface WechatSimOptions {
  readonly port?: number
  readonly appId: string
  readonly secret: string
  readonly now?: () => number
  /** Requests that `jscode2session` takes per minute before it answers 45011. */
  readonly signInsPerMinute?: number
}

export interface SubscribeMessage {
  readonly at: number
  readonly openId: string
  readonly template: string
  readonly page: string
  readonly data: Readonly<Record<string, string>>
}

export interface WechatSim extends Simulator {
  /** What `wx.login` would give to this person. */
  loginCode(person: string): { code: string; openId: string }
  /** What the phone number button would give. */
  phoneCode(phone: string): string
  /** The person allowed one more message of this template. */
  consent(openId: string, template: string): void
  /** The platform throws the access token away, as it does when somebody else refreshes it by force. */
  expireToken(): void
  tokensGiven(): number
  fault(fault: Fault): void
  readonly messages: readonly SubscribeMessage[]
}

const tokenLifeMs = 7_200_000
const boxSize = 2000
const error = (errcode: number, errmsg: string): Reply => ({ json: { errcode, errmsg } })

/** WeChat's server interface for a mini-program, with its one-time codes, quotas and error codes. A demonstration. */
export async function startWechatSim(options: WechatSimOptions): Promise<WechatSim> {
  const now = options.now ?? Date.now
  const loginCodes = createCodes(now)
  const phoneCodes = createCodes(now)
  const faults = createFaults()
  const messages: SubscribeMessage[] = []
  const consents = new Map<string, number>()
  const signIns: number[] = []
  let token = { value: '', expiresAt: 0 }
  let given = 0

  const openIdOf = (person: string): string =>
    `o${createHash('sha256').update(`${options.appId}:${person}`).digest('base64url').slice(0, 27)}`

  const codeToSession = ({ query }: Exchange): Reply => {
    if (query.get('appid') !== options.appId) return error(40013, 'invalid appid')
    if (query.get('secret') !== options.secret) return error(40125, 'invalid appsecret')
    if (query.get('grant_type') !== 'authorization_code') return error(40002, 'invalid grant_type')
    while (signIns[0] !== undefined && signIns[0] <= now() - 60_000) signIns.shift()
    if (signIns.length >= (options.signInsPerMinute ?? 600)) return error(45011, 'api minute-quota reach limit, please try later')
    signIns.push(now())
    const use = loginCodes.use(query.get('js_code') ?? '')
    if (!use.ok) return use.why === 'used' ? error(40163, 'code been used') : error(40029, 'invalid code')
    return { json: { openid: use.holder, session_key: randomBytes(16).toString('base64') } }
  }

  const stableToken = ({ body }: Exchange): Reply => {
    const ask = objectOf(body)
    if (ask.grant_type !== 'client_credential') return error(40002, 'invalid grant_type')
    if (ask.appid !== options.appId) return error(40013, 'invalid appid')
    if (ask.secret !== options.secret) return error(40125, 'invalid appsecret')
    if (ask.force_refresh === true || token.expiresAt <= now()) {
      token = { value: `sim_${randomBytes(32).toString('base64url')}`, expiresAt: now() + tokenLifeMs }
      given += 1
    }
    return { json: { access_token: token.value, expires_in: Math.floor((token.expiresAt - now()) / 1000) } }
  }

  const tokenFault = ({ query }: Exchange): Reply | undefined => {
    if (query.get('access_token') !== token.value) return error(40001, 'invalid credential, access_token is invalid or not latest')
    return token.expiresAt <= now() ? error(42001, 'access_token expired') : undefined
  }

  const phoneNumber = ({ body }: Exchange): Reply => {
    const use = phoneCodes.use(stringOf(objectOf(body).code))
    if (!use.ok) return error(40029, 'invalid code')
    const watermark = { timestamp: Math.floor(now() / 1000), appid: options.appId }
    return {
      json: {
        errcode: 0,
        errmsg: 'ok',
        phone_info: { phoneNumber: use.holder, purePhoneNumber: use.holder, countryCode: '86', watermark },
      },
    }
  }

  const subscribeSend = ({ body }: Exchange): Reply => {
    const ask = objectOf(body)
    const openId = stringOf(ask.touser)
    const template = stringOf(ask.template_id)
    if (!/^o[\w-]{27}$/.test(openId)) return error(40003, 'invalid openid')
    if (template === '') return error(40037, 'invalid template_id')
    const data: Record<string, string> = {}
    for (const [name, field] of Object.entries((ask.data ?? {}) as Record<string, { value?: unknown }>)) {
      if (typeof field.value !== 'string' || field.value === '') return error(47003, `argument invalid! data.${name}.value is empty`)
      if (/^thing\d*$/.test(name) && [...field.value].length > 20) return error(47003, `argument invalid! data.${name}.value invalid`)
      data[name] = field.value
    }
    const key = `${openId}:${template}`
    const left = consents.get(key) ?? 0
    if (left === 0) return error(43101, 'user refuse to accept the msg')
    consents.set(key, left - 1)
    messages.push({ at: now(), openId, template, page: stringOf(ask.page), data })
    if (messages.length > boxSize) messages.shift()
    return { json: { errcode: 0, errmsg: 'ok' } }
  }

  const controls = {
    loginCode(person: string) {
      const openId = openIdOf(person)
      return { code: loginCodes.issue(openId), openId }
    },
    phoneCode: (phone: string) => phoneCodes.issue(phone),
    consent(openId: string, template: string) {
      const key = `${openId}:${template}`
      consents.set(key, (consents.get(key) ?? 0) + 1)
    },
  }

  const routes: Readonly<Record<string, (exchange: Exchange) => Reply>> = {
    'GET /sns/jscode2session': codeToSession,
    'POST /cgi-bin/stable_token': stableToken,
    'POST /wxa/business/getuserphonenumber': (exchange) => tokenFault(exchange) ?? phoneNumber(exchange),
    'POST /cgi-bin/message/subscribe/send': (exchange) => tokenFault(exchange) ?? subscribeSend(exchange),
    'POST /demo/login-codes': ({ body }) => ({ json: controls.loginCode(stringOf(objectOf(body).person) || 'guest') }),
    'POST /demo/phone-codes': ({ body }) => ({ json: { code: controls.phoneCode(stringOf(objectOf(body).phone)) } }),
    'POST /demo/consents': ({ body }) => {
      const { openId, template } = objectOf(body)
      controls.consent(stringOf(openId), stringOf(template))
      return { json: { ok: true } }
    },
    'GET /demo/messages': () => ({ json: { messages } }),
    'GET /': () => ({ html: page('微信服务模拟器 · 订阅消息', ['时间', '收信人', '模板', '页面', '内容'], messages.map(rowOf).reverse()) }),
  }

  const server = await serve(options.port ?? 0, (exchange) => {
    const fault = faults.take(exchange)
    if (fault) return fault
    if (exchange.method === 'OPTIONS') return { json: {} }
    return routes[`${exchange.method} ${exchange.path}`]?.(exchange) ?? { status: 404, json: { errcode: 404, errmsg: 'unknown path' } }
  })

  return {
    ...server,
    ...controls,
    messages,
    expireToken: () => {
      token = { value: '', expiresAt: 0 }
    },
    tokensGiven: () => given,
    fault: faults.order,
  }
}

const rowOf = (message: SubscribeMessage): string[] => [
  new Date(message.at).toLocaleString('zh-CN'),
  message.openId,
  message.template,
  message.page,
  Object.entries(message.data)
    .map(([name, value]) => `${name}: ${value}`)
    .join('；'),
]
