import type { PersonaCode } from '@liren/contract/capabilities/session'
import { expect } from 'vitest'
import type { Seat } from '../browser.ts'
import type { Liren } from '../liren.ts'

/** A page of the app by its address as links write it: `/pkg-case/new`. */
export const addressAt = ({ url }: Liren, page: string): string => {
  const [path, query] = page.split('?')
  return `${url}/m${path}/index${query ? `?${query}` : ''}`
}

/** In the open sign-in sheet: consent by a person, then who one is. */
export async function chooseInSheet({ page }: Seat, persona: PersonaCode): Promise<void> {
  const sheet = page.getByRole('dialog')
  await sheet.getByText('我已阅读').tap()
  await sheet.getByRole('checkbox', { checked: true }).waitFor()
  await sheet.locator(`#persona-${persona}`).tap()
  await sheet.waitFor({ state: 'detached' })
}

/** From the home page through the sheet, with fingers; ends where this identity begins. */
export async function enterApp(seat: Seat, house: Liren, persona: PersonaCode): Promise<void> {
  const { page } = seat
  await page.goto(`${house.url}/m/`)
  await page.locator('#home-sign-in').tap()
  await chooseInSheet(seat, persona)
  await expect.poll(() => page.locator('#home-sign-in').filter({ visible: true }).count()).toBe(0)
}

/** The page on top; pages below stay in the document. */
export const shown = ({ page }: Seat) => page.locator('.page').filter({ visible: true }).last()

/** A photo as a camera would give it: the screen itself, which is at hand. */
export async function takePhoto(seat: Seat, key = '#take-photo'): Promise<void> {
  const { page } = seat
  const bytes = await page.screenshot({ type: 'jpeg', quality: 60 })
  const before = await page.locator('.photo-remove').filter({ visible: true }).count()
  const [chooser] = await Promise.all([page.waitForEvent('filechooser'), page.locator(key).filter({ visible: true }).last().tap()])
  await chooser.setFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: bytes })
  await expect.poll(() => page.locator('.photo-remove').filter({ visible: true }).count()).toBe(before + 1)
}

/** The app has fetched all of its pages: from here on it needs no network to move. */
export const allPagesHere = ({ page }: Seat) => page.locator('html[data-pages="here"]').waitFor({ state: 'attached' })

/** The number on the page that thanks for a report. */
export const receivedNumber = async ({ page }: Seat): Promise<string> =>
  (await page.locator('#sent-number .number').filter({ visible: true }).innerText()).trim()

/** The whole of a report: a photo, a sentence, send. Answers with the words of the page that follows. */
export async function report(seat: Seat, house: Liren, sentence: string): Promise<void> {
  const { page } = seat
  await page.goto(addressAt(house, '/pkg-case/new'))
  await takePhoto(seat)
  await page.locator('#description').fill(sentence)
  await page.locator('#submit-report').tap()
}

/** The app was swept away and is opened again: same phone, new page. */
export async function reopenAt(seat: Seat, address: string): Promise<Seat> {
  const { context } = seat
  const page = await context.newPage()
  await seat.page.close()
  const again: Seat = { ...seat, page }
  seat.watch(page)
  await page.goto(address)
  return again
}

/** The browser has the whole app and the worker answers for this page. */
export async function keptByBrowser({ page }: Seat): Promise<void> {
  await page.evaluate(async () => {
    await navigator.serviceWorker.ready
  })
  await expect.poll(() => page.evaluate(() => navigator.serviceWorker.controller !== null)).toBe(true)
}

/** What a browser complains of while there is no network. */
export const lost = /ERR_INTERNET_DISCONNECTED|ERR_CONNECTION_REFUSED|WebSocket|Failed to load resource/
