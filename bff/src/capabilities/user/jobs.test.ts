import { afterAll, beforeAll, expect, test } from 'vitest'
import { goodPassword, makeAccount, signIn } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { accountById } from '../../kernel/identity/accounts.ts'

const second = 1000
const day = 86_400 * second

interface ReviewView {
  readonly id: string
  readonly month: string
  readonly state: string
  readonly accounts: number
  readonly flagged: number
  readonly signedOffBy: string | null
  readonly remindedAt: string | null
  readonly version: number
}

describeStores('accounts that nobody needs any more', (open) => {
  let app: TestApp
  let v: Village
  const run = (kind: string) =>
    app.house.capabilities
      .flatMap(({ jobs }) => jobs ?? [])
      .find((job) => job.kind === kind)
      ?.run({}, { now: app.clock.now(), scheduledFor: app.clock.now() })
  const stateOf = async (id: string) => (await accountById(app.kernel, id))?.state

  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
  })
  afterAll(() => app.close())

  test('[DB3205-8-c.2] an account is disabled when nobody signed in for two years, not a second earlier; a transfer disables at once', async () => {
    const admin = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const sleeper = await makeAccount(app, { at: v.community, validUntil: app.clock.now() + 3650 * day })
    const never = await makeAccount(app, { at: v.community, validUntil: app.clock.now() + 3650 * day })
    const token = (await signIn(app, sleeper.account, goodPassword)).body.token as string
    const twoYears = Date.UTC(2028, 0, 5, 8) - app.clock.now()
    await app.clock.leap(twoYears - second)
    await run('user.dormant')
    expect([await stateOf(sleeper.id), await stateOf(never.id)]).toEqual(['active', 'active'])
    await app.clock.leap(second)
    await run('user.dormant')
    expect([await stateOf(sleeper.id), await stateOf(never.id)]).toEqual(['disabled', 'disabled'])
    expect((await accountById(app.kernel, sleeper.id))?.state_reason).toBe('两年未登录')
    expect((await app.call('GET', '/api/session', { token })).status).toBe(401)
    expect(await stateOf(v.ids.resident)).toBe('active')
    expect(await stateOf(admin.id)).toBe('active')

    const fresh = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const mover = await makeAccount(app, { at: v.community })
    const theirs = (await signIn(app, mover.account, goodPassword)).body.token as string
    const by = await app.tokenOf(fresh.id, 'admin')
    const body = { version: 1, reason: '调往青石街道' }
    const transferred = await app.call('POST', `/api/users/${mover.id}/transfer`, { token: by, body })
    expect(transferred.body).toMatchObject({ state: 'disabled', isTransferred: true })
    expect((await app.call('GET', '/api/session', { token: theirs })).status).toBe(401)
    expect((await signIn(app, mover.account, goodPassword)).error?.code).toBe('session.disabled')
  })

  test('[DB3205-8-c.1] every month a review lists the accounts and keeps the signature; a month that is skipped is asked for', async () => {
    const security = await makeAccount(app, {
      at: v.city,
      class: 'city',
      idleMinutes: 43_200,
      roles: [['security-administrator', v.city]],
    })
    const useless = await makeAccount(app, { at: v.community, name: '冷月明' })
    const token = await app.tokenOf(security.id, 'admin')
    const reviews = async () => (await app.call<{ items: ReviewView[] }>('GET', '/api/account-reviews', { token })).body.items

    await run('user.review')
    await run('user.review')
    const [review] = await reviews()
    expect(await reviews()).toHaveLength(1)
    expect(review).toMatchObject({ month: '2028-01', state: 'open', signedOffBy: null })
    const listed = await app.call<{ items: { userId: string; flags: string[] }[] }>('GET', `/api/account-reviews/${review?.id}?limit=100`, {
      token,
    })
    expect(listed.body.items).toHaveLength(review?.accounts as number)
    expect(listed.body.items.find(({ userId }) => userId === useless.id)?.flags).toEqual(
      expect.arrayContaining(['never-signed-in', 'no-roles']),
    )
    const flagged = await app.call<{ items: { userId: string; flags: string[] }[] }>(
      'GET',
      `/api/account-reviews/${review?.id}?limit=100&flagged=true`,
      { token },
    )
    expect(flagged.body.items).toHaveLength(review?.flagged as number)
    expect(flagged.body.items.every(({ flags }) => flags.length > 0)).toBe(true)

    await app.clock.leap(Date.UTC(2028, 0, 10, 16) - app.clock.now() - second)
    await run('user.review')
    expect((await reviews())[0]?.remindedAt).toBeNull()
    await app.clock.leap(second)
    await run('user.review')
    expect((await reviews())[0]?.remindedAt).not.toBeNull()

    await app.clock.leap(25 * day)
    await run('user.review')
    const [next, skipped] = await reviews()
    expect([next?.month, next?.state]).toEqual(['2028-02', 'open'])
    expect([skipped?.month, skipped?.state]).toEqual(['2028-01', 'missed'])
    const asked = await app.kernel.store.rows<{ payload: string }>("SELECT payload FROM outbox WHERE name = 'user.review-due' ORDER BY id")
    expect(asked.map(({ payload }) => (JSON.parse(payload) as { month: string }).month)).toEqual([
      '2028-01',
      '2028-01',
      '2028-02',
      '2028-01',
    ])

    const sign = (id: string, body: object) => app.call<ReviewView>('POST', `/api/account-reviews/${id}/sign-off`, { token, body })
    const self = await sign(next?.id as string, { version: next?.version, disable: [security.id] })
    expect(self.error?.code).toBe('user.self')
    const signed = await sign(next?.id as string, { version: next?.version, disable: [useless.id], note: '清理一个' })
    expect(signed.body).toMatchObject({ state: 'done', note: '清理一个', signedOffBy: expect.stringMatching(/职员/) })
    expect(await stateOf(useless.id)).toBe('disabled')
    expect((await sign(next?.id as string, { version: next?.version, disable: [] })).error?.code).toBe('user.reviewed')
  })

  test('only the security administration signs reviews', async () => {
    const system = await makeAccount(app, { at: v.city, class: 'city', roles: [['system-administrator', v.city]] })
    const token = await app.tokenOf(system.id, 'admin')
    expect((await app.call('GET', '/api/account-reviews', { token })).status).toBe(403)
    const property = await makeAccount(app, { at: v.estate, class: 'property', roles: [['property-manager', v.estate]] })
    const manager = await app.tokenOf(property.id, 'admin')
    expect((await app.call('GET', '/api/account-reviews', { token: manager })).status).toBe(403)
  })
})
