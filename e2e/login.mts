import { openBrowser, takeSeat } from '/work/wt/lead/e2e/src/browser.ts'

const b = await openBrowser()
const s = await takeSeat(b, { device: 'desktop' })
await s.page.goto('http://127.0.0.1:7410/admin/')
await s.page.waitForTimeout(2500)
await s.page.screenshot({ path: '/tmp/L-shots/login.png' })
console.log(await s.page.getByRole('button').allInnerTexts())
await b.close()
