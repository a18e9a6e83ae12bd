import type { Browser } from 'playwright-core'
import { type Look, type Seat, takeSeat } from '../browser.ts'
import type { Note, Stats } from './runtime/types.ts'

/** A phone with the mini-program open on it. */
export interface WeappSeat extends Seat {
  /** What the runtime noted: errors, missing APIs, dynamic code. */
  log(): Promise<Note[]>
  stats(): Promise<Stats>
  calls(): Promise<string[]>
  /** The answer that a device feature gives from now on. Survives no reload. */
  mock(name: string, answer: Record<string, unknown>): Promise<void>
  /** Puts bytes behind a `wxfile://` path, as the camera would. */
  addFile(path: string, bytes: Buffer, type: string): Promise<void>
}

/** Opens the mini-program and waits until its first page is ready. */
export async function openWeapp(browser: Browser, url: string, path = '', look: Look = { device: 'phone' }): Promise<WeappSeat> {
  const seat = await takeSeat(browser, look)
  const { page } = seat
  await page.goto(path ? `${url}/?path=${encodeURIComponent(path)}` : url)
  await page.waitForSelector('body[data-ready]')
  return {
    ...seat,
    log: () => page.evaluate(() => window.__RUNNER__.log),
    stats: () => page.evaluate(() => window.__RUNNER__.stats),
    calls: () => page.evaluate(() => window.__RUNNER__.calls.map(([name]) => name)),
    mock: (name, answer) =>
      page.evaluate(
        (given) => {
          window.__RUNNER__.mocks[given.name] = () => given.answer
        },
        { name, answer },
      ),
    addFile: (file, bytes, type) =>
      page.evaluate(
        async (given) => {
          const blob = await (await fetch(`data:${given.type};base64,${given.base64}`)).blob()
          window.__RUNNER__.files.set(given.path, blob)
        },
        { path: file, type, base64: bytes.toString('base64') },
      ),
  }
}
