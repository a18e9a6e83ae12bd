import type { SignedIn } from '@liren/contract/capabilities/session'
import { demoPeople, type GovernmentSim, startGovernmentSim } from '@liren/simulators/government'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { makeAccount } from '../../../test/accounts.ts'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'

const people = [
  ...demoPeople,
  { userId: 'gov-9001', userName: '职员甲', phone: '10000006001', authLevel: '2' },
  { userId: 'gov-9002', userName: '未核实', phone: '10000006001', authLevel: '1' },
  { userId: 'gov-9003', userName: '另一位', phone: '10000006001', authLevel: '3' },
] as const
const account = { appId: 'liren-demonstration', secret: 'demonstration-only' }
const state = 'a-state-of-this-device'

describeStores('signing in through the government platform', (open) => {
  let app: TestApp
  let v: Village
  let sim: GovernmentSim
  let from = 0
  const enter = (ticket: string, more = {}) =>
    app.call<SignedIn>('POST', '/api/session/government', {
      body: { ticket, ...more },
      headers: { 'x-forwarded-for': `10.9.0.${++from}` },
    })
  const gradeOf = async (token: string | undefined) =>
    (await app.call<{ grade: string | null }>('GET', '/api/session/government/identity', { token })).body.grade

  beforeAll(async () => {
    // Tickets and signatures carry the clock of the house.
    sim = await startGovernmentSim({ ...account, people, now: () => app.clock.now() })
    app = await startTestApp(open, {
      settings: { LIREN_TRUST_PROXY: 'on', LIREN_GOVERNMENT_URL: sim.url, LIREN_GOVERNMENT_PAGE: sim.page, LIREN_REDIS_URL: '' },
    })
    v = await makeVillage(app)
  })
  afterAll(async () => {
    await app.close()
    await sim.close()
  })

  test('where no platform is configured there is no door, and a ticket is answered so', async () => {
    const without = await startTestApp(open, { settings: { LIREN_REDIS_URL: '' } })
    expect((await without.call('GET', `/api/session/government?state=${state}`)).body).toEqual({
      open: false,
      isSimulated: false,
      url: null,
    })
    expect((await without.call('POST', '/api/session/government', { body: { ticket: 'some-ticket' } })).error?.code).toBe(
      'government.misconfigured',
    )
    await without.close()
  })

  test('a ticket nobody gave, and one that was used, open nothing', async () => {
    expect((await enter('never-given')).error?.code).toBe('session.government-refused')
    const ticket = sim.ticket('gov-0003')
    const both = await Promise.all([enter(ticket), enter(ticket)])
    expect(both.map(({ status }) => status).sort()).toEqual([201, 401])
  })

  test('the door leads to the page with a way back that carries the state, and says that it is a simulation', async () => {
    const door = await app.call<{ open: boolean; isSimulated: boolean; url: string }>('GET', `/api/session/government?state=${state}`)
    expect(door.body).toMatchObject({ open: true, isSimulated: true })
    const html = await (await fetch(door.body.url)).text()
    const href = html.match(/href="([^"]+)"/)?.[1]?.replaceAll('&amp;', '&') ?? ''
    expect(href.startsWith(`${app.origin}/m/?government=${state}&ticket=`)).toBe(true)
    expect((await enter(new URL(href).searchParams.get('ticket') ?? '')).status).toBe(201)
    expect((await app.call('GET', '/api/session/government?state=x')).status).toBe(400)
  })

  test('[ZJWL-7.5.1.2-2] [ZJWL-9.4.4] a person of the platform is one local account at every sign-in, and the grade is recorded', async () => {
    const first = await enter(sim.ticket('gov-0003'))
    const second = await enter(sim.ticket('gov-0003'))
    expect([first.status, second.status]).toEqual([201, 201])
    expect(second.body.me.user.id).toBe(first.body.me.user.id)
    expect(first.body.me.user.name).toBe('石新来')
    expect(await gradeOf(second.body.token)).toBe('basic')
    const rows = await peek<{ user_id: string; grade: string; subject_sealed: string }>(
      app.kernel.store,
      'SELECT user_id, grade, subject_sealed FROM government_identities WHERE user_id = ?',
      [first.body.me.user.id],
    )
    expect(rows).toMatchObject([{ user_id: first.body.me.user.id, grade: 'basic' }])
    expect(rows[0]?.subject_sealed).not.toContain('gov-0003')
    const [entry] = await peek<{ after_json: string }>(
      app.kernel.store,
      "SELECT after_json FROM audit_entries WHERE action = 'session.opened' AND subject_id = ? ORDER BY id DESC LIMIT 1",
      [first.body.me.user.id],
    )
    expect(JSON.parse(entry?.after_json ?? '{}')).toMatchObject({ method: 'government', grade: 'basic' })
  })

  test('a checked number finds the account that has it; an unchecked one and a second person do not get in by it', async () => {
    const { id } = await makeAccount(app, {
      at: v.estate,
      phone: '10000006001',
      class: 'property',
      roles: [['property-manager', v.estate]],
    })
    const stranger = await enter(sim.ticket('gov-9002'))
    expect(stranger.body.me.user.id).not.toBe(id)
    const owner = await enter(sim.ticket('gov-9001'))
    expect(owner.body.me.user.id).toBe(id)
    expect((await enter(sim.ticket('gov-9003'))).error?.code).toBe('session.government-taken')
  })

  test('it does not open the back office, whatever one is there', async () => {
    const manager = await enter(sim.ticket('gov-9001'), { end: 'admin' })
    expect(manager.body.me.end).not.toBe('admin')
    expect(manager.body.me.identities.map(({ end }) => end)).not.toContain('admin')
  })

  test('a closed account stays closed, and nobody without a session has a grade', async () => {
    const { token, me } = (await enter(sim.ticket('gov-0001'))).body
    expect(await gradeOf(token)).toBe('verified')
    await app.kernel.store.run("UPDATE users SET state = 'disabled' WHERE id = ?", [me.user.id])
    expect((await enter(sim.ticket('gov-0001'))).error?.code).toBe('session.disabled')
    expect((await app.call('GET', '/api/session/government/identity')).status).toBe(401)
  })
})
