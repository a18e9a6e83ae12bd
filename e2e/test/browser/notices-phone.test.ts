import { describe, expect, it } from 'vitest'
import { addressAt, enterApp, shown } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

describe('notices on the phone', () => {
  it('a guest chooses an estate and reads what is for everybody, and nothing that is for residents', async () => {
    const seat = await scene.sit({ device: 'phone' })
    const { page } = seat
    await page.goto(addressAt(scene.house, '/pkg-gov/notices'))
    await page.locator('#choose-estate').tap()
    await page.locator('#estate-picker').getByText('枫林雅苑').tap()
    await shown(seat).getByText('医保、社保业务可在社区代办').waitFor()
    expect(await shown(seat).getByText('生活水箱清洗停水通知').count()).toBe(0)
    // an advert is never taken for anything else
    const advert = shown(seat).locator('.card', { hasText: '底商 86 平方米招租' })
    await advert.getByText('广告', { exact: true }).waitFor()
    await shown(seat).getByText('医保、社保业务可在社区代办').tap()
    await shown(seat).locator('#notice').getByText('要带什么').waitFor()
  })

  it('a resident is warned on the home page, finds a notice by publisher, kind and a word, and asks for a kind', async () => {
    const seat = await scene.sit({ device: 'phone' })
    const { page } = seat
    await enterApp(seat, scene.house, 'resident')
    await shown(seat).locator('.emergency-bar').tap()
    await shown(seat).locator('#notice').getByText('应急', { exact: true }).waitFor()
    await seat.shot('notice-emergency')

    await page.goto(addressAt(scene.house, '/pkg-gov/notices'))
    await shown(seat).getByText('生活水箱清洗停水通知').waitFor()
    await shown(seat).locator('#segment-group-publicity').tap()
    await shown(seat).locator('#segment-publisher-property').tap()
    await shown(seat).getByText('上季度公共收益收支公示').waitFor()
    await expect.poll(() => shown(seat).locator('[id^="notice-"].card').count()).toBe(1)
    await shown(seat).locator('#notice-search').fill('没有这样的公告')
    await shown(seat).getByText('没有符合条件的公告').waitFor()
    await shown(seat).locator('#notice-search').fill('绿化补种')
    await shown(seat).getByText('上季度公共收益收支公示').tap()
    await shown(seat).locator('#notice').getByText('门禁更换').waitFor()

    await page.goto(addressAt(scene.house, '/pkg-gov/subscriptions'))
    const merchant = shown(seat).locator('#subscribe-merchant')
    await merchant.waitFor()
    expect(await merchant.getAttribute('aria-checked')).toBe('false')
    await merchant.tap()
    await expect.poll(() => merchant.getAttribute('aria-checked')).toBe('true')
    const danger = shown(seat).locator('#subscribe-emergency')
    await danger.tap()
    expect(await danger.getAttribute('aria-checked')).toBe('true')
  })

  it('what was taken back or is for others says so', async () => {
    const seat = await scene.sit({ device: 'phone' })
    seat.expectComplaint(/404/)
    await seat.page.goto(addressAt(scene.house, '/pkg-gov/notice?id=01kjp4c580be3zvvfp2mxg8w7r'))
    await seat.page.getByText('这条公告已撤回或不存在').waitFor()
  })
})
