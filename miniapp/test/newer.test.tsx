import { createObservable } from '@liren/client'
import { expect, test } from 'vitest'
import Me from '../src/pages/me/index'
import { phone } from './app'
import { village } from './village'

const routes = village({ 'GET /api/apps/tiles': () => ({ status: 200, body: { items: [] } }) })

test('says that a newer app is ready once there is one, and goes over to it only when asked', async () => {
  const available = createObservable(false)
  let taken = 0
  const one = await phone(routes, { newer: { available, take: async () => void taken++ } })
  const before = await one.see(<Me />)
  expect(before.has('newer-bar')).toBe(false)
  await before.close()
  available.set(true)
  const screen = await one.see(<Me />)
  expect(screen.text()).toContain('新版本可用')
  expect(taken).toBe(0)
  await screen.tap('newer-take')
  expect(taken).toBe(1)
  await screen.close()
})

test('an end that comes anew with every opening has no such bar', async () => {
  const screen = await (await phone(routes)).see(<Me />)
  expect(screen.has('newer-bar')).toBe(false)
  await screen.close()
})
