import { describe, expect, it } from 'vitest'
import { pageKeys } from '../../../miniapp/src/parts/page-keys.ts'
import { enterOffice, key, menuOf, panel } from '../../src/ends/admin.ts'
import { enterApp, shown } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

describe('help is at hand', () => {
  it('[SZSQ-6.7-c] opens from every end, is searched, and has an article for each module that is found there', async () => {
    for (const role of [/系统管理员/, /物业经理/, /街道/]) {
      const { page } = await seatAt(role)
      const modules = await menuOf(page)
      await key(page, '帮助').click()
      const help = panel(page, '帮助')
      const articles = help.getByRole('group')
      await expect.poll(() => articles.count()).toBeGreaterThan(10)
      const ask = help.getByRole('searchbox')
      for (const module of modules) {
        await ask.fill(module)
        await expect.poll(() => articles.first().locator('summary').innerText(), { message: module }).toContain(module)
      }
      await ask.fill('宇宙飞船')
      await expect.poll(() => articles.count()).toBe(0)
    }

    for (const persona of ['resident', 'repair-worker', 'grid-worker'] as const) {
      const seat = await scene.sit({ device: 'phone' })
      await enterApp(seat, scene.house, persona)
      const here = await shown(seat).getByRole('heading', { level: 1 }).first().innerText()
      await shown(seat).locator('#page-help').tap()
      const article = shown(seat).locator('#help-article')
      await article.waitFor()
      expect(here).not.toBe('')
      await shown(seat).locator('#help-search').fill('宇宙飞船')
      await expect.poll(() => shown(seat).locator('[id^=help-pkg], [id^=help-pages]').count()).toBe(0)
      await shown(seat).locator('#help-search').fill('')
      await expect.poll(() => shown(seat).locator('[id^=help-pkg], [id^=help-pages]').count()).toBe(pageKeys.length)
      for (const page of pageKeys.filter(isOf(persona))) {
        const entry = shown(seat).locator(`#help-${page.replaceAll('/', '-')}`)
        const [title = ''] = (await entry.innerText()).split('\n')
        await entry.tap()
        await article.getByRole('heading', { name: title, exact: true }).waitFor()
        expect(await article.locator('.help-step').count(), page).toBeGreaterThan(0)
      }
    }
  })
})

async function seatAt(role: RegExp) {
  const seat = await scene.sit({ device: 'desktop' })
  await enterOffice(seat, scene.house, role)
  return seat
}

const ends = { 'repair-worker': /^pkg-staff/, 'grid-worker': /^pkg-grid/, resident: /^p(?!kg-(staff|grid))/ } as const
const isOf = (persona: keyof typeof ends) => (page: string) => ends[persona].test(page)
