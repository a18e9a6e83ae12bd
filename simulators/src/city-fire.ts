import { createHmac, timingSafeEqual } from 'node:crypto'
import { createFaults, type Fault } from './faults.ts'
import { escapeHtml } from './page.ts'
import { type Exchange, objectOf, type Reply, type Simulator, serve, stringOf } from './server.ts'

export interface CityFireOptions {
  readonly port?: number
  readonly id: string
  readonly secret: string
  readonly now?: () => number
}

/** A fire as the city has it: once, however often it was sent. */
export interface ReceivedFire {
  readonly serial: string
  readonly receipt: string
  readonly at: number
  readonly title: string
  readonly place: string
  readonly device: string
  readonly raisedAt: string
  times: number
}

export interface CityFireSim extends Simulator {
  readonly received: readonly ReceivedFire[]
  fault(fault: Fault): void
}

const driftMs = 15 * 60_000
const refusal = (status: number, error: string): Reply => ({ status, json: { error } })

/** The city's fire monitoring platform: takes signed reports, answers each serial with one receipt, and shows what it has. */
export async function startCityFireSim(options: CityFireOptions): Promise<CityFireSim> {
  const now = options.now ?? Date.now
  const received: ReceivedFire[] = []
  const faults = createFaults()

  const isSigned = ({ path, headers, body }: Exchange): boolean => {
    const date = stringOf(headers['x-fire-date'])
    if (headers['x-fire-community'] !== options.id || !(Math.abs(now() - Date.parse(date)) <= driftMs)) return false
    const expected = createHmac('sha256', options.secret).update(`${path}\n${date}\n${body}`).digest()
    const given = Buffer.from(stringOf(headers['x-fire-signature']), 'hex')
    return given.length === expected.length && timingSafeEqual(given, expected)
  }

  const take = (exchange: Exchange): Reply => {
    if (!isSigned(exchange)) return refusal(401, 'signature')
    const told = objectOf(exchange.body)
    const [serial, place, raisedAt] = [stringOf(told.serial), stringOf(told.place), stringOf(told.raisedAt)]
    if (serial === '' || place === '' || Number.isNaN(Date.parse(raisedAt))) return refusal(422, 'serial, place and raisedAt are needed')
    const before = received.find((one) => one.serial === serial)
    if (before) before.times += 1
    else {
      const receipt = `CF${String(received.length + 1).padStart(6, '0')}`
      const words = { title: stringOf(told.title), device: stringOf(told.device) }
      received.push({ serial, receipt, at: now(), place, raisedAt, times: 1, ...words })
    }
    return { json: { serial, receipt: (before ?? received.at(-1))?.receipt } }
  }

  const server = await serve(options.port ?? 0, (exchange) => {
    const trouble = faults.take(exchange)
    if (trouble) return trouble
    if (exchange.method === 'POST' && exchange.path === '/fire-alarms') return take(exchange)
    return exchange.path === '/' ? { html: page(received) } : refusal(404, 'unknown')
  })
  return { ...server, received, fault: faults.order }
}

const page = (received: readonly ReceivedFire[]): string => `<!doctype html>
<html lang="zh-CN"><meta charset="utf-8"><meta name="viewport" content="width=device-width">
<title>城市消防（模拟）</title>
<style>body{font:16px/1.6 system-ui,sans-serif;margin:24px auto;max-width:760px;padding:0 16px}td,th{text-align:left;padding:4px 12px 4px 0}
@media(prefers-color-scheme:dark){body{background:#1b2020;color:#e8e4da}}</style>
<h1>城市消防远程监控（模拟） · City fire platform, simulated</h1>
${
  received.length === 0
    ? '<p>尚未收到火警 · No fire was reported yet</p>'
    : `<table><tr><th>回执</th><th>火警</th><th>位置</th><th>发生</th></tr>${received
        .map(
          (one) =>
            `<tr><td>${one.receipt}</td><td>${escapeHtml(`${one.title} ${one.device}`)}</td><td>${escapeHtml(one.place)}</td><td>${escapeHtml(one.raisedAt)}</td></tr>`,
        )
        .join('')}</table>`
}
</html>
`
