import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import { demoAuthorisations } from '@liren/contract'
import { createCodes } from './codes.ts'
import { createFaults, type Fault } from './faults.ts'
import { answerOutside } from './outside-systems.ts'
import { escapeHtml } from './page.ts'
import { type Exchange, objectOf, type Reply, type Simulator, serve, stringOf } from './server.ts'

/** Somebody the platform knows; all of them are invented. */
export interface PlatformPerson {
  readonly userId: string
  readonly userName: string
  readonly phone: string | null
  /** 1 a name only, 2 a checked number, 3 checked in person. */
  readonly authLevel: '1' | '2' | '3'
}

export interface GovernmentSimOptions {
  readonly port?: number
  readonly appId: string
  readonly secret: string
  readonly people: readonly PlatformPerson[]
  readonly publicData?: readonly PublicData[]
  readonly now?: () => number
}

export interface GovernmentSim extends Simulator {
  readonly page: string
  /** What the sign-in page would send this person back with. */
  ticket(userId: string): string
  /** Questions for public data that were answered. */
  readonly asked: readonly AskedData[]
  fault(fault: Fault): void
}

/** Public data of one office: who may ask, and what it has on file. */
export interface PublicData {
  readonly item: string
  readonly authorisation: string
  record(key: string): Readonly<Record<string, string>> | null
}

export interface AskedData {
  readonly item: string
  readonly key: string
  readonly authorisation: string
  readonly purpose: string
  readonly at: number
}

/** How far the clock of a caller may be off. */
const driftMs = 15 * 60_000
const refusal = (errCode: number, errMsg: string): Reply => ({ json: { success: false, errCode, errMsg, data: null } })
const answer = (data: object): Reply => ({ json: { success: true, errCode: 0, errMsg: '', data } })

