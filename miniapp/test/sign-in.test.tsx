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
