import { demoMark } from '@liren/contract'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { fakeOutside, goodPassword, makeAccount, signIn } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { assertNoDemoAccounts, DemoLeftError, hasDemoAccounts } from '../../kernel/identity/demo-guard.ts'

describeStores('a house that holds accounts of a demonstration', (open) => {
  let app: TestApp
  let village: Village
  /** Accounts as the demonstration makes them: one is a persona, one is only known to belong to it. */
  let persona: { id: string; account: string; phone: string }
  let colleague: { id: string; account: string; phone: string }
  let own: { account: string; phone: string }

  beforeAll(async () => {
    app = await startTestApp(open)
    village = await makeVillage(app)
    const ids = app.kernel.ids.next
    const demoIds = { ...app.kernel, ids: { ...app.kernel.ids, next: () => ids().slice(0, 10) + demoMark + ids().slice(16) } }
    persona = await makeAccount({ ...app, kernel: demoIds }, { at: village.community, persona: 'administrator' })
    colleague = await makeAccount({ ...app, kernel: demoIds }, { at: village.community })
    own = await makeAccount(app, { at: village.community })
  })
  afterAll(() => app.close())

  const becomeReal = (real: boolean) => Object.assign(app.kernel.config, { LIREN_DEMO: !real, mode: real ? 'production' : 'test' })
  const asPersona = () => app.call('POST', '/api/session/demo', { body: { persona: 'administrator', client: 'bearer', end: 'admin' } })
  const bySms = async (phone: string) => {
    const { lastCode } = fakeOutside(app)
    const asked = await app.call('POST', '/api/session/sms-codes', { body: { phone } })
    if (asked.status !== 202) return asked
    return app.call('POST', '/api/session/sms', { body: { phone, code: lastCode() } })
  }

  test('lets its people in while it is a demonstration, by every door', async () => {
    expect((await asPersona()).status).toBe(201)
    expect((await signIn(app, colleague.account, goodPassword)).status).toBe(201)
    expect((await bySms(persona.phone)).status).toBe(201)
    await expect(assertNoDemoAccounts(app.kernel)).resolves.toBeUndefined()
  })

  test('lets none of them in outside of it, by any door, and ends the sessions they had; its own people come and go', async () => {
    const token = await app.tokenOf(colleague.id, 'staff')
    expect((await app.call('GET', '/api/session', { token })).status).toBe(200)
    becomeReal(true)
    try {
      // What was known of a session is believed for two seconds.
      await app.clock.advance(2000)
      expect((await app.call('GET', '/api/session', { token })).status).toBe(401)
      expect((await asPersona()).status).toBe(404)
      expect((await app.call('GET', '/api/session/personas')).status).toBe(404)
      for (const { account } of [persona, colleague]) expect((await signIn(app, account, goodPassword)).error?.code).toBe('session.failed')
      expect((await bySms(persona.phone)).error?.code).toBe('session.phone-refused')
      expect((await signIn(app, own.account, goodPassword)).status).toBe(201)
    } finally {
      becomeReal(false)
    }
  })

  test('does not open as a real house until those accounts are disabled', async () => {
    const { store } = app.kernel
    becomeReal(true)
    try {
      await expect(assertNoDemoAccounts(app.kernel)).rejects.toThrow(DemoLeftError)
      await store.run("UPDATE users SET state = 'disabled' WHERE id = ?", [persona.id])
      expect(await hasDemoAccounts(app.kernel)).toBe(true)
      await store.run("UPDATE users SET state = 'disabled' WHERE id = ?", [colleague.id])
      await expect(assertNoDemoAccounts(app.kernel)).resolves.toBeUndefined()
    } finally {
      becomeReal(false)
    }
  })
})
