import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, makeAccount, otherPassword, signIn, tokenBy } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

const second = 1000
const minute = 60 * second
const day = 86_400 * second

describeStores('signing in with a password', (open) => {
  let app: TestApp
  let v: Village
  let from = 0
  /** An address that nobody has knocked from before. */
  const somewhere = () => `10.1.${Math.floor(++from / 250)}.${(from % 250) + 1}`

  beforeAll(async () => {
    app = await startTestApp(open, { settings: { LIREN_TRUST_PROXY: 'on' } })
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  const me = (token: string) => app.call('GET', '/api/session', { token })

  test('a wrong password and an account that does not exist get the same answer', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const wrong = await signIn(app, account, 'Wrong-Password-99', { from: somewhere() })
    const unknown = await signIn(app, 'no.such.person', 'Wrong-Password-99', { from: somewhere() })
    const blind = ({ status, error }: typeof wrong) => ({ status, ...error, occurrence: '' })
    expect(wrong.status).toBe(401)
    expect(blind(wrong)).toEqual(blind(unknown))
    expect(wrong.error?.code).toBe('session.failed')
  })

  test('an account that does not exist locks like one that does', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    for (const name of [account, 'nobody.at.all']) {
      const source = somewhere()
      const codes: (string | undefined)[] = []
      for (let i = 0; i < 6; i++) codes.push((await signIn(app, name, 'Wrong-Password-99', { from: source })).error?.code)
      expect(codes).toEqual([...Array(5).fill('session.failed'), 'session.locked'])
    }
  })

  test('[SZSQ-5.1.1-b] [GB42455-7.3.2-b] the number of failures that an account was given locks it for fifteen minutes, to the second', async () => {
    const { account } = await makeAccount(app, { at: v.community, maxFailures: 3 })
    const source = somewhere()
    for (let i = 0; i < 3; i++)
      expect((await signIn(app, account, 'Wrong-Password-99', { from: source })).error?.code).toBe('session.failed')
    const locked = await signIn(app, account, goodPassword, { from: source })
    expect(locked.status).toBe(429)
    expect(locked.error).toMatchObject({ code: 'session.locked', retryAfter: 900 })
    await app.clock.advance(15 * minute - second)
    expect((await signIn(app, account, goodPassword, { from: source })).error?.code).toBe('session.locked')
    await app.clock.advance(second)
    expect((await signIn(app, account, goodPassword, { from: source })).status).toBe(201)
  })

  test('guesses that arrive together count one by one', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const source = somewhere()
    const answers = await Promise.all(Array.from({ length: 20 }, () => signIn(app, account, 'Wrong-Password-99', { from: source })))
    const codes = answers.map(({ error }) => error?.code)
    expect(codes.filter((code) => code === 'session.failed')).toHaveLength(5)
    expect(codes.filter((code) => code === 'session.locked')).toHaveLength(15)
  })

  test('however many addresses an attacker has, an account is guessed at twenty times an hour', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    let guesses = 0
    for (let i = 0; i < 12; i++) {
      const source = somewhere()
      for (let j = 0; j < 3; j++)
        if ((await signIn(app, account, 'Wrong-Password-99', { from: source })).error?.code === 'session.failed') guesses++
    }
    expect(guesses).toBe(20)
    await app.clock.advance(60 * minute)
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).status).toBe(201)
  })

  test('a device that was here before is not locked out by strangers', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const deviceKey = 'known-device-0123456789abc'
    expect((await signIn(app, account, goodPassword, { from: somewhere(), deviceKey })).status).toBe(201)
    for (let i = 0; i < 25; i++) await signIn(app, account, 'Wrong-Password-99', { from: somewhere() })
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).error?.code).toBe('session.locked')
    expect((await signIn(app, account, goodPassword, { from: somewhere(), deviceKey })).status).toBe(201)
    for (let i = 0; i < 5; i++) await signIn(app, account, 'Wrong-Password-99', { from: somewhere(), deviceKey })
    expect((await signIn(app, account, goodPassword, { from: somewhere(), deviceKey })).error?.code).toBe('session.locked')
  })

  test('a security administrator opens a locked account again', async () => {
    const { id, account } = await makeAccount(app, { at: v.community, maxFailures: 1 })
    const security = await makeAccount(app, { at: v.city, class: 'city', roles: [['security-administrator', v.city]] })
    const token = await tokenBy(app, security.account, goodPassword, { end: 'admin', from: somewhere() })
    const source = somewhere()
    await signIn(app, account, 'Wrong-Password-99', { from: source })
    const shown = await app.call<{ lockedUntil: string | null }>('GET', `/api/users/${id}`, { token })
    expect(shown.body.lockedUntil).toBe(new Date(app.clock.now() + 15 * minute).toISOString())
    expect((await signIn(app, account, goodPassword, { from: source })).status).toBe(429)
    expect((await app.call('POST', `/api/users/${id}/unlock`, { token })).status).toBe(204)
    expect((await signIn(app, account, goodPassword, { from: source })).status).toBe(201)
  })

  test('[SZSQ-5.1.1-b] [GB42455-7.3.2-b] validity lets in from its first to before its last second, and ends a session that is open', async () => {
    const now = app.clock.now()
    const { account } = await makeAccount(app, {
      at: v.community,
      validFrom: now + 10 * minute,
      validUntil: now + 40 * minute,
      idleMinutes: 600,
    })
    await app.clock.advance(10 * minute - second)
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).error?.code).toBe('session.not-yet-valid')
    await app.clock.advance(second)
    const token = await tokenBy(app, account, goodPassword, { from: somewhere() })
    await app.clock.advance(30 * minute - second)
    expect((await me(token)).status).toBe(200)
    await app.clock.advance(second)
    expect((await me(token)).error?.code).toBe('identity.expired')
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).error?.code).toBe('session.no-longer-valid')
  })

  test('[SZSQ-5.1.1-b] [GB42455-7.3.2-b] a session ends after exactly the idle time that the account was given', async () => {
    const { account } = await makeAccount(app, { at: v.community, idleMinutes: 5 })
    const token = await tokenBy(app, account, goodPassword, { from: somewhere() })
    await app.clock.advance(5 * minute - second)
    expect((await me(token)).status).toBe(200)
    await app.clock.advance(5 * minute - second)
    expect((await me(token)).status).toBe(200)
    await app.clock.advance(5 * minute)
    expect((await me(token)).error?.code).toBe('identity.expired')
  })

  test('however busy, a session of a browser ends after a day', async () => {
    const { account } = await makeAccount(app, { at: v.community, idleMinutes: 43_200 })
    const answer = await signIn(app, account, goodPassword, { from: somewhere(), client: 'browser' })
    const cookie = answer.headers.get('set-cookie') ?? ''
    expect(answer.body.token).toBeUndefined()
    expect(cookie).toMatch(/^liren_session=[A-Za-z0-9_-]{43};/)
    expect(cookie).toMatch(/httponly/i)
    expect(cookie).toMatch(/samesite=lax/i)
    const headers = { cookie: cookie.split(';')[0] ?? '' }
    await app.clock.leap(day - second)
    expect((await app.call('GET', '/api/session', { headers })).status).toBe(200)
    await app.clock.advance(second)
    expect((await app.call('GET', '/api/session', { headers })).error?.code).toBe('identity.expired')
  })

  test('[ZJWL-9.3.1.3] no token, a forged one, one with a changed letter and an ended one are refused everywhere', async () => {
    const { account } = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const token = await tokenBy(app, account, goodPassword, { end: 'admin', from: somewhere() })
    const changed = `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`
    const ended = await tokenBy(app, account, goodPassword, { end: 'admin', from: somewhere() })
    expect((await app.call('DELETE', '/api/session', { token: ended })).status).toBe(204)
    const guarded = [...app.house.registry.values()].filter(({ endpoint }) => endpoint.permission !== 'public')
    expect(guarded.length).toBeGreaterThan(60)
    for (const { endpoint } of guarded) {
      const path = endpoint.path.replace(/:[a-zA-Z]+/g, '01ke6jq300t9vgzk956rsn299e')
      for (const bad of [undefined, 'x'.repeat(43), changed, ended, 'Bearer']) {
        const headers = { 'x-forwarded-for': somewhere() }
        const answer = await app.call(endpoint.method, path, { token: bad, headers, ...(endpoint.method === 'GET' ? {} : { body: {} }) })
        expect([endpoint.id, answer.status]).toEqual([endpoint.id, 401])
      }
    }
    expect((await app.call('GET', '/api/users', { token })).status).toBe(200)
  })

  test('[DB3205-8-d] whoever has an initial password is told so and can do nothing but change it', async () => {
    const arrive = async () => {
      const { account } = await makeAccount(app, {
        at: v.city,
        class: 'city',
        roles: [['system-administrator', v.city]],
        mustChangePassword: true,
      })
      const answer = await signIn(app, account, goodPassword, { end: 'admin', from: somewhere() })
      expect(answer.body.me.mustChangePassword).toBe(true)
      return { account, token: answer.body.token as string }
    }
    let { account, token } = await arrive()
    const guarded = [...app.house.registry.values()].filter(({ endpoint }) => endpoint.permission !== 'public' && !endpoint.beforeReady)
    for (const [at, { endpoint }] of guarded.entries()) {
      // one person asks so much in a minute only; then the limit would answer instead
      if (at % 100 === 99) ({ account, token } = await arrive())
      const path = endpoint.path.replace(/:[a-zA-Z]+/g, '01ke6jq300t9vgzk956rsn299e')
      const refused = await app.call(endpoint.method, path, { token, ...(endpoint.method === 'GET' ? {} : { body: {} }) })
      expect([endpoint.id, refused.error?.code]).toEqual([endpoint.id, 'identity.password-change-required'])
    }
    const body = { current: goodPassword, next: otherPassword }
    expect((await app.call('PUT', '/api/session/password', { token, body })).status).toBe(200)
    expect((await app.call('GET', '/api/users', { token })).status).toBe(200)
    expect((await me(token)).body).toMatchObject({ mustChangePassword: false })
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).status).toBe(401)
  })

  test('after ninety days a password must be changed, not a second earlier', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    await app.clock.leap(90 * day - second)
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).body.me.mustChangePassword).toBe(false)
    await app.clock.advance(second)
    expect((await signIn(app, account, goodPassword, { from: somewhere() })).body.me.mustChangePassword).toBe(true)
  })

  test('a new password is refused with all its faults, or when it is one of the last five', async () => {
    const { account } = await makeAccount(app, { at: v.community, account: 'wutong.clerk' })
    const token = await tokenBy(app, account, goodPassword, { from: somewhere() })
    const change = (current: string, next: string) => app.call('PUT', '/api/session/password', { token, body: { current, next } })
    expect((await change('Wrong-Password-99', otherPassword)).error?.code).toBe('session.password-wrong')
    const weak = await change(goodPassword, 'wutong1')
    expect(weak.error?.faults.map(({ path }) => path)).toEqual(Array(3).fill('body.next'))
    const five = [1, 2, 3, 4, 5].map((n) => `Cedar-Lantern-9${n}`)
    let current = goodPassword
    for (const next of five) {
      expect([next, (await change(current, next)).status]).toEqual([next, 200])
      expect((await change(next, current)).error?.faults[0]?.en).toBe('This password was used lately')
      current = next
    }
    expect((await change(current, goodPassword)).status).toBe(200)
  })

  test('changing the password ends every other session', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const [here, there] = [
      await tokenBy(app, account, goodPassword, { from: somewhere() }),
      await tokenBy(app, account, goodPassword, { from: somewhere() }),
    ]
    expect(
      (await app.call('PUT', '/api/session/password', { token: here, body: { current: goodPassword, next: otherPassword } })).status,
    ).toBe(200)
    expect((await me(here)).status).toBe(200)
    expect((await me(there)).error?.code).toBe('identity.expired')
  })

  test('a hash that was copied from another account opens nothing', async () => {
    const mine = await makeAccount(app, { at: v.community })
    const theirs = await makeAccount(app, { at: v.community, password: otherPassword })
    await app.kernel.store.run(
      'UPDATE users SET password_hash = (SELECT h FROM (SELECT password_hash AS h FROM users WHERE id = ?) x) WHERE id = ?',
      [mine.id, theirs.id],
    )
    expect((await signIn(app, theirs.account, goodPassword, { from: somewhere() })).error?.code).toBe('session.failed')
  })
})
