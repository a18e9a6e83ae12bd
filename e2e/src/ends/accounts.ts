import type { Page } from 'playwright-core'
import type { Seat } from '../browser.ts'
import type { Liren } from '../liren.ts'
import { enterWithPassword, key, openForm, panel, pick, pickPlace } from './admin.ts'

/** The password that an administrator gives, and the one that its owner takes instead. */
export const firstPassword = 'Wutong-2026-first'
export const ownPassword = 'Wutong-2026-second'

interface Newcomer {
  readonly account: string
  readonly name: string
  readonly phone: string
  readonly role: string
}

/** Fills in the form for a new account as an administrator does. */
export async function makeUser(page: Page, house: Liren, { account, name, phone, role }: Newcomer): Promise<void> {
  await page.goto(`${house.url}/admin/users`)
  const form = await openForm(page, page, '新建用户')
  await form.getByLabel('账号', { exact: true }).fill(account)
  await form.locator('input[type=password]').fill(firstPassword)
  await form.getByLabel('姓名').fill(name)
  await form.getByLabel('手机号').fill(phone)
  await pickPlace(page, form, '所属地区', '枫林雅苑')
  await pick(form, '角色', role)
  await pickPlace(page, form, '生效范围', '枫林雅苑')
  await key(form, '保存').click()
  await panel(page, name).waitFor()
}

/** The first sign-in of somebody who was given a password. */
export async function firstSignIn(seat: Seat, house: Liren, account: string): Promise<void> {
  await enterWithPassword(seat, house, account, firstPassword)
  await changePassword(seat.page, firstPassword, ownPassword)
}

export async function changePassword(page: Page, current: string, next: string): Promise<void> {
  await page.getByLabel('当前口令').fill(current)
  await page.getByLabel('新口令', { exact: true }).fill(next)
  await page.getByLabel('再输入一次新口令').fill(next)
  await page.getByRole('button', { name: '设置并继续' }).click()
}
