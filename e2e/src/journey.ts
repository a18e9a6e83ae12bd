import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { type Look, openBrowser, type Seat, takeSeat } from './browser.ts'
import { type Liren, openLiren } from './liren.ts'

/** One file of journeys: a house of its own, a browser, and people who come and go. */
export interface Journey {
  readonly house: Liren
  readonly browser: Browser
  /** Somebody sits down in front of a screen; leaves at the end of the test. */
  sit(look: Look): Promise<Seat>
  /** Who was seated otherwise leaves at the end of the test too. */
  keep<S extends Seat>(seat: S): S
}

/** Opens and closes around the tests of a file. A failed test leaves a picture of every screen; no screen may have complained. */
export function journey(settings: Readonly<Record<string, string>> = {}): Journey {
  let house: Liren | undefined
  let browser: Browser | undefined
  let seats: Seat[] = []
  const there = <T>(thing: T | undefined): T => {
    if (thing === undefined) throw new Error('the journey has not begun')
    return thing
  }

  beforeAll(async () => {
    house = await openLiren(settings)
    browser = await openBrowser()
  })
  afterAll(async () => {
    await browser?.close()
    await house?.stop()
  })
  afterEach(async ({ task }) => {
    const left = seats
    seats = []
    const seen: string[] = []
    if (task.result?.state === 'fail')
      for (const [at, seat] of left.entries()) {
        await seat.shot(`failed/${slug(task.name)}-${at + 1}`).catch(() => undefined)
        seen.push(...(await wordsOn(seat)))
      }
    const complaints = left.flatMap((seat) => seat.complaints)
    await Promise.all(left.map((seat) => seat.close()))
    // an assertion on the list would cut it off, and what was complained of is the whole point
    if (seen.length > 0) throw new Error(`what the screens showed:\n${seen.join('\n')}`)
    if (complaints.length > 0) throw new Error(`${complaints.length} complaints in the console:\n${[...new Set(complaints)].join('\n')}`)
  })

  const keep = <S extends Seat>(seat: S): S => {
    seats.push(seat)
    return seat
  }
  return {
    get house() {
      return there(house)
    },
    get browser() {
      return there(browser)
    },
    sit: async (look) => keep(await takeSeat(there(browser), look)),
    keep,
  }
}

/** Where a failed journey stood, for who has only the report and not the pictures. */
const wordsOn = ({ context }: Seat): Promise<string[]> =>
  Promise.all(
    context.pages().map(async (page) => {
      const words = await page.evaluate(() => document.body.innerText).catch(() => 'gone')
      return `${page.url()}: ${words.replaceAll(/\s+/g, ' ').slice(0, 1_500)}`
    }),
  )

const slug = (title: string): string =>
  title
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 80)
