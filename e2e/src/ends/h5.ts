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
