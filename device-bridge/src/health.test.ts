import { type IncomingHttpHeaders, request } from 'node:http'
import { connect } from 'node:net'
import { networkInterfaces } from 'node:os'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { openStand, standIn } from '../test/stand.ts'
import type { Fetch } from './ports/ports.ts'

const secret = 'the-secret-of-meter-1'

describe('questions by hand on the health port', () => {
  let stand: Awaited<ReturnType<typeof openStand>>
  const platform = standIn()
  const asked: object[] = []
  let refusal: string | null = null
  beforeAll(async () => {
    const fetch: Fetch = async (url, init) => {
      if (!url.endsWith('/api/bridge/requests')) return platform.fetch(url, init)
      const { payload } = JSON.parse(init.body) as { payload: string }
      const { id, request: wish } = JSON.parse(payload) as { id: string; request: object }
      asked.push(wish)
      const values = [{ property: 'powerW', value: 40, at: 1_790_000_000_000 }]
      return { status: 200, json: async () => ({ id, refusal, answer: refusal === null ? { kind: 'device.last', values } : null }) }
    }
    stand = await openStand([{ code: 'meter-1', protocol: 'coap', model: 'waste-bin', secret }], { platform: { ...platform, fetch } })
  })
  afterAll(() => stand.close())

  const ask = (path: string, headers: IncomingHttpHeaders = {}, method = 'GET') =>
    new Promise<{ status: number; told: unknown }>((resolve, reject) => {
      const question = request({ host: '127.0.0.1', port: stand.bridge.healthPort, path, method, headers }, (answer) => {
        let text = ''
        answer.on('data', (chunk) => {
          text += chunk
        })
        answer.on('end', () => resolve({ status: answer.statusCode ?? 0, told: text === '' ? undefined : JSON.parse(text) }))
      })
      question.on('error', reject)
      question.end()
    })
  const good = '/ask?kind=device.last&device=meter-1'

  test.each([
    ['a page of another origin', { origin: 'https://example.org' }, 'GET'],
    ['a page that loads it as a picture', { 'sec-fetch-site': 'cross-site' }, 'GET'],
    ['a name that somebody points at this machine', { host: 'liren.example.org' }, 'GET'],
    ['a name that only begins like ours', { host: '127.0.0.1.example.org' }, 'GET'],
    ['another way to ask', {}, 'POST'],
  ])('%s is refused, and the house hears of no question', async (_, headers, method) => {
    for (const path of [good, '/frames', '/strangers', '/channels']) expect((await ask(path, headers, method)).status).toBe(403)
    expect(asked).toEqual([])
  })

  test('the port is not open to the network', async () => {
    const outside = Object.values(networkInterfaces()).flatMap((all) => (all ?? []).filter((one) => !one.internal && one.family === 'IPv4'))
    for (const { address } of outside) {
      const outcome = await new Promise<string>((resolve) => {
        const socket = connect({ port: stand.bridge.healthPort, host: address, timeout: 2000 }, () => resolve('in'))
        socket.once('timeout', () => resolve('nobody'))
        socket.once('error', () => resolve('nobody'))
        socket.once('close', () => socket.destroy())
      })
      expect(outcome).toBe('nobody')
    }
  })

  test('what is no question is told so and asked of nobody; whoever watches the bridge is not refused', async () => {
    for (const path of ['/ask', '/ask?kind=everything&device=meter-1', '/ask?kind=history.summary&device=meter-1&days=many'])
      expect((await ask(path)).told).toEqual({ answer: null, refusal: expect.stringMatching(/not a question/) })
    expect(asked).toEqual([])
    expect((await ask('/healthz', { host: 'bridge:7305' })).status).toBe(200)
  })

  test('at the machine itself the house is asked, and its answer or refusal is told', async () => {
    expect(await ask(good)).toMatchObject({ status: 200, told: { refusal: null, answer: { values: [{ property: 'powerW', value: 40 }] } } })
    expect(asked).toEqual([{ kind: 'device.last', device: 'meter-1' }])
    refusal = 'not-yours'
    expect((await ask('/ask?kind=device.last&device=meter-9', { host: `localhost:${stand.bridge.healthPort}` })).told).toEqual({
      answer: null,
      refusal: 'not-yours',
    })
  })
})
