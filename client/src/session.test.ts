import { describe, expect, test } from 'vitest'
import { settle } from '../test/fakes.ts'
import { memoryStorage } from './kernel/storage.ts'
import { createSession, type SignedIn } from './session.ts'

const lin: SignedIn = { token: 't1', userId: 'u1', name: '林', end: 'resident' }

async function setup(kept = new Map<string, string>()) {
  const session = createSession(memoryStorage(kept))
  await session.start()
  return { session, kept }
}

describe('the sign-in state', () => {
  test('starts as a guest and never asks by itself', async () => {
    const { session } = await setup()
    expect(session.get().status).toBe('guest')
    expect(session.asking.get()).toBe(false)
    expect(session.token()).toBeNull()
  })

  test('declining leaves whoever asked with a no', async () => {
    const { session } = await setup()
    const asked = session.ask()
    expect(session.asking.get()).toBe(true)
    session.decline()
    expect(await asked).toBe(false)
    expect(session.asking.get()).toBe(false)
  })

  test('signing in answers everybody who asked and is remembered', async () => {
    const { session, kept } = await setup()
    const both = Promise.all([session.ask(), session.refused(null)])
    await settle()
    await session.signIn(lin)
    expect(await both).toEqual([true, true])
    expect((await setup(kept)).session.token()).toBe('t1')
  })

  test('a refused token ends the session in place and keeps who it was', async () => {
    const { session } = await setup()
    await session.signIn(lin)
    const again = session.refused('t1')
    expect(session.get()).toEqual({ status: 'expired', who: lin })
    expect(session.token()).toBeNull()
    await session.signIn({ ...lin, token: 't2' })
    expect(await again).toBe(true)
  })

  test('a call that went out with the token before last is simply repeated', async () => {
    const { session } = await setup()
    await session.signIn({ ...lin, token: 't2' })
    expect(await session.refused('t1')).toBe(true)
    expect(session.asking.get()).toBe(false)
  })

  test('signing out forgets the token on the device', async () => {
    const { session, kept } = await setup()
    await session.signIn(lin)
    await session.signOut()
    expect(kept.size).toBe(0)
    expect(session.get().status).toBe('guest')
  })
})
