import { createHmac } from 'node:crypto'
import { governmentErrors } from '@liren/contract'
import type { Logger } from 'pino'
import { refuseWith } from '../errors.ts'
import type { GovernmentApi, GovernmentPerson } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'
import { askJson, type Fetch, type JsonObject, NoAnswer } from './http.ts'

export interface GovernmentSettings {
  readonly appId: string
  readonly secret: string
  /** Gateway of the interface, without a slash at its end. */
  readonly baseUrl: string
  /** Page on which people sign in. */
  readonly page: string
  readonly timeoutMs: number
}

interface GovernmentDeps {
  readonly fetch: Fetch
  readonly clock: Clock
  readonly log: Pick<Logger, 'warn'>
}

const grades: Readonly<Record<string, GovernmentPerson['grade']>> = { 1: 'unverified', 2: 'basic', 3: 'verified' }

/**
 * Ticket exchange of the provincial platforms (政务服务网): the page gives a one-time ticket, the gateway an access token
 * for it, and for that the person. Every request is signed over method, path, key and date. Names of paths and fields are
 * those of published examples; only the simulator has been asked so far.
 */
export function createGovernment(settings: GovernmentSettings, deps: GovernmentDeps): GovernmentApi {
  const ask = async (path: string, body: JsonObject, answers: Answers = signingIn): Promise<JsonObject> => {
    const url = `${settings.baseUrl}${path}`
    const headers = {
      'content-type': 'application/json',
      ...signedHeaders({ method: 'POST', path: new URL(url).pathname, ...settings, now: deps.clock.now() }),
    }
    try {
      const answer = await askJson(deps.fetch, { url, timeoutMs: settings.timeoutMs, headers, body: JSON.stringify(body) })
      if (answer.success === true && isObject(answer.data)) return answer.data
      deps.log.warn({ service: 'government', path, code: String(answer.errCode ?? '') }, 'the government platform refused a request')
    } catch (error) {
      if (!(error instanceof NoAnswer)) throw error
      deps.log.warn({ service: 'government', path, reason: error.message }, 'no answer from the government platform')
      throw refuseWith(governmentErrors, answers.silent, { retryAfter: 5 })
    }
    throw refuseWith(governmentErrors, answers.refused)
  }

  return {
    signInUrl(redirect) {
      const url = new URL(settings.page)
      url.searchParams.set('action', 'oauth')
      url.searchParams.set('scope', '1')
      url.searchParams.set('servicecode', settings.appId)
      url.searchParams.set('redirectUrl', redirect)
      return url.href
    },
    async publicData({ item, key, authorisation, purpose }) {
      const { record } = await ask('/public-data/query', { item, key, authorisation, purpose }, publicData)
      if (!isObject(record)) return null
      return Object.fromEntries(Object.entries(record).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))
    },
    async person(ticket) {
      const { accessToken } = await ask('/uc/sso/access_token', { ticketId: ticket, appId: settings.appId })
      if (typeof accessToken !== 'string' || accessToken === '') throw refuseWith(governmentErrors, 'government.refused')
      const { personInfo } = await ask('/uc/sso/getUserInfo', { token: accessToken })
      // An office that signs in is nobody who lives here.
      if (!isObject(personInfo)) throw refuseWith(governmentErrors, 'government.refused')
      const { userId, userName, phone, authLevel } = personInfo
      const grade = grades[String(authLevel)]
      if (typeof userId !== 'string' || userId === '' || typeof userName !== 'string' || grade === undefined)
        throw refuseWith(governmentErrors, 'government.refused')
      return { subject: userId, name: userName, phone: typeof phone === 'string' && /^1\d{10}$/.test(phone) ? phone : null, grade }
    },
  }
}

interface Answers {
  readonly refused: keyof typeof governmentErrors
  readonly silent: keyof typeof governmentErrors
}
const signingIn: Answers = { refused: 'government.refused', silent: 'government.unavailable' }
const publicData: Answers = { refused: 'government.data-refused', silent: 'government.data-unavailable' }

const isObject = (value: unknown): value is JsonObject => value !== null && typeof value === 'object' && !Array.isArray(value)

interface Signed {
  readonly method: string
  readonly path: string
  readonly appId: string
  readonly secret: string
  readonly now: number
}

/** HMAC-SHA256 over method, path, query (there is none), key and date, a line each. */
export function signedHeaders({ method, path, appId, secret, now }: Signed): Record<string, string> {
  const date = new Date(now).toUTCString()
  const text = `${method}\n${path}\n\n${appId}\n${date}\n`
  return {
    'x-bg-hmac-access-key': appId,
    'x-bg-hmac-algorithm': 'hmac-sha256',
    'x-bg-date-time': date,
    'x-bg-hmac-signature': createHmac('sha256', secret).update(text).digest('base64'),
  }
}
