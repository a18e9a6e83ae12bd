import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { setupCode } from './code.ts'

describeStores('first start', (open) => {
  let app: TestApp
  let code: string
  beforeAll(async () => {
    app = await startTestApp(open, { settings: { LIREN_DEMO: 'off' } })
    code = setupCode(app.kernel)
  })
  afterAll(() => app.close())

  const step = (body: object) => app.call<{ done: string[]; needed: boolean }>('POST', '/api/setup/steps', { body: { code, ...body } })
  const person = (account: string, name: string, phone: string) => ({ account, name, phone, password: 'Wutong-River-2026' })
  const administrators = {
    step: 'administrators',
    system: person('lin-admin', '林管理', '10000000001'),
    security: person('qin-safe', '秦守密', '10000000002'),
    audit: person('fang-audit', '方审言', '10000000003'),
  }
  const community = { step: 'community', city: '江临市', street: '云溪街道', community: '梧桐社区', estate: '枫林雅苑' }
  const faultsOf = (answer: Awaited<ReturnType<typeof step>>) => answer.error?.faults.map((fault) => fault.path)
  const signIn = (account: string) =>
    app.call<{ me: { roles: { code: string }[]; permissions: string[]; mustChangePassword: boolean } }>('POST', '/api/session', {
      body: { account, password: 'Wutong-River-2026', client: 'browser', end: 'admin', device: 'Chromium', deviceKey: 'k'.repeat(32) },
    })

  it('refuses whoever cannot read the console', async () => {
    const answer = await step({ step: 'language', language: 'zh', appearance: 'auto', code: 'aaaa-bbbb-cccc' })
    expect(answer.error?.code).toBe('setup.code-wrong')
  })

  it('refuses to skip a step', async () => {
    expect((await step(administrators)).error).toMatchObject({ code: 'setup.step-missing', details: { step: 'language' } })
  })

  it('names every field of all three administrators that is wrong at once, and makes none of them', async () => {
    await step({ step: 'language', language: 'zh', appearance: 'auto' })
    await step(community)
    const weak = await step({
      ...administrators,
      system: { ...administrators.system, password: 'password1234' },
      security: { ...administrators.security, account: 'lin-admin' },
      audit: { ...administrators.audit, phone: '10000000001', password: 'fang-audit-A1' },
    })
    expect(faultsOf(weak)).toEqual(
      expect.arrayContaining(['body.system.password', 'body.security.account', 'body.audit.phone', 'body.audit.password']),
    )
    expect(await peek(app.kernel.store, 'SELECT id FROM users')).toEqual([])
  })

  it('is taken up again where it was left and makes nothing twice', async () => {
    expect((await app.call('GET', '/api/setup')).body).toMatchObject({ needed: true, done: ['language', 'community'] })
    expect((await step({ ...community, city: '另一个市' })).status).toBe(200)
    expect((await peek<{ path: string }>(app.kernel.store, 'SELECT path FROM places ORDER BY path')).map(({ path }) => path)).toEqual([
      '/c1/',
      '/c1/s1/',
      '/c1/s1/q1/',
      '/c1/s1/q1/e1/',
    ])
    const both = await Promise.all([step(administrators), step(administrators)])
    expect(both.map((answer) => answer.status)).toEqual([200, 200])
    expect(await peek(app.kernel.store, 'SELECT id FROM role_assignments')).toHaveLength(3)
  })

  it('is over once it came to its end', async () => {
    const done = await step({ step: 'finish' })
    expect(done.body).toMatchObject({ needed: false, done: ['language', 'community', 'administrators', 'finish'] })
    expect((await step({ step: 'language', language: 'en', appearance: 'dark' })).error?.code).toBe('setup.over')
  })

  it('leaves three people who may sign in with one role each; two of them choose a password of their own first', async () => {
    const [system, security, audit] = await Promise.all(['lin-admin', 'qin-safe', 'fang-audit'].map(signIn))
    expect([system, security, audit].map((answer) => answer?.status)).toEqual([201, 201, 201])
    expect([system, security, audit].map((answer) => answer?.body.me.mustChangePassword)).toEqual([false, true, true])
    expect(system?.body.me.permissions).toContain('user.manage')
    expect(system?.body.me.permissions).not.toContain('audit.read')
  })
})
