import { afterAll, beforeAll, expect, it } from 'vitest'
import { rateRules } from '../src/kernel/http/rates.ts'
import { startTestApp, type TestApp } from './app.ts'
import { describeStores } from './stores.ts'
import { makeVillage, type Village } from './village.ts'

/** As many at once as the abuser can. */
const atOnce = 24
/** Lower limits than usual, so that they are reached soon. */
const factor = 0.1
/** After so long the app of a resident says that the network is away. */
const givesUpAfter = 15_000

describeStores('a flood of abusive requests', (open) => {
  let app: TestApp
  let village: Village
  beforeAll(async () => {
    // each address is a caller of its own, as behind the proxy
    app = await startTestApp(open, { settings: { LIREN_TRUST_PROXY: 'on', LIREN_RATE_FACTOR: String(factor) } })
    village = await makeVillage(app)
  })
  afterAll(() => app.close())

  const abusive = { 'x-forwarded-for': '203.0.113.66' }
  const guess = (n: number) => ({ account: `guess-${n}`, password: `Wrong-password-${n}`, end: 'admin', client: 'bearer', device: 'flood' })

  it('[CSPSTC-7.3-c] holds a flood off at the limit, while those who are allowed get right answers before they give up', async () => {
    // a resident's token in the wrong hands is a caller of its own
    const stolen = () => app.call('GET', '/api/repairs?limit=50', { token: village.tokens.stranger, headers: abusive })
    const began = performance.now()
    const answers: number[] = []
    let isOver = false
    let sent = 0
    const abuse = Array.from({ length: atOnce }, async () => {
      while (!isOver) {
        const n = ++sent
        const asked = n % 2 === 0 ? app.call('POST', '/api/session', { body: guess(n), headers: abusive }) : stolen()
        answers.push((await asked).status)
      }
    })

    const report = { kind: 'home', category: 'water', description: '厨房水管漏水', placeId: village.house.id, photos: [] }
    const allowed = async (token: string, method: string, path: string, body?: object) => {
      const answer = await fetch(app.origin + path, {
        method,
        signal: AbortSignal.timeout(givesUpAfter),
        headers: {
          authorization: `Bearer ${token}`,
          'x-forwarded-for': '198.51.100.7',
          'content-type': 'application/json',
          'idempotency-key': `abuse-test-${path.length}-${sent}-${answers.length}`,
        },
        ...(body ? { body: JSON.stringify(body) } : {}),
      })
      return { status: answer.status, body: (await answer.json()) as { id?: string; items?: { id: string }[]; state?: string } }
    }
    try {
      const most = (rateRules.read.points + rateRules['sign-in'].points) * factor
      // the flood has gone beyond what one caller may ask for before anybody else is looked at
      while (answers.filter((status) => status === 429).length < 200) await new Promise((resolve) => setTimeout(resolve, 5))
      for (let turn = 0; turn < 5; turn++) {
        const made = await allowed(village.tokens.resident, 'POST', '/api/repairs', report)
        expect(made.status).toBe(201)
        const read = await allowed(village.tokens.resident, 'GET', `/api/repairs/${made.body.id}`)
        expect(read).toMatchObject({ status: 200, body: { id: made.body.id, state: 'submitted' } })
        const listed = await allowed(village.tokens.manager, 'GET', '/api/repairs?limit=5')
        expect(listed.body.items?.[0]?.id).toBe(made.body.id)
      }
      isOver = true
      await Promise.all(abuse)
      const [through, held] = [answers.filter((status) => status !== 429), answers.filter((status) => status === 429)]
      expect(held.length).toBeGreaterThanOrEqual(200)
      // the limit fills up again in a minute: so many times the whole of it may have gone through
      const windows = 1 + Math.ceil((performance.now() - began) / 60_000)
      expect(through.length).toBeLessThanOrEqual(most * windows)
      expect(new Set(through)).toEqual(new Set([200, 401]))
    } finally {
      isOver = true
      await Promise.allSettled(abuse)
    }
  })
})
