import type { PersonaCode } from '@liren/contract/capabilities/session'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { enterOffice } from '../../src/ends/admin.ts'
import { addressAt, enterApp, receivedNumber, report, shown } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'
import { openWeapp, type WeappSeat } from '../../src/weapp/open.ts'
import { type RunningWeapp, startWeapp } from '../../src/weapp/start.ts'

const scene = journey()
/** A photo leaves the phone once it is sent, while the form that showed it still lies below the new page. */
const photoHasLeft = /ERR_UNKNOWN_URL_SCHEME \(wxfile:\/\/usr\/kept\//
let app: RunningWeapp

beforeAll(async () => {
  app = await startWeapp(scene.house)
})
afterAll(() => app.close())

const open = async (path = ''): Promise<WeappSeat> => scene.keep(await openWeapp(scene.browser, app.url, path))

/** Who the token in a storage belongs to, as the house sees it. */
async function whoHolds(stored: string): Promise<{ id: string; identities: readonly unknown[] }> {
  const token = /\\*"token\\*":\\*"([^"\\]+)/.exec(stored)?.[1] ?? ''
  const answer = await fetch(`${scene.house.url}/api/session`, { headers: { authorization: `Bearer ${token}` } })
  const { user, identities } = (await answer.json()) as { user: { id: string }; identities: readonly unknown[] }
  return { id: user.id, identities }
}

/** On the page on top; pages below stay in the document. */
const on = ({ page }: WeappSeat, selector: string) => page.locator(`page:visible ${selector}`)

async function signInAs(seat: WeappSeat, persona: PersonaCode): Promise<void> {
  await on(seat, '#home-sign-in').tap()
  await on(seat, '#agree').tap()
  await on(seat, `#persona-${persona}`).tap()
  await on(seat, '#sign-in').waitFor({ state: 'detached' })
}

/** The camera gives a picture of the screen. */
async function photograph(seat: WeappSeat, key: string): Promise<void> {
  const bytes = await seat.page.screenshot({ type: 'jpeg', quality: 60 })
  await seat.addFile('wxfile://tmp/photo.jpg', bytes, 'image/jpeg')
  await seat.mock('chooseMedia', { tempFiles: [{ tempFilePath: 'wxfile://tmp/photo.jpg', size: bytes.length, fileType: 'image' }] })
  await on(seat, key).tap()
  await on(seat, '.photo-remove').waitFor()
}

/** What runs in WeChat may need nothing that the runner lacks, throw nothing, and draw within WeChat's limits. */
async function expectCalm(seat: WeappSeat): Promise<void> {
  expect(await seat.log()).toEqual([])
  expect((await seat.stats()).largest).toBeLessThan(256 * 1024)
}

