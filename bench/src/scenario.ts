/// <reference path="./autocannon.d.ts" />
import { randomBytes } from 'node:crypto'
import autocannon from 'autocannon'
import { cpuMs, rssMb, type Started } from './process.ts'

export interface Scenario {
  readonly name: 'list' | 'read' | 'create' | 'cached'
  readonly method: 'GET' | 'POST'
  readonly path: () => string
  readonly body?: () => string
}

export interface Measured {
  readonly answered: number
  readonly perSecond: number
  readonly cpuMsPerRequest: number
  readonly p99: number
  readonly rssMb: number
  readonly failed: number
}

export interface Target {
  readonly name: string
  readonly port: number
  readonly process: Started
  readonly token?: string
  /** Takes part in this one request alone. */
  readonly only?: Scenario['name']
}

/** A key that was used before would be answered without any work. */
const run = randomBytes(6).toString('hex')
let keys = 0

/** Bounded in time and connections; counts the server's own processor time. */
export async function measure(target: Target, scenario: Scenario, seconds: number): Promise<Measured> {
  const before = cpuMs(target.process.pid)
  const headers: Record<string, string> = {
    ...(target.token ? { authorization: `Bearer ${target.token}` } : {}),
    ...(scenario.body ? { 'content-type': 'application/json' } : {}),
  }
  const result = await autocannon({
    url: `http://127.0.0.1:${target.port}`,
    connections: 16,
    duration: seconds,
    requests: [
      {
        method: scenario.method,
        setupRequest: (request) => ({
          ...request,
          path: scenario.path(),
          headers: scenario.body ? { ...headers, 'idempotency-key': `bench-${run}-${++keys}` } : headers,
          ...(scenario.body ? { body: scenario.body() } : {}),
        }),
      },
    ],
  })
  const cpu = cpuMs(target.process.pid) - before
  const answered = result['2xx']
  return {
    answered,
    perSecond: Math.round(answered / result.duration),
    cpuMsPerRequest: Number((cpu / Math.max(1, answered)).toFixed(3)),
    p99: result.latency.p99,
    rssMb: rssMb(target.process.pid),
    failed: result.non2xx + result.errors,
  }
}
