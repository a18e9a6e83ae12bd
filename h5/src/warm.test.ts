import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { warmWhenIdle } from './warm.ts'

/** Pages whose pieces come when the test says so. */
function pages(count: number) {
  const asked: number[] = []
  const waiting = new Map<number, { come(): void; fail(): void }>()
  const routes = Array.from({ length: count }, (_, at) => ({
    load: () => {
      asked.push(at)
      const piece = new Promise<void>((resolve, reject) => waiting.set(at, { come: resolve, fail: () => reject(new Error('offline')) }))
      // as Taro's router does: the promise is in a list
      return [piece, undefined] as const
    },
  }))
  return { asked, waiting, routes }
}

const settle = () => new Promise((resolve) => setImmediate(resolve))
const root = { dataset: {} as { pages?: string } }
let online: (() => void)[] = []

beforeEach(() => {
  root.dataset = {}
  online = []
  vi.stubGlobal('document', { documentElement: root, readyState: 'complete' })
})
afterEach(() => vi.unstubAllGlobals())

function open(routes: unknown): void {
  vi.stubGlobal('window', {
    __taroAppConfig: { routes },
    requestIdleCallback: (run: () => void) => run(),
    addEventListener: (_: 'online', run: () => void) => online.push(run),
  })
  warmWhenIdle()
}

test('pages are fetched one after the other, and said to be here when the last one is', async () => {
  const { asked, waiting, routes } = pages(3)
  open(routes)
  for (const at of [0, 1, 2]) {
    await settle()
    expect(asked).toEqual([0, 1, 2].slice(0, at + 1))
    expect(root.dataset.pages).toBeUndefined()
    waiting.get(at)?.come()
  }
  await settle()
  expect(root.dataset.pages).toBe('here')
})

test('the network goes meanwhile: nothing is said to be here, and it begins again when the network is back', async () => {
  const { asked, waiting, routes } = pages(2)
  open(routes)
  waiting.get(0)?.come()
  await settle()
  waiting.get(1)?.fail()
  await settle()
  expect(root.dataset.pages).toBeUndefined()
  expect(online).toHaveLength(1)
  online[0]?.()
  for (const at of [0, 1]) {
    waiting.get(at)?.come()
    await settle()
  }
  expect(asked).toEqual([0, 1, 0, 1])
  expect(root.dataset.pages).toBe('here')
})