describe('the mini-program, as it is built for WeChat', () => {
  it('is whole: every page has its files, every template and style can be read', () => {
    expect(app.problems).toEqual([])
    expect(app.pages).toContain('pkg-staff/order/index')
  })

  it('opens for a guest, who may walk through all tabs', async () => {
    const seat = await open()
    await seat.page.getByText('欢迎来到里仁').waitFor()
    for (const [tab, words] of [
      ['neighbor', '邻里'],
      ['pass', '通行'],
      ['messages', '登录'],
      ['me', '未登录'],
    ] as const) {
      await on(seat, `#tab-${tab}`).tap()
      await on(seat, '.page-body').getByText(words).first().waitFor()
    }
    await expectCalm(seat)
  })

  it('opens every page by its address without an error', async () => {
    const seat = await open()
    await signInAs(seat, 'resident')
    seat.expectComplaint(/404/)
    for (const path of app.pages) {
      await seat.page.goto(`${app.url}/?path=${encodeURIComponent(`/${path}`)}`)
      await seat.page.waitForSelector('body[data-ready="1"]')
      await on(seat, '.page-body').waitFor()
      expect([path, await seat.log()]).toEqual([path, []])
    }
  })

  it('[ZJWL-7.5.1.2-1] signs in with WeChat to the account that the browser has too: the number is asked once and finds the house that it is registered for', async () => {
    const seat = await open()
    await on(seat, '#home-sign-in').tap()
    await seat.mock('login', { code: scene.house.wechat.loginCode('lin').code })
    await on(seat, '#wechat-sign-in').tap()
    await on(seat, '#sign-in-notice').getByText('请先勾选').waitFor()
    await on(seat, '#agree').tap()
    await on(seat, '#wechat-sign-in').tap()
    await on(seat, '#wechat-phone').waitFor()
    await seat.mock('login', { code: scene.house.wechat.loginCode('lin').code })
    await seat.mock('getPhoneNumber', { code: scene.house.wechat.phoneCode('10000000001') })
    await on(seat, '#wechat-phone').tap()
    await on(seat, '.page-body').getByText('林晓岚，您好').waitFor()

    // the same person in another phone is known without a number
    const second = await open()
    await second.mock('login', { code: scene.house.wechat.loginCode('lin').code })
    await on(second, '#home-sign-in').tap()
    await on(second, '#agree').tap()
    await on(second, '#wechat-sign-in').tap()
    await on(second, '.page-body').getByText('林晓岚，您好').waitFor()
    await expectCalm(second)

    // in the browser the same account, with the same roles
    const h5 = await scene.sit({ device: 'phone' })
    await enterApp(h5, scene.house, 'resident')
    const inWeapp = await whoHolds(await second.page.evaluate(() => localStorage.getItem('wx-storage') ?? ''))
    const inBrowser = await whoHolds(await h5.page.evaluate(() => localStorage.getItem('liren/session') ?? ''))
    expect(inWeapp.identities.length).toBeGreaterThan(0)
    expect(inWeapp).toEqual(inBrowser)
  })

  it('a repair goes from photo to finished across two phones', async () => {
    const resident = await open()
    resident.expectComplaint(photoHasLeft)
    await signInAs(resident, 'resident')
    await on(resident, '#home-report').tap()
    await photograph(resident, '#take-photo')
    await on(resident, '#description textarea').or(on(resident, '#description input')).fill('淋浴房下水堵了，水漫出来')
    await on(resident, '#submit-report').tap()
    await on(resident, '#sent-number').waitFor()
    const number = (await on(resident, '#sent-number .number').innerText()).trim()
    expect(number).toMatch(/\d/)
    await on(resident, '#sent-follow').tap()
    await on(resident, '#case-head').getByText(number).waitFor()

    // it is in the list of the same account in the browser
    const browser = await scene.house.caller('resident')
    const mine = await browser.get<{ items: { id: string; number: string }[] }>('/api/repairs?view=mine')
    const id = mine.items.find((item) => item.number === number)?.id ?? ''
    expect(id).not.toBe('')

    const worker = await open()
    worker.expectComplaint(photoHasLeft)
    await signInAs(worker, 'repair-worker')
    await worker.page.locator('page:visible').getByText('抢单池').first().tap()
    await on(worker, `#grab-${id}`).tap()
    await on(worker, '#step-arrive').tap()
    await on(worker, '#step-finish').tap()
    await photograph(worker, '#finish-sheet #take-photo')
    await on(worker, '#finish-send').tap()
    await on(worker, '#finish-sheet').waitFor({ state: 'detached' })
    await on(resident, '#timeline').getByText('已完工，等您确认').waitFor()
    await on(resident, '#act-confirm').tap()
    await on(resident, '#act-send').tap()
    await on(resident, '#timeline').getByText('已确认完成').waitFor()
    await expectCalm(resident)
    await expectCalm(worker)
  })

  it('[SZSQ-4-a.2] one house stands on the mini-program, the phone, the desk and the wall: what is reported on one is seen on the others', async () => {
    const inWeapp = await open()
    await signInAs(inWeapp, 'resident')
    await on(inWeapp, '#home-report').tap()
    await on(inWeapp, '#description textarea').or(on(inWeapp, '#description input')).fill('小程序端：楼道灯不亮')
    await on(inWeapp, '#submit-report').tap()
    const first = (await on(inWeapp, '#sent-number .number').innerText()).trim()
    const phone = await scene.sit({ device: 'phone' })
    await enterApp(phone, scene.house, 'resident')
    await report(phone, scene.house, '手机网页端：窗户关不上')
    const numbers = [first, await receivedNumber(phone)]
    expect(new Set(numbers).size).toBe(2)
    await phone.page.goto(addressAt(scene.house, '/pkg-life/environment'))
    const reading = (
      await shown(phone)
        .getByText(/µg\/m³/)
        .first()
        .innerText()
    ).trim()

    for (const path of ['repairs', 'cockpit/environment'] as const) {
      const desk = await scene.sit({ device: 'desktop' })
      if (path !== 'repairs') await desk.page.setViewportSize({ width: 1920, height: 1080 })
      await enterOffice(desk, scene.house, /物业经理/, path)
      if (path === 'repairs') for (const number of numbers) await desk.page.getByText(number).first().waitFor()
      else
        await desk.page
          .getByText(/PM2\.5/)
          .first()
          .waitFor()
      const { page } = desk
      const spill = await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)
      expect([path, spill]).toEqual([path, 0])
    }
    const wide = await scene.sit({ device: 'desktop' })
    await wide.page.goto(`${scene.house.url}/m/`)
    await wide.page.locator('#home-sign-in').click()
    await wide.page.getByRole('dialog').getByText('我已阅读').click()
    await wide.page.getByRole('dialog').locator('#persona-resident').click()
    await wide.page.getByRole('dialog').waitFor({ state: 'detached' })
    await wide.page.goto(addressAt(scene.house, '/pkg-case/list'))
    for (const words of ['小程序端', '手机网页端']) await shown(wide).getByText(words).first().waitFor()
    await wide.page.goto(addressAt(scene.house, '/pkg-life/environment'))
    await shown(wide).getByText(reading).first().waitFor()
    await expectCalm(inWeapp)
  })

  it('follows the system into the dark', async () => {
    const seat = scene.keep(await openWeapp(scene.browser, app.url, '', { device: 'phone', appearance: 'dark' }))
    await seat.page.getByText('欢迎来到里仁').waitFor()
    const background = await on(seat, '.page').evaluate((element) => getComputedStyle(element).backgroundColor)
    const [red = 255, green = 255, blue = 255] = (background.match(/\d+/g) ?? []).map(Number)
    expect(Math.max(red, green, blue)).toBeLessThan(80)
  })
})
