import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'

const root = fileURLToPath(new URL('../..', import.meta.url))
const screens = join(root, '.results/screens')

export type Appearance = 'light' | 'dark'
export type Device = 'phone' | 'desktop'

const devices: Readonly<Record<Device, BrowserContextOptions>> = {
  phone: { viewport: { width: 375, height: 812 }, deviceScaleFactor: 2, isMobile: true, hasTouch: true },
  desktop: { viewport: { width: 1440, height: 900 } },
}

export interface Look {
  readonly device: Device
  readonly appearance?: Appearance
  readonly locale?: string
}

/** One person in front of one screen. */
export interface Seat {
  readonly context: BrowserContext
  readonly page: Page
  /** What the page complained of and nobody expected. Empty at the end of every test. */
  readonly complaints: string[]
  /** Complaints that belong to this test: a refused request, a lost network. */
  expectComplaint(pattern: RegExp): void
  /** Another page of the same context is listened to as well. */
  watch(page: Page): void
  /** Fingers that touched the page since the last reset. */
  taps(): Promise<number>
  resetTaps(): Promise<void>
  /** Writes a picture to `.results/screens/<name>.png`. */
  shot(name: string): Promise<void>
  close(): Promise<void>
}

export function chromiumPath(): string {
  const path = [process.env.LIREN_CHROMIUM, '/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']
    .filter((candidate) => candidate !== undefined && candidate !== '')
    .find((candidate) => existsSync(candidate as string))
  if (!path) throw new Error('Chromium is not installed; set LIREN_CHROMIUM to its path')
  return path
}

export const openBrowser = (): Promise<Browser> =>
  chromium.launch({
    executablePath: chromiumPath(),
    args: ['--no-sandbox', '--disable-dev-shm-usage', '--disable-gpu', '--force-color-profile=srgb'],
  })

/** Takes a seat: a context of its own, so that two people never share a session. */
export async function takeSeat(browser: Browser, { device, appearance = 'light', locale = 'zh-CN' }: Look): Promise<Seat> {
  const context = await browser.newContext({
    ...devices[device],
    colorScheme: appearance,
    locale,
    timezoneId: 'Asia/Shanghai',
    reducedMotion: 'reduce',
  })
  // counted before the page can stop the event; the binding outlives a navigation
  let taps = 0
  await context.exposeBinding('__countTap', () => void taps++)
  await context.addInitScript(() => {
    const count = (window as unknown as { __countTap(): void }).__countTap
    addEventListener('click', (event) => event.isTrusted && count(), { capture: true })
  })
  const page = await context.newPage()
  const complaints: string[] = []
  const expected: RegExp[] = []
  const complain = (text: string) => void (expected.some((pattern) => pattern.test(text)) || complaints.push(text))
  const watch = (watched: Page) => {
    watched.setDefaultTimeout(60_000)
    watched.on('pageerror', (error) => complain(`page error: ${error.stack ?? error.message}`))
    watched.on('console', (message) => {
      if (message.type() === 'error') complain(`console: ${message.text()} (${message.location().url})`)
    })
  }
  watch(page)
  return {
    context,
    page,
    complaints,
    watch,
    expectComplaint: (pattern) => {
      expected.push(pattern)
      complaints.splice(0, complaints.length, ...complaints.filter((text) => !pattern.test(text)))
    },
    taps: async () => {
      await page.evaluate(() => undefined)
      return taps
    },
    resetTaps: async () => {
      await page.evaluate(() => undefined)
      taps = 0
    },
    // every page that is open: a reopened app is another page
    shot: async (name) => {
      mkdirSync(screens, { recursive: true })
      for (const [at, open] of context.pages().entries())
        await open.screenshot({ path: join(screens, `${name}${at === 0 ? '' : `-${at + 1}`}.png`) })
    },
    close: () => context.close(),
  }
}
