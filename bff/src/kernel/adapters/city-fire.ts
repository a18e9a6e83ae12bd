import { createHmac } from 'node:crypto'
import type { CityFireApi, CityFireReport } from '../ports/ports.ts'
import type { Clock } from '../ports/time.ts'
import { askJson, type Fetch, NoAnswer } from './http.ts'

export interface CityFireSettings {
  readonly baseUrl: string
  /** How the city knows this community. */
  readonly id: string
  readonly secret: string
  readonly timeoutMs: number
}

/**
 * Reports of fire to the city's monitoring platform over HTTP, each with a serial by which the city knows it again: sent
 * twice it is one report with the same receipt. The panel's own transmission device speaks GB/T 26875.3 to the city beside this.
 */
export function createCityFire(settings: CityFireSettings, deps: { readonly fetch: Fetch; readonly clock: Clock }): CityFireApi {
  return {
    async report(report: CityFireReport) {
      const path = '/fire-alarms'
      const body = JSON.stringify(report)
      const headers = {
        'content-type': 'application/json',
        ...signedFire({ path, body, id: settings.id, secret: settings.secret, now: deps.clock.now() }),
      }
      const answer = await askJson(deps.fetch, { url: `${settings.baseUrl}${path}`, timeoutMs: settings.timeoutMs, headers, body })
      if (answer.serial !== report.serial || typeof answer.receipt !== 'string' || answer.receipt === '')
        throw new NoAnswer('status', typeof answer.error === 'string' ? answer.error.slice(0, 80) : 'no receipt')
      return { receipt: answer.receipt.slice(0, 60) }
    },
  }
}

interface Signed {
  readonly path: string
  readonly body: string
  readonly id: string
  readonly secret: string
  readonly now: number
}

/** HMAC-SHA256 over path, date and body, a line each. */
export function signedFire({ path, body, id, secret, now }: Signed): Record<string, string> {
  const date = new Date(now).toISOString()
  return {
    'x-fire-community': id,
    'x-fire-date': date,
    'x-fire-signature': createHmac('sha256', secret).update(`${path}\n${date}\n${body}`).digest('hex'),
  }
}
