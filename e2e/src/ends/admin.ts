import type { Page } from 'playwright-core'
import { expect } from 'vitest'
import type { Seat } from '../browser.ts'
import type { Liren } from '../liren.ts'

/** A stranger's first question is answered with 401, which the browser notes by itself. */
const askedWhoIsHere = /status of 401 .*\/api\/session\)/

/** Steps into a role of the demonstration, by its name on the sign-in page. */
export async function enterOffice(seat: Seat, house: Liren, role: RegExp, path = ''): Promise<void> {
  const { page } = seat
  seat.expectComplaint(askedWhoIsHere)
  await page.goto(`${house.url}/admin/${path}`)
  await page.getByRole('button', { name: role }).click()
  await page.getByRole('navigation', { name: '主菜单' }).waitFor()
}

/** With account and password, as somebody who was given one. */
export async function enterWithPassword(seat: Seat, house: Liren, account: string, password: string): Promise<void> {
  const { page } = seat
  seat.expectComplaint(askedWhoIsHere)
  await page.goto(`${house.url}/admin/`)
  await page.getByLabel('账号', { exact: true }).fill(account)
  await page.getByLabel('口令', { exact: true }).fill(password)
  await page.getByRole('button', { name: /^登\s*录$/ }).click()
}

/** What the side menu offers, in its order. */
export const menuOf = async (page: Page): Promise<string[]> => {
  const menu = page.getByRole('navigation', { name: '主菜单' })
  await expect.poll(() => menu.getByRole('listitem').count()).toBeGreaterThan(0)
  return (await menu.getByRole('listitem').allInnerTexts()).map((text) => text.trim())
}