/** The sign-in of a provincial platform: a page that sends back with a ticket, and the gateway that exchanges it. */
export async function startGovernmentSim(options: GovernmentSimOptions): Promise<GovernmentSim> {
  const now = options.now ?? Date.now
  const tickets = createCodes(now)
  const tokens = new Map<string, { userId: string; until: number }>()
  const faults = createFaults()
  const asked: AskedData[] = []

  const isSigned = ({ method, path, headers }: Exchange): boolean => {
    const header = (name: string) => stringOf(headers[`x-bg-${name}`])
    const date = header('date-time')
    if (header('hmac-access-key') !== options.appId || header('hmac-algorithm') !== 'hmac-sha256') return false
    if (!(Math.abs(now() - Date.parse(date)) <= driftMs)) return false
    const expected = createHmac('sha256', options.secret).update(`${method}\n${path}\n\n${options.appId}\n${date}\n`).digest()
    const given = Buffer.from(header('hmac-signature'), 'base64')
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  const accessToken = ({ body }: Exchange): Reply => {
    const ask = objectOf(body)
    if (ask.appId !== options.appId) return refusal(20002, 'appId does not fit')
    const use = tickets.use(stringOf(ask.ticketId))
    if (!use.ok) return refusal(use.why === 'used' ? 20005 : 20004, `ticket ${use.why}`)
    const token = randomBytes(24).toString('hex')
    tokens.set(token, { userId: use.holder, until: now() + 60_000 })
    return answer({ accessToken: token, expiresIn: 60 })
  }

  const userInfo = ({ body }: Exchange): Reply => {
    const held = tokens.get(stringOf(objectOf(body).token))
    const person = options.people.find(({ userId }) => userId === held?.userId)
    if (!held || held.until < now() || !person) return refusal(20006, 'token invalid')
    return answer({ loginType: 'person', personInfo: { ...person } })
  }

  const signInPage = ({ query }: Exchange): Reply => {
    const back = backTo(query.get('redirectUrl') ?? '')
    if (query.get('servicecode') !== options.appId || back === undefined) return { status: 400, json: refusal(20001, 'unknown service') }
    const entries = options.people.map((person) => {
      back.searchParams.set('ticket', tickets.issue(person.userId))
      return [person, back.href] as const
    })
    return { html: chooser(entries) }
  }

  /** Public data are given under an authorisation for a purpose, and what was asked is kept with both. */
  const publicData = ({ body }: Exchange): Reply => {
    const ask = objectOf(body)
    const [item, key, authorisation, purpose] = [ask.item, ask.key, ask.authorisation, ask.purpose].map(stringOf)
    if (!authorisation || !purpose) return refusal(30001, 'authorisation and purpose are needed')
    const granted = options.publicData?.find((one) => one.item === item)
    if (granted?.authorisation !== authorisation) return refusal(30002, 'authorisation does not fit')
    asked.push({ item: granted.item, key: key ?? '', authorisation, purpose, at: now() })
    return answer({ record: granted.record(key ?? '') })
  }

  const routes: Readonly<Record<string, (exchange: Exchange) => Reply>> = {
    'GET /sso/mobile.do': signInPage,
    'POST /restapi/uc/sso/access_token': (exchange) => (isSigned(exchange) ? accessToken(exchange) : refusal(10001, 'signature')),
    'POST /restapi/public-data/query': (exchange) => (isSigned(exchange) ? publicData(exchange) : refusal(10001, 'signature')),
    'POST /restapi/uc/sso/getUserInfo': (exchange) => (isSigned(exchange) ? userInfo(exchange) : refusal(10001, 'signature')),
  }
  const server = await serve(
    options.port ?? 0,
    (exchange) =>
      faults.take(exchange) ??
      routes[`${exchange.method} ${exchange.path}`]?.(exchange) ??
      answerOutside(exchange, now()) ?? { status: 404, json: { success: false, errCode: 404 } },
  )
  return {
    ...server,
    url: `${server.url}/restapi`,
    page: `${server.url}/sso/mobile.do`,
    ticket: (userId) => tickets.issue(userId),
    asked,
    fault: faults.order,
  }
}

/** Only pages of the web are gone back to. */
function backTo(address: string): URL | undefined {
  try {
    const url = new URL(address)
    return /^https?:$/.test(url.protocol) ? url : undefined
  } catch {
    return undefined
  }
}

const levels = { 1: '未实名 · not verified', 2: '初级实名 · basic', 3: '高级实名 · verified' } as const

const chooser = (entries: readonly (readonly [PlatformPerson, string])[]): string => `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>政务平台登录（模拟）</title>
<style>body{font:17px/1.6 system-ui,sans-serif;margin:24px auto;max-width:420px;padding:0 16px;background:#f7f4ee;color:#1f2a2a}
b{background:#c8552b;color:#fff;padding:2px 8px;border-radius:4px}a{display:block;margin:12px 0;padding:14px 16px;background:#fff;border:1px solid #d9d4c8;
border-radius:12px;color:inherit;text-decoration:none}span{display:block;font-size:14px;opacity:.75}
@media(prefers-color-scheme:dark){body{background:#1b2020;color:#e8e4da}a{background:#242b2b;border-color:#3a4444}}</style>
<p><b>演示</b> 政务平台登录的模拟页，人物均为虚构。A simulated sign-in; everybody here is invented.</p>
<h1>选择一位用户 · Choose</h1>
${entries.map(([{ userName, authLevel }, href]) => `<a href="${escapeHtml(href)}">${escapeHtml(userName)}<span>${levels[authLevel]}</span></a>`).join('\n')}
</html>
`

const figure = (key: string): number => [...key].reduce((sum, sign) => sum + sign.charCodeAt(0), 0)

/** Three invented offices: what they have on file of a number is the same at every question. */
export const demoPublicData = [
  {
    item: 'minimum-living',
    authorisation: demoAuthorisations['minimum-living'],
    record: (key: string) => (figure(key) % 3 === 0 ? { kind: '最低生活保障', since: `202${figure(key) % 6}-04` } : null),
  },
  {
    item: 'disability-card',
    authorisation: demoAuthorisations['disability-card'],
    record: (key: string) => (figure(key) % 5 === 0 ? { kind: '肢体', degree: '三级' } : null),
  },
  {
    item: 'business-register',
    authorisation: demoAuthorisations['business-register'],
    record: (key: string) => ({ state: '存续', since: `201${figure(key) % 10}-06-18` }),
  },
] as const satisfies readonly PublicData[]

/** Two of the demonstration's residents, and one whom the house does not know yet. */
export const demoPeople: readonly PlatformPerson[] = [
  { userId: 'gov-0001', userName: '林晓岚', phone: '10000000001', authLevel: '3' },
  { userId: 'gov-0002', userName: '周桂芳', phone: '10000000002', authLevel: '2' },
  { userId: 'gov-0003', userName: '石新来', phone: null, authLevel: '2' },
]
