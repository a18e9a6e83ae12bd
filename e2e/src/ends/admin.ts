import type { Locator, Page } from 'playwright-core'
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

/** A button by its words; the component library spaces out two characters. */
export const key = (within: Page | Locator, words: string): Locator =>
  within.getByRole('button', { name: new RegExp(`^\\s*${[...words].join('\\s*')}\\s*$`) })

/** Presses what opens a form, and waits until it has come to rest: what opens on a moving form opens beside it. */
export async function openForm(page: Page, within: Page | Locator, words: string): Promise<Locator> {
  await key(within, words).click()
  const form = panel(page, words)
  await form.waitFor()
  await form.evaluate(async (element) => {
    const whole = element.closest('.ant-drawer') ?? element
    await Promise.all(whole.getAnimations({ subtree: true }).map((animation) => animation.finished.catch(() => undefined)))
  })
  return form
}

/** The form or record that lies over the page. */
export const panel = (page: Page, title: string): Locator => page.getByRole('dialog', { name: title }).last()

/** Chooses in a field that opens a list; typing narrows it. */
export async function pick(form: Locator, label: string, words: string): Promise<void> {
  const field = form.getByRole('combobox', { name: label })
  await field.click()
  await field.fill(words)
  await field.press('Enter')
}

/** Chooses a place by its name; a field that may stay empty says so in its label. */
export async function pickPlace(page: Page, form: Locator, label: string, name: string): Promise<void> {
  await form.getByLabel(new RegExp(`^${label}\\s*(（可选）)?$`)).click()
  const find = page.getByRole('searchbox', { name: '按名称查找' })
  await find.fill(name)
  await page
    .getByRole('listitem')
    .getByRole('button', { name: new RegExp(`${name}\\s*小区`) })
    .click()
  await find.waitFor({ state: 'hidden' })
}

/** One of the entries of a menu that a button opens. */
export async function choose(page: Page, within: Page | Locator, menu: string, entry: string): Promise<void> {
  await key(within, menu).click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}

/** Chooses in a field whose list is not searched but may have to be rolled: only what is near the eye is drawn. */
export async function chooseIn(page: Page, within: Page | Locator, field: string, value: string): Promise<void> {
  await within.getByRole('combobox', { name: field, exact: true }).click()
  const list = page.locator('.ant-select-dropdown').filter({ visible: true }).last()
  await list.hover()
  const entry = list.getByTitle(value, { exact: true })
  // it opens where the chosen one stands: what is not below stands above
  for (let turns = 0; turns < 60 && (await entry.count()) === 0; turns++) {
    await page.mouse.wheel(0, turns < 15 ? 120 : -120)
    // what came into sight is drawn in the next frames: rolling on at once would roll past it
    await page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
  }
  await entry.click()
}
