import { openBrowser, takeSeat } from './src/browser.ts'
import { chooseInSheet } from './src/ends/h5.ts'

const house = { url: 'http://127.0.0.1:7410' } as any
const [, , set, persona, look = 'light', ...pages] = process.argv
const browser = await openBrowser()
const seat = await takeSeat(browser, { device: 'phone', appearance: look as any })
const { page } = seat
await page.goto(house.url + '/m/')
if (persona !== 'guest') {
  await page.locator('#home-sign-in').tap()
  await chooseInSheet(seat, persona as any)
}
await page.waitForTimeout(1500)
await page.screenshot({ path: `/tmp/L-shots/${set}-0start.png` })
for (const p of pages) {
  await page.goto(`${house.url}/m/${p}`)
  await page.waitForLoadState('networkidle', { timeout: 4000 }).catch(() => {})
  await page.waitForTimeout(900)
  await page.screenshot({ path: `/tmp/L-shots/${set}-${p.replaceAll('/', '_').replaceAll('?', '_')}.png` })
}
await browser.close()
