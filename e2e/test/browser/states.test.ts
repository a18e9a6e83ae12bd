import { describe, expect, it } from 'vitest'
import { enterOffice } from '../../src/ends/admin.ts'
import { addressAt, allPagesHere, enterApp, shown } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const failure = {
  error: { code: 'internal', zh: '服务暂时不可用', en: 'Not available right now', occurrence: '01jq0000000000000000000000', faults: [] },
}

const darkness = (rgb: string) => Math.max(...(rgb.match(/\d+/g) ?? ['255']).slice(0, 3).map(Number))

describe('every screen has its states', () => {
  it('the app: grey shapes while it waits, then the list', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    let release = () => {}
    const held = new Promise<void>((resolve) => {
      release = resolve
    })
    await seat.page.route('**/api/repairs?*', async (route) => {
      await held
      await route.continue()
    })
    await seat.page.goto(addressAt(scene.house, '/pkg-case/list'))
    await seat.page.locator('.skeleton').waitFor()
    release()
    await seat.page.locator('.case-card').first().waitFor()
    expect(await seat.page.locator('.skeleton').count()).toBe(0)
  })

  it('the app: an error says what happened, with a number, and trying again mends it', async () => {
    const seat = await scene.sit({ device: 'phone' })
    seat.expectComplaint(/500/)
    await enterApp(seat, scene.house, 'resident')
    await seat.page.route('**/api/repairs?*', (route) => route.fulfill({ status: 500, json: failure }))
    await seat.page.goto(addressAt(scene.house, '/pkg-case/list'))
    await seat.page.getByText('错误编号').first().waitFor({ timeout: 30_000 })
    await seat.page.unroute('**/api/repairs?*')
    await seat.page.locator('#retry').tap()
    await seat.page.locator('.case-card').first().waitFor()
  })

  it('the app: without network what was seen stays, with its age, and says so', async () => {
    const seat = await scene.sit({ device: 'phone' })
    seat.expectComplaint(/ERR_INTERNET_DISCONNECTED|WebSocket/)
    await enterApp(seat, scene.house, 'resident')
    await allPagesHere(seat)
    await seat.page.locator('#home-report').waitFor()
    await seat.context.setOffline(true)
    await shown(seat).getByText('网络不可用').first().waitFor()
    await seat.page.getByText('林晓岚，您好').first().waitFor()
    await seat.context.setOffline(false)
    await expect.poll(() => shown(seat).getByText('网络不可用').count()).toBe(0)
  })

  it('the app: nothing there is a sentence and the next step', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'elder')
    await seat.page.route('**/api/repairs?*', (route) => route.fulfill({ json: { items: [], next: null } }))
    await seat.page.goto(addressAt(scene.house, '/pkg-case/list'))
    await seat.page.getByText('没有办理中的事项').waitFor()
    await shown(seat).getByText('报修').first().waitFor()
  })

  it('the app: dark when the system is, English when the system is', async () => {
    const seat = await scene.sit({ device: 'phone', appearance: 'dark', locale: 'en-GB' })
    await seat.page.goto(`${scene.house.url}/m/`)
    await seat.page.getByText('Welcome to Liren').waitFor()
    expect(
      darkness(
        await seat.page
          .locator('.page')
          .first()
          .evaluate((page) => getComputedStyle(page).backgroundColor),
      ),
    ).toBeLessThan(80)
    expect(await seat.page.locator('.page').first().innerText()).not.toMatch(/登录|报修/)
  })

  it('[ZJWL-7.5.1.1] the elder mode is one switch on Me, stays after a restart, has large keys, and reaches a report in three taps', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    const plain = await seat.page
      .locator('.page')
      .last()
      .evaluate((page) => Number.parseFloat(getComputedStyle(page).fontSize))
    await seat.page.locator('#tab-me').filter({ visible: true }).tap()
    await seat.page.locator('#elder-switch').filter({ visible: true }).tap()
    await seat.page.goto(`${scene.house.url}/m/`)
    const report = seat.page.locator('#elder-report').filter({ visible: true })
    await report.waitFor()
    const large = await seat.page
      .locator('.page')
      .last()
      .evaluate((page) => Number.parseFloat(getComputedStyle(page).fontSize))
    expect(large).toBeGreaterThan(plain)
    const { width = 0, height = 0 } = (await report.boundingBox()) ?? {}
    expect(Math.min(width, height)).toBeGreaterThanOrEqual(60)
    await seat.resetTaps()
    await report.tap()
    await seat.page.locator('#description').fill('大门锁又不好开了')
    await seat.page.locator('#submit-report').tap()
    await seat.page.locator('#sent-number').waitFor()
    expect(await seat.taps()).toBeLessThanOrEqual(3)
  })

  it('the back office: an error stays in its panel, dark and English follow the system', async () => {
    const seat = await scene.sit({ device: 'desktop', appearance: 'dark', locale: 'en-GB' })
    seat.expectComplaint(/401.*\/api\/session\)|500/)
    await seat.page.goto(`${scene.house.url}/admin/`)
    await seat.page.getByRole('heading', { name: 'Sign in to the back office' }).waitFor()
    await seat.page.getByRole('button', { name: /Property manager/ }).click()
    await seat.page.getByRole('navigation').first().waitFor()
    expect(darkness(await seat.page.evaluate(() => getComputedStyle(document.body).backgroundColor))).toBeLessThan(80)
    await seat.page.route('**/api/repairs?*', (route) => route.fulfill({ status: 500, json: failure }))
    await seat.page.getByRole('link', { name: 'Repairs', exact: true }).click()
    await seat.page.getByText('Not available right now').first().waitFor({ timeout: 30_000 })
    await seat.page.getByRole('heading', { level: 1, name: 'Repairs' }).waitFor()
    await seat.page.unroute('**/api/repairs?*')
    await seat.page.getByRole('button', { name: 'Try again' }).first().click()
    await seat.page.locator('tbody').getByRole('row').first().waitFor()
  })

  it('the back office: filters that match nothing say so and can be cleared', async () => {
    const seat = await scene.sit({ device: 'desktop' })
    await enterOffice(seat, scene.house, /系统管理员/, 'users?f=q:zzzzzz')
    await seat.page.getByText('没有符合条件的结果').waitFor()
    await seat.page.getByRole('button', { name: '清除筛选' }).first().click()
    await seat.page.locator('tbody').getByRole('row').first().waitFor()
  })
})
