import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { createFaults, type Fault } from './faults.ts'
import { page } from './page.ts'
import { type Exchange, objectOf, type Reply, type Simulator, serve, stringOf } from './server.ts'

export interface SmsSimOptions {
  readonly port?: number
  readonly secretId: string
  readonly secretKey: string
  readonly appId: string
  readonly signName: string
  /** Template id → text with {1}, {2} … in it. */
  readonly templates: Readonly<Record<string, string>>
  readonly now?: () => number
  /** Messages one number may get: per 30 seconds, per hour, per day. */
  readonly limits?: { readonly half: number; readonly hour: number; readonly day: number }
}

export interface TextMessage {
  readonly at: number
  readonly phone: string
  readonly text: string
}

export interface SmsSim extends Simulator {
  readonly sent: readonly TextMessage[]
  fault(fault: Fault): void
}

// Enough for every limit below and for the page; a demonstration may run for weeks.
const boxSize = 2000

/** Tencent Cloud's `SendSms` with its signature check, templates and frequency limits; the box of sent messages is a page. A demonstration. */
export async function startSmsSim(options: SmsSimOptions): Promise<SmsSim> {
  const now = options.now ?? Date.now
  const limits = options.limits ?? { half: 1, hour: 5, day: 10 }
  const sent: TextMessage[] = []
  const faults = createFaults()

  const failed = (code: string, message: string): Reply => ({
    json: { Response: { Error: { Code: code, Message: message }, RequestId: requestId() } },
  })

  const send = (exchange: Exchange): Reply => {
    const refused = signatureFault(exchange, options, now())
    if (refused) return failed(refused, 'signature check failed')
    if (exchange.headers['x-tc-action'] !== 'SendSms') return failed('InvalidAction', 'unknown action')
    if (exchange.headers['x-tc-version'] !== '2021-01-11') return failed('NoSuchVersion', 'unknown version')
    const ask = objectOf(exchange.body)
    if (ask.SmsSdkAppId !== options.appId) return failed('UnauthorizedOperation.SmsSdkAppIdVerifyFail', 'unknown SmsSdkAppId')
    if (ask.SignName !== options.signName) return failed('FailedOperation.SignatureIncorrectOrUnapproved', 'unknown signature')
    const template = options.templates[stringOf(ask.TemplateId)]
    if (template === undefined) return failed('FailedOperation.TemplateIncorrectOrUnapproved', 'unknown template')
    const params = Array.isArray(ask.TemplateParamSet) ? ask.TemplateParamSet.map(String) : []
    if (new Set(template.match(/\{\d+\}/g)).size !== params.length) {
      return failed('FailedOperation.TemplateParamSetNotMatchApprovedTemplate', 'wrong number of parameters')
    }
    const phones = Array.isArray(ask.PhoneNumberSet) ? ask.PhoneNumberSet.map(String) : []
    if (phones.length === 0) return failed('MissingParameter', 'PhoneNumberSet')
    const text = `【${options.signName}】${template.replace(/\{(\d+)\}/g, (_, n: string) => params[Number(n) - 1] ?? '')}`
    return { json: { Response: { SendStatusSet: phones.map((phone) => deliver(phone, text)), RequestId: requestId() } } }
  }

  const deliver = (phone: string, text: string): Record<string, unknown> => {
    const status = (code: string, serial: string) => ({
      SerialNo: serial,
      PhoneNumber: phone,
      Fee: code === 'Ok' ? 1 : 0,
      Code: code,
      IsoCode: 'CN',
    })
    if (!/^\+861\d{10}$/.test(phone)) return status('InvalidParameterValue.IncorrectPhoneNumber', '')
    const since = (ms: number) => sent.filter((message) => message.phone === phone && message.at > now() - ms).length
    if (since(30_000) >= limits.half) return status('LimitExceeded.PhoneNumberThirtySecondLimit', '')
    if (since(3_600_000) >= limits.hour) return status('LimitExceeded.PhoneNumberOneHourLimit', '')
    if (since(86_400_000) >= limits.day) return status('LimitExceeded.PhoneNumberDailyLimit', '')
    sent.push({ at: now(), phone, text })
    if (sent.length > boxSize) sent.shift()
    return status('Ok', `sim-${randomBytes(12).toString('hex')}`)
  }

  const server = await serve(options.port ?? 0, (exchange) => {
    const fault = faults.take(exchange)
    if (fault) return fault
    if (exchange.method === 'POST' && exchange.path === '/') return send(exchange)
    if (exchange.path === '/demo/messages') return { json: { messages: sent } }
    if (exchange.method === 'GET' && exchange.path === '/') {
      return { html: page('短信模拟器 · 已发短信', ['时间', '手机号', '内容'], sent.map(rowOf).reverse()) }
    }
    return { status: 404, json: { error: 'unknown path' } }
  })
  return { ...server, sent, fault: faults.order }
}

const rowOf = (message: TextMessage): string[] => [new Date(message.at).toLocaleString('zh-CN'), message.phone, message.text]
const requestId = (): string => randomBytes(16).toString('hex')

/** Written from the documented rules, apart from the code that signs, so that the two hold each other. */
function signatureFault({ headers, body }: Exchange, options: SmsSimOptions, now: number): string | undefined {
  const parts =
    /^TC3-HMAC-SHA256 Credential=([^/]+)\/([\d-]+)\/(\w+)\/tc3_request, SignedHeaders=([\w;-]+), Signature=([0-9a-f]{64})$/.exec(
      headers.authorization ?? '',
    )
  if (!parts) return 'AuthFailure.SignatureFailure'
  const [, id, date, service, names, signature] = parts as unknown as [string, string, string, string, string, string]
  if (id !== options.secretId) return 'AuthFailure.SecretIdNotFound'
  const stamp = Number(headers['x-tc-timestamp'])
  if (!(Math.abs(now / 1000 - stamp) <= 300)) return 'AuthFailure.SignatureExpire'
  if (date !== new Date(stamp * 1000).toISOString().slice(0, 10) || service !== 'sms') return 'AuthFailure.SignatureFailure'
  if (!names.split(';').includes('host') || !names.split(';').includes('content-type')) return 'AuthFailure.SignatureFailure'

  const canonicalHeaders = names.split(';').map((name) => `${name}:${String(headers[name] ?? '').trim()}\n`)
  const hash = (text: string): string => createHash('sha256').update(text).digest('hex')
  const canonical = `POST\n/\n\n${canonicalHeaders.join('')}\n${names}\n${hash(body)}`
  const toSign = `TC3-HMAC-SHA256\n${stamp}\n${date}/${service}/tc3_request\n${hash(canonical)}`
  let key: string | Uint8Array = `TC3${options.secretKey}`
  for (const part of [date, service, 'tc3_request', toSign]) key = Uint8Array.from(createHmac('sha256', key).update(part).digest())
  return timingSafeEqual(key as Uint8Array, Uint8Array.from(Buffer.from(signature, 'hex'))) ? undefined : 'AuthFailure.SignatureFailure'
}
