import type { Me } from '@liren/contract/capabilities/session'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, makeAccount, signIn, tokenBy } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { totpCode } from '../../kernel/crypto/totp.ts'

const second = 1000
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
const fromBase32 = (text: string): Buffer => {
  const bits = [...text].map((sign) => alphabet.indexOf(sign).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

describeStores('the second factor', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  const post = <T = unknown>(path: string, token: string, body?: object) =>
    app.call<T>('POST', `/api/session/${path}`, { token, ...(body ? { body } : {}) })

  /** Somebody with an authenticator app, signed in. */
  async function enrolled() {
    const person = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const token = await tokenBy(app, person.account, goodPassword, { end: 'admin' })
    const { body } = await post<{ secret: string; uri: string }>('second-factor', token)
    const secret = fromBase32(body.secret)
    const code = () => totpCode(secret, app.clock.now())
    const confirmed = await post<{ recoveryCodes: string[] }>('second-factor/confirmation', token, { code: code() })
    return { ...person, token, code, uri: body.uri, confirmed }
  }

  test('a wrong code confirms nothing, and nobody is asked for a factor that was not confirmed', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const token = await tokenBy(app, account)
    await post('second-factor', token)
    expect((await post('second-factor/confirmation', token, { code: '000000' })).error?.code).toBe('session.code-wrong')
    expect((await signIn(app, account, goodPassword)).body.me.secondFactor).toBe('none')
  })

  test('once confirmed, the password alone opens nothing', async () => {
    const { account, code, confirmed, uri } = await enrolled()
    expect(confirmed.status).toBe(200)
    expect(confirmed.body.recoveryCodes).toHaveLength(8)
    expect(uri).toContain(`otpauth://totp/Liren:${account}`)
    const answer = await signIn(app, account, goodPassword, { end: 'admin' })
    expect(answer.body.me.secondFactor).toBe('required')
    const token = answer.body.token as string
    expect((await app.call('GET', '/api/users', { token })).error?.code).toBe('identity.second-factor-required')
    await app.clock.advance(30 * second)
    const stepped = await post<Me>('step-up', token, { code: code() })
    expect(stepped.body).toMatchObject({ secondFactor: 'enrolled' })
    expect((await app.call('GET', '/api/users', { token })).status).toBe(200)
  })

  test('the password does not stand in for the factor', async () => {
    const { account } = await enrolled()
    const token = await tokenBy(app, account, goodPassword, { end: 'admin' })
    expect((await post('step-up', token, { password: goodPassword })).error?.code).toBe('session.code-wrong')
  })

  test('a code is used once, by one of twenty who hand it in together', async () => {
    const { account, code } = await enrolled()
    await app.clock.advance(30 * second)
    const tokens: string[] = []
    for (let i = 0; i < 4; i++) tokens.push(await tokenBy(app, account, goodPassword, { end: 'admin' }))
    const now = code()
    const answers = await Promise.all(tokens.map((token) => post('step-up', token, { code: now })))
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1)
    expect((await post('step-up', tokens[0] as string, { code: now })).error?.code).toBe('session.code-wrong')
  })

  test('a code of one step ago still counts, of two steps ago not', async () => {
    const { account, code } = await enrolled()
    const token = await tokenBy(app, account, goodPassword, { end: 'admin' })
    await app.clock.advance(60 * second)
    const twoAgo = code()
    await app.clock.advance(30 * second)
    const oneAgo = code()
    await app.clock.advance(30 * second)
    expect((await post('step-up', token, { code: twoAgo })).error?.code).toBe('session.code-wrong')
    expect((await post('step-up', token, { code: oneAgo })).status).toBe(200)
  })

  test('codes cannot be tried through', async () => {
    const { account } = await enrolled()
    const token = await tokenBy(app, account, goodPassword, { end: 'admin' })
    const codes: (string | undefined)[] = []
    for (let i = 0; i < 7; i++) codes.push((await post('step-up', token, { code: '000000' })).error?.code)
    expect(codes).toEqual([...Array(5).fill('session.code-wrong'), 'session.locked', 'session.locked'])
  })

  test('a recovery code opens once', async () => {
    const { account, confirmed } = await enrolled()
    const recovery = confirmed.body.recoveryCodes[0] as string
    const token = await tokenBy(app, account, goodPassword, { end: 'admin' })
    expect((await post('step-up', token, { code: recovery })).status).toBe(200)
    const next = await tokenBy(app, account, goodPassword, { end: 'admin' })
    expect((await post('step-up', next, { code: recovery })).error?.code).toBe('session.code-wrong')
  })

  test('proving presence by password lasts five minutes, to the second', async () => {
    const { account } = await makeAccount(app, { at: v.community })
    const token = await tokenBy(app, account)
    await app.clock.advance(600 * second)
    expect((await app.call<Me>('GET', '/api/session', { token })).body.steppedUpUntil).toBeNull()
    expect((await post('step-up', token, { password: 'Wrong-Password-99' })).error?.code).toBe('session.failed')
    const { body } = await post<Me>('step-up', token, { password: goodPassword })
    expect(body.steppedUpUntil).toBe(new Date(app.clock.now() + 300 * second).toISOString())
    await app.clock.advance(299 * second)
    expect((await app.call<Me>('GET', '/api/session', { token })).body.steppedUpUntil).not.toBeNull()
    await app.clock.advance(second)
    expect((await app.call<Me>('GET', '/api/session', { token })).body.steppedUpUntil).toBeNull()
  })

  test('a security administrator removes a lost factor, which ends all sessions; nobody removes their own', async () => {
    const { id, token, account } = await enrolled()
    const security = await makeAccount(app, { at: v.city, class: 'city', roles: [['security-administrator', v.city]] })
    const by = await tokenBy(app, security.account, goodPassword, { end: 'admin' })
    expect((await app.call('DELETE', `/api/users/${security.id}/second-factor`, { token: by })).error?.code).toBe('user.self')
    expect((await app.call('DELETE', `/api/users/${id}/second-factor`, { token: by })).status).toBe(204)
    expect((await app.call('GET', '/api/session', { token })).status).toBe(401)
    expect((await signIn(app, account, goodPassword)).body.me.secondFactor).toBe('none')
  })

  test('where the setting demands it, staff must set up a factor before anything else', async () => {
    const strict = await startTestApp(open, { settings: { LIREN_SECOND_FACTOR: 'staff' } })
    const village = await makeVillage(strict)
    const { account } = await makeAccount(strict, { at: village.estate, class: 'property', roles: [['repair-worker', village.estate]] })
    const answer = await signIn(strict, account, goodPassword, { end: 'staff' })
    expect(answer.body.me.secondFactor).toBe('enrol')
    const token = answer.body.token as string
    expect((await strict.call('GET', '/api/repairs', { token })).error?.code).toBe('identity.second-factor-required')
    const { body } = await strict.call<{ secret: string }>('POST', '/api/session/second-factor', { token })
    const code = totpCode(fromBase32(body.secret), strict.clock.now())
    await strict.call('POST', '/api/session/second-factor/confirmation', { token, body: { code } })
    expect((await strict.call('GET', '/api/repairs', { token })).status).toBe(200)
    await strict.close()
  })
})
