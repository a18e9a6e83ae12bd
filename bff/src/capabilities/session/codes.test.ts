import type { SignedIn } from '@liren/contract/capabilities/session'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { fakeOutside, makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

const second = 1000
const minute = 60 * second

interface WechatAnswer {
  readonly state: 'signed-in' | 'phone-needed'
  readonly ticket?: string
  readonly token?: string
  readonly me?: SignedIn['me']
}

describeStores('signing in with a code', (open) => {
  let app: TestApp
  let v: Village
  let outside: ReturnType<typeof fakeOutside>
  let from = 0
  let phones = 0
  const newPhone = () => `1000002${String(++phones).padStart(4, '0')}`
  const headers = () => ({ 'x-forwarded-for': `10.2.${Math.floor(from / 250)}.${(++from % 250) + 1}` })

  beforeAll(async () => {
    // Redis counts by its own clock, which this test cannot move.
    app = await startTestApp(open, { settings: { LIREN_TRUST_PROXY: 'on', LIREN_REDIS_URL: '' } })
    v = await makeVillage(app)
    outside = fakeOutside(app)
  })
  beforeEach(() => app.clock.advance(minute))
  afterAll(() => app.close())

  const ask = (phone: string) => app.call<{ againAfter: number }>('POST', '/api/session/sms-codes', { body: { phone }, headers: headers() })
  const bySms = (phone: string, code: string, more = {}) =>
    app.call<SignedIn>('POST', '/api/session/sms', { body: { phone, code, ...more }, headers: headers() })
  const byWechat = (body: object) => app.call<WechatAnswer>('POST', '/api/session/wechat', { body, headers: headers() })
  const wrong = (code: string) => (code === '000000' ? '000001' : '000000')

  test('a code for a number that nobody has is answered like any other', async () => {
    const known = await makeAccount(app, { at: v.community })
    const [a, b] = [await ask(known.phone), await ask(newPhone())]
    expect([a.status, a.body]).toEqual([202, { againAfter: 60, validFor: 300 }])
    expect([b.status, b.body]).toEqual([a.status, a.body])
  })

  test('a number may ask once a minute, five times an hour and ten times a day', async () => {
    const phone = newPhone()
    expect((await ask(phone)).status).toBe(202)
    const again = await ask(phone)
    expect([again.status, again.error?.code]).toEqual([429, 'session.code-quota'])
    const before = outside.sent.length
    for (let i = 0; i < 30; i++) {
      await app.clock.advance(minute)
      await ask(phone)
    }
    // Five at once, and one more whenever a twelfth of the hour has passed.
    expect(outside.sent.length - before).toBeLessThanOrEqual(7)
  })

  test('numbers of the demonstration are refused where there is none', async () => {
    const real = await startTestApp(open, { settings: { LIREN_DEMO: 'off' } })
    fakeOutside(real)
    const answer = await real.call('POST', '/api/session/sms-codes', { body: { phone: '10000020001' } })
    expect([answer.status, answer.error?.code]).toEqual([422, 'session.phone-refused'])
    expect((await real.call('GET', '/api/session/personas')).status).toBe(404)
    expect((await real.call('POST', '/api/session/demo', { body: { persona: 'administrator' } })).status).toBe(404)
    await real.close()
  })

  test('a wrong code is refused, and after five tries the right one too', async () => {
    const phone = newPhone()
    await ask(phone)
    const code = outside.lastCode()
    for (let i = 0; i < 5; i++) expect((await bySms(phone, wrong(code))).error?.code).toBe('session.code-wrong')
    expect((await bySms(phone, code)).error?.code).toBe('session.code-wrong')
  })

  test('a code is good for five minutes, to the second', async () => {
    const [early, late] = [newPhone(), newPhone()]
    await ask(early)
    const first = outside.lastCode()
    await ask(late)
    const other = outside.lastCode()
    await app.clock.advance(5 * minute - second)
    expect((await bySms(early, first)).status).toBe(201)
    await app.clock.advance(second)
    expect((await bySms(late, other)).error?.code).toBe('session.code-wrong')
  })

  test('a code of another number, and an older one of the same number, open nothing', async () => {
    const [mine, theirs] = [newPhone(), newPhone()]
    await ask(theirs)
    const foreign = outside.lastCode()
    await ask(mine)
    const older = outside.lastCode()
    expect((await bySms(mine, foreign === older ? wrong(older) : foreign)).error?.code).toBe('session.code-wrong')
    await app.clock.advance(minute)
    await ask(mine)
    const newer = outside.lastCode()
    if (older !== newer) expect((await bySms(mine, older)).error?.code).toBe('session.code-wrong')
    expect((await bySms(mine, newer)).status).toBe(201)
  })

  test('twenty who hand in the same code at the same moment open one session', async () => {
    const phone = newPhone()
    await ask(phone)
    const code = outside.lastCode()
    const answers = await Promise.all(Array.from({ length: 20 }, () => bySms(phone, code)))
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1)
    expect(answers.filter(({ error }) => error?.code === 'session.code-wrong')).toHaveLength(19)
  })

  test('codes are not kept in a form from which they could be read', async () => {
    const phone = newPhone()
    await ask(phone)
    const rows = await app.kernel.store.rows<Record<string, unknown>>('SELECT * FROM sms_codes ORDER BY id DESC LIMIT 1')
    const kept = JSON.stringify(rows)
    expect(kept).not.toContain(phone)
    expect(Object.values(rows[0] ?? {})).not.toContain(outside.lastCode())
    expect(kept).not.toContain(app.kernel.crypto.sm3(outside.lastCode()).toString('hex'))
  })

  test('who comes by phone the first time becomes a resident, the second time the same one', async () => {
    const phone = newPhone()
    await ask(phone)
    const first = await bySms(phone, outside.lastCode())
    expect(first.body.me).toMatchObject({ end: 'resident', user: { class: 'resident', phone: `100****${phone.slice(-4)}` } })
    await app.clock.advance(minute)
    await ask(phone)
    const second = await bySms(phone, outside.lastCode())
    expect(second.body.me.user.id).toBe(first.body.me.user.id)
  })

  test('a code on a telephone does not open the back office', async () => {
    const staff = await makeAccount(app, { at: v.estate, class: 'property', roles: [['property-manager', v.estate]] })
    await ask(staff.phone)
    const answer = await bySms(staff.phone, outside.lastCode(), { end: 'admin' })
    expect(answer.body.me.end).not.toBe('admin')
    expect(answer.body.me.identities.map(({ end }) => end)).toEqual(['resident', 'staff'])
    const token = answer.body.token as string
    const refused = await app.call('PUT', '/api/session/identity', { token, body: { end: 'admin' } })
    expect(refused.status).toBe(403)
    expect((await app.call('GET', '/api/session', { token })).body).toMatchObject({ end: 'staff' })
  })

  test('a disabled account is not opened by a code either', async () => {
    const staff = await makeAccount(app, { at: v.community })
    const security = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const token = await app.tokenOf(security.id, 'admin')
    expect((await app.call('POST', `/api/users/${staff.id}/disable`, { token, body: { version: 1, reason: '离职' } })).status).toBe(200)
    await ask(staff.phone)
    expect((await bySms(staff.phone, outside.lastCode())).error?.code).toBe('session.disabled')
  })

  test('WeChat: a code that WeChat does not know, and one that was handed in before, are refused', async () => {
    expect((await byWechat({ code: 'never-issued' })).error?.code).toBe('session.wechat-refused')
    outside.logins.set('login-once', 'openid-once')
    expect((await byWechat({ code: 'login-once' })).body.state).toBe('phone-needed')
    const asked = outside.timesAsked()
    const again = await byWechat({ code: 'login-once' })
    expect([again.status, again.error?.code, outside.timesAsked()]).toEqual([401, 'session.wechat-refused', asked])
    const both = await byWechat({ code: 'a', ticket: 'b' })
    expect([both.status, both.error?.code]).toEqual([400, 'request.invalid'])
  })

  test('WeChat: an unknown person gives the phone number once and is known from then on', async () => {
    const phone = newPhone()
    outside.logins.set('login-1', 'openid-1').set('login-2', 'openid-1')
    outside.phones.set('phone-1', phone)
    const first = await byWechat({ code: 'login-1' })
    expect(first.body).toEqual({ state: 'phone-needed', ticket: expect.stringMatching(/^[A-Za-z0-9_-]{43}$/) })
    const second = await byWechat({ ticket: first.body.ticket, phoneCode: 'phone-1' })
    expect([second.status, second.body.state]).toEqual([201, 'signed-in'])
    const third = await byWechat({ code: 'login-2' })
    expect(third.body.me?.user.id).toBe(second.body.me?.user.id)
    expect((await byWechat({ ticket: first.body.ticket, phoneCode: 'phone-1' })).error?.code).toBe('session.wechat-refused')
  })

  test('WeChat: a ticket runs out after five minutes', async () => {
    outside.logins.set('login-late', 'openid-late')
    outside.phones.set('phone-late', newPhone())
    const { ticket } = (await byWechat({ code: 'login-late' })).body
    await app.clock.advance(5 * minute)
    expect((await byWechat({ ticket, phoneCode: 'phone-late' })).error?.code).toBe('session.wechat-refused')
  })

  test('WeChat: a second WeChat does not silently take over a phone number', async () => {
    const phone = newPhone()
    outside.logins.set('login-a', 'openid-a').set('login-b', 'openid-b')
    outside.phones.set('phone-a', phone).set('phone-b', phone)
    expect((await byWechat({ code: 'login-a', phoneCode: 'phone-a' })).status).toBe(201)
    const other = await byWechat({ code: 'login-b', phoneCode: 'phone-b' })
    expect([other.status, other.error?.code]).toEqual([409, 'session.wechat-taken'])
  })

  test('WeChat: the ticket may be redeemed with a code by SMS instead', async () => {
    const phone = newPhone()
    outside.logins.set('login-sms', 'openid-sms').set('login-sms-2', 'openid-sms')
    const { ticket } = (await byWechat({ code: 'login-sms' })).body
    await ask(phone)
    const bound = await bySms(phone, outside.lastCode(), { ticket })
    expect(bound.status).toBe(201)
    expect((await byWechat({ code: 'login-sms-2' })).body.me?.user.id).toBe(bound.body.me.user.id)
  })

  test('[ZJWL-7.5.1.2-1] one account has the same id and the same roles in the mini-program and in H5', async () => {
    const { phone } = await makeAccount(app, { at: v.estate, class: 'property', roles: [['repair-worker', v.estate]] })
    outside.logins.set('login-mini', 'openid-mini')
    outside.phones.set('phone-mini', phone)
    const mini = await byWechat({ code: 'login-mini', phoneCode: 'phone-mini', end: 'staff' })
    await ask(phone)
    const h5 = await bySms(phone, outside.lastCode(), { end: 'staff' })
    expect(mini.body.me?.user.id).toBe(h5.body.me.user.id)
    expect(mini.body.me?.identities).toEqual(h5.body.me.identities)
    expect(mini.body.me?.permissions).toEqual(h5.body.me.permissions)
    expect(h5.body.me.permissions).toContain('repair.handle')
  })
})
