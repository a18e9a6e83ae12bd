import { describe, expect, test } from 'vitest'
import Me from '../src/pages/me/index'
import { phone, type Routes } from './app'
import { me, village } from './village'

const refused = (status: number, code: string, zh: string) => ({
  status,
  body: { error: { code, zh, en: code, occurrence: 'o7', faults: [] } },
})
const door = (extra: Routes) =>
  village({
    'GET /api/apps/tiles': () => ({ status: 200, body: { items: [] } }),
    'POST /api/session/code': () => ({ status: 202, body: { againAfter: 60 } }),
    ...extra,
  })

async function atTheDoor(routes: Routes) {
  const one = await phone(door(routes))
  const screen = await one.see(<Me />)
  await screen.tap('me-sign-in')
  return { one, screen }
}

describe('signing in by a code', () => {
  test('without consent nothing is asked of the server, and the sheet says why', async () => {
    const { one, screen } = await atTheDoor({})
    await screen.type('phone', '10000009001')
    await screen.tap('send-code')
    expect(screen.has('sign-in-notice')).toBe(true)
    expect(one.requests('/api/session/code')).toHaveLength(0)
    await screen.close()
  })

  test('a wrong code is said at once, the number stays, and the next try goes out', async () => {
    let right = false
    const { one, screen } = await atTheDoor({
      'POST /api/session/sms': () =>
        right ? { status: 201, body: { token: 't9', me: me() } } : refused(401, 'session.code-wrong', '验证码不正确或已失效'),
    })
    await screen.tap('agree')
    await screen.type('phone', '10000009001')
    await screen.type('sms-code', '000000')
    await screen.tap('sms-sign-in')
    expect(screen.text()).toContain('验证码不正确或已失效')
    expect((screen.root.querySelector('#phone') as HTMLInputElement).value).toBe('10000009001')
    right = true
    await screen.type('sms-code', '123456')
    await screen.tap('sms-sign-in')
    expect(one.client.session.get()).toMatchObject({ status: 'signed-in', who: { token: 't9' } })
    expect(screen.has('sign-in')).toBe(false)
    await screen.close()
  })
})

describe('signing in through the government platform', () => {
  const open = { open: true, isSimulated: true, url: null }
  const withDoor = (extra: Routes = {}): Routes =>
    door({
      'GET /api/session/government': ({ url }) => {
        const state = new URL(url, 'http://house').searchParams.get('state')
        return { status: 200, body: state === null ? open : { ...open, url: `http://platform/?to=${state}` } }
      },
      ...extra,
    })

  test('where there is no platform, or no way to leave, there is no button', async () => {
    const none = await phone(door({ 'GET /api/session/government': () => ({ status: 200, body: { ...open, open: false } }) }))
    const stuck = await phone(withDoor())
    for (const one of [none, stuck]) {
      const screen = await one.see(<Me />)
      await screen.tap('me-sign-in')
      expect(screen.has('government-sign-in')).toBe(false)
      await screen.close()
    }
  })

  test('after consent it leaves with a state that stays on this device', async () => {
    const left: string[] = []
    const one = await phone(withDoor(), { elsewhere: { leaveFor: (url) => void left.push(url), cameBack: () => null } })
    const screen = await one.see(<Me />)
    await screen.tap('me-sign-in')
    await screen.tap('government-sign-in')
    expect(left).toEqual([])
    await screen.tap('agree')
    await screen.tap('government-sign-in')
    expect(left).toEqual([`http://platform/?to=${one.stored.get('government-state')}`])
    await screen.close()
  })

  test('with the ticket of its own state it is signed in, with that of somebody else it is not', async () => {
    for (const [kept, signedIn] of [
      ['mine', true],
      ['theirs', false],
    ] as const) {
      const one = await phone(withDoor({ 'POST /api/session/government': () => ({ status: 201, body: { token: 't7', me: me() } }) }), {
        stored: new Map([['government-state', kept]]),
        elsewhere: { leaveFor: () => undefined, cameBack: () => ({ state: 'mine', ticket: 'ticket-1' }) },
      })
      const screen = await one.see(<Me />)
      expect(one.requests('/api/session/government').filter(({ method }) => method === 'POST')).toHaveLength(signedIn ? 1 : 0)
      expect(one.client.session.get().status === 'signed-in').toBe(signedIn)
      expect(screen.has('sign-in-foreign')).toBe(!signedIn)
      await screen.close()
    }
  })
})

describe('the sheet as it opens', () => {
  const held = () => {
    let release: () => void = () => undefined
    const released = new Promise<void>((resolve) => {
      release = resolve
    })
    return { released, release }
  }
  const persona = { code: 'resident', end: 'resident', text: { zh: '居民', en: 'Resident' }, hint: { zh: '试试', en: 'Try' } }

  test('the ways in appear together, so that none moves under a finger', async () => {
    const slow = held()
    const routes = {
      'GET /api/session/government': () => ({ status: 200, body: { open: true, isSimulated: true, url: null } }),
      'GET /api/session/personas': () => slow.released.then(() => ({ status: 200, body: { items: [persona] } })),
    }
    const one = await phone(door(routes), { elsewhere: { leaveFor: () => undefined, cameBack: () => null } })
    const screen = await one.see(<Me />)
    await screen.tap('me-sign-in')
    expect(screen.has('sign-in')).toBe(true)
    for (const id of ['agree', 'sms-sign-in', 'government-sign-in']) expect(screen.has(id)).toBe(false)
    slow.release()
    await one.pass(0)
    for (const id of ['agree', 'sms-sign-in', 'government-sign-in', 'persona-resident']) expect(screen.has(id)).toBe(true)
    await screen.close()
  })

  test('what a server cannot say of itself keeps nobody from the code', async () => {
    const { one, screen } = await atTheDoor({ 'GET /api/session/personas': () => held().released.then(() => refused(503, 'late', '迟到')) })
    expect(screen.has('sms-sign-in')).toBe(false)
    await one.pass(3_000)
    expect(screen.has('sms-sign-in')).toBe(true)
    await screen.close()
  })
})
