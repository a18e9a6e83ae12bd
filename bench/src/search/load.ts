/// <reference path="../autocannon.d.ts" />
import autocannon from 'autocannon'
import { cpuMs, rssMb } from '../process.ts'
import type { Target } from '../scenario.ts'

export interface Question {
  readonly name: string
  readonly path: () => string
  /** Posted to it instead of asking. */
  readonly body?: () => string
  /** Who asks; the bare server asks nobody. */
  readonly token?: string
}

export interface Asked {
  readonly perSecond: number
  readonly cpuMsPerRequest: number
  readonly p50: number
  /** The driver of the load knows 90, 97.5 and 99; the one above 95 is the stricter. */
  readonly p97: number
  readonly p99: number
  readonly rssMb: number
  readonly failed: number
}

/** So many people, each asking again as soon as they were answered. */
export async function ask(target: Target, question: Question, people: number, seconds: number): Promise<Asked> {
  const before = cpuMs(target.process.pid)
  const headers: Record<string, string> = question.token ? { authorization: `Bearer ${question.token}` } : {}
  const result = await autocannon({
    url: `http://127.0.0.1:${target.port}`,
    connections: people,
    duration: seconds,
    requests: [
      {
        method: question.body ? 'POST' : 'GET',
        setupRequest: (request) => ({
          ...request,
          path: question.path(),
          headers: question.body ? { ...headers, 'content-type': 'application/json' } : headers,
          ...(question.body ? { body: question.body() } : {}),
        }),
      },
    ],
  })
  const answered = result['2xx']
  return {
    perSecond: Math.round(answered / result.duration),
    cpuMsPerRequest: Number(((cpuMs(target.process.pid) - before) / Math.max(1, answered)).toFixed(3)),
    p50: result.latency.p50,
    p97: result.latency.p97_5,
    p99: result.latency.p99,
    rssMb: rssMb(target.process.pid),
    failed: result.non2xx + result.errors,
  }
}

/** Asks a few times and waits for each answer, however long: what the crowd before left unanswered is done by then, and the answer is compiled. */
export async function settled({ port }: Target, { path, body, token }: Question): Promise<void> {
  for (let i = 0; i < 5; i++) {
    const headers = { ...(token ? { authorization: `Bearer ${token}` } : {}), ...(body ? { 'content-type': 'application/json' } : {}) }
    const answer = await fetch(`http://127.0.0.1:${port}${path()}`, { headers, ...(body ? { method: 'POST', body: body() } : {}) })
    await answer.arrayBuffer()
  }
}
