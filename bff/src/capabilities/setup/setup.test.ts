import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
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
  const admin = { step: 'admin', account: 'lin-admin', name: '林管理', phone: '10000000001', password: 'Wutong-River-2026' }
  const community = {
    step: 'community',
    city: '江临市',
    street: '云溪街道',
    community: '梧桐社区',
    estate: '枫林雅苑',
    longitude: 120.1,
    latitude: 30.2,
  }

  it('refuses whoever cannot read the console', async () => {
    const answer = await step({ step: 'language', language: 'zh', appearance: 'auto', code: 'aaaa-bbbb-cccc' })
    expect(answer.error?.code).toBe('setup.code-wrong')
  })

  it('refuses to skip a step, and a password that the policy refuses, naming the field', async () => {
    expect((await step(admin)).error).toMatchObject({ code: 'setup.step-missing', details: { step: 'language' } })
    await step({ step: 'language', language: 'zh', appearance: 'auto' })
    const weak = await step({ ...admin, password: 'password1234' })
    expect(weak.error?.faults[0]?.path).toBe('body.password')
  })

  it('is taken up again where it was left, makes the first administrator and the first estate, and then is over', async () => {
    expect((await app.call<{ needed: boolean }>('GET', '/api/setup')).body.needed).toBe(true)
    await step(admin)
    expect((await step(admin)).status).toBe(200)
    await step(community)
    await step({ step: 'data', choice: 'blank' })
    await step({ step: 'channels', later: true })
    const done = await step({ step: 'check' })
    expect(done.body).toMatchObject({ needed: false, done: ['language', 'admin', 'community', 'data', 'channels', 'check'] })
    expect((await step({ step: 'language', language: 'en', appearance: 'dark' })).error?.code).toBe('setup.over')
    const people = await app.kernel.store.rows<{ n: number }>('SELECT COUNT(*) AS n FROM role_assignments')
    expect(Number(people[0]?.n)).toBe(1)
    const estates = await app.kernel.store.rows<{ path: string }>("SELECT path FROM places WHERE kind = 'estate'")
    expect(estates).toEqual([{ path: '/c1/s1/q1/e1/' }])
  })
})
