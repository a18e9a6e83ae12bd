import { readdirSync } from 'node:fs'
import { chromium } from 'playwright-core'
import { openBrowser, takeSeat } from './src/browser.ts'

const base = 'http://127.0.0.1:7410'
const [, , set, look = 'light', lang = 'zh-CN', size = 'desktop'] = process.argv
const out = '/tmp/L-shots'
const browser = await openBrowser()
const seat = await takeSeat(browser, { device: size === 'phone' ? 'phone' : 'desktop', appearance: look as any, locale: lang })
const { page } = seat
if (size === '768') await page.setViewportSize({ width: 768, height: 1024 })
const admin =
  'alarms alarms/history apis apps audit audit/integrity audit/reviews buildings certificates devices dictionaries families grids health home rooms households claims jobs keys map map/edit merchants merchants/orders orgs parking-spaces people places products profile repairs repairs/board repairs/statistics repairs/categories reviews data/requests roles rules search spaces users departments account-reviews vehicles visits visits/statistics workbooks'.split(
    ' ',
  )
await page.goto(base + '/admin/')
const who = process.env.WHO ?? '系统管理员|System'
if (process.env.ACCOUNT) {
  await page
    .getByLabel('账号', { exact: true })
    .or(page.getByLabel('Account', { exact: true }))
    .fill(process.env.ACCOUNT)
  await page.locator('input[type=password]').fill('Wutong-2026-demo')
  await page.locator('button[type=submit]').click()
} else
  await page
    .getByRole('button', { name: new RegExp(who) })
    .first()
    .click()
await page.waitForTimeout(2500)
const list = (process.env.PATHS ?? '').split(' ').filter(Boolean)
for (const p of list.length ? list : admin) {
  await page.goto(base + '/admin/' + p).catch(() => {})
  await page.waitForLoadState('networkidle', { timeout: 5000 }).catch(() => {})
  await page.waitForTimeout(p.startsWith('map') ? 3500 : 500)
  await page.screenshot({ path: `${out}/${set}-${p.replaceAll('/', '_').replaceAll('?', '_')}.png` })
}
await seat.context.close()
await browser.close()
