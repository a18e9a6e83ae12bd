import { act } from 'react'
import { describe, expect, test } from 'vitest'
import Environment from '../src/pkg-life/environment/index'
import { type Answer, lin, phone } from './app'
import { me, village } from './village'

const works = { status: 200, body: me({ households: [], permissions: ['environment.read'] }) }
const empty = { status: 200, body: { items: [], next: null } }
const routes = (session: () => Answer | Promise<Answer>) =>
  village({ 'GET /api/session': session, 'GET /api/environment/stations': () => empty })

describe('a page behind a gate', () => {
  test('asks for nothing before it is known who is here, and then only for what this person may have', async () => {
    let release: (answer: Answer) => void = () => undefined
    const held = new Promise<Answer>((resolve) => {
      release = resolve
    })
    const one = await phone(
      routes(() => held),
      { who: lin },
    )
    const screen = await one.see(<Environment />)
    expect(screen.root.querySelector('.skeleton')).not.toBeNull()
    expect(one.asked.filter(({ url }) => url.includes('/api/environment'))).toEqual([])
    await act(async () => release(works))
    await one.pass(0)
    expect(one.requests('/api/environment/stations').length).toBeGreaterThan(0)
    expect(one.requests('/api/environment/own')).toEqual([])
    await screen.close()
  })

  test('who is here cannot be known: the page asks itself, and its own answer says what is wrong', async () => {
    const one = await phone(
      routes(() => ({ status: 503, body: { error: { code: 'unavailable', zh: '稍后再试', en: 'Later', occurrence: 'o', faults: [] } } })),
      { who: lin },
    )
    const screen = await one.see(<Environment />)
    await one.pass(60_000)
    expect(screen.root.querySelector('.skeleton')).toBeNull()
    expect(one.asked.some(({ url }) => url.includes('/api/environment'))).toBe(true)
    await screen.close()
  })
})
