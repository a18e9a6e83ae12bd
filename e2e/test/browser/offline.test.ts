import { describe, expect, it } from 'vitest'
import type { Seat } from '../../src/browser.ts'
import { addressAt, enterApp, keptByBrowser, lost, reopenAt, shown, takePhoto } from '../../src/ends/h5.ts'
import { openFront } from '../../src/front.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

interface Repair {
  readonly id: string
  readonly title: string
}

/** Addresses of everything that workers keep in this browser. */
const keptAddresses = ({ page }: Seat): Promise<string[]> =>
  page.evaluate(async () => {
    const names = await caches.keys()
    const requests = await Promise.all(names.map(async (name) => (await caches.open(name)).keys()))
    return requests.flat().map(({ url }) => new URL(url).pathname)
  })

describe('the app without network', () => {
  it('opens anew, keeps a report with its photo over a killed page, and sends it once when the network is back', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await keptByBrowser(seat)
    seat.expectComplaint(lost)
    await seat.context.setOffline(true)
    await seat.page.reload()
    await seat.page.getByText('网络不可用').filter({ visible: true }).first().waitFor()
    await seat.page.getByText('林晓岚，您好').first().waitFor()

    // a page that was never open before, and a report that is half written when the page dies
    await seat.page.goto(addressAt(scene.house, '/pkg-case/new'))
    await takePhoto(seat)
    await seat.page.locator('#description').fill('阳台推拉窗关不严，漏雨')
    await expect.poll(() => seat.page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('阳台推拉窗关不严')
    const again = await reopenAt(seat, addressAt(scene.house, '/pkg-case/new'))
    await again.page.locator('#draft-take-up').tap()
    await expect.poll(() => again.page.locator('#description').inputValue()).toBe('阳台推拉窗关不严，漏雨')
    expect(await again.page.locator('.photo-remove').count()).toBe(1)
    await again.page.locator('#submit-report').tap()
    await again.page.locator('#sent-waiting').waitFor()

    // killed once more, opened once more without network, then the network is back
    const third = await reopenAt(again, addressAt(scene.house, '/pkg-case/list'))
    await shown(third).getByText('1 项待发送').waitFor()
    await third.context.setOffline(false)
    await third.page.locator('.case-card', { hasText: '阳台推拉窗关不严' }).filter({ hasText: /\d{6}/ }).first().waitFor()
    const resident = await scene.house.caller('resident')
    const { items } = await resident.get<{ items: Repair[] }>('/api/repairs?view=mine')
    const found = items.filter(({ title }) => title.includes('阳台推拉窗'))
    expect(found).toHaveLength(1)
    expect((await resident.get<{ photos: unknown[] }>(`/api/repairs/${found[0]?.id}`)).photos).toHaveLength(1)
  })

  it('keeps the app and nothing about a person, before signing out and after it', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await keptByBrowser(seat)
    await seat.page.reload()
    await seat.page.getByText('林晓岚，您好').first().waitFor()
    const before = await keptAddresses(seat)
    expect(before).toContain('/m/')
    expect(before.filter((path) => path !== '/m/' && !/^\/m\/(?:js|css|static)\//.test(path))).toEqual([])
    await seat.page.goto(addressAt(scene.house, '/pages/me'))
    await seat.page.locator('#sign-out').filter({ visible: true }).tap()
    await seat.page.locator('#sign-out-sure').filter({ visible: true }).tap()
    await expect.poll(() => seat.page.evaluate(() => localStorage.getItem('liren/session'))).toBeNull()
    expect(await keptAddresses(seat)).toEqual(before)
    expect(await seat.page.evaluate(() => JSON.stringify({ ...localStorage }))).not.toContain('林晓岚')
    // whoever opens it next without network meets nobody
    seat.expectComplaint(lost)
    await seat.context.setOffline(true)
    await seat.page.goto(`${scene.house.url}/m/`)
    await seat.page.locator('#home-sign-in').waitFor()
    expect(await seat.page.locator('body').innerText()).not.toContain('林晓岚')
  })

  it('opens while the house is down, and goes on by itself when it is up again', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await keptByBrowser(seat)
    seat.expectComplaint(/ERR_|WebSocket|Failed to load resource/)
    await scene.house.kill()
    await seat.page.reload()
    await seat.page.getByText('林晓岚，您好').first().waitFor()
    await scene.house.restart()
    await seat.page.goto(addressAt(scene.house, '/pkg-case/list'))
    await seat.page.locator('.case-card').first().waitFor()
  })

  it('a newer build is announced, waits until it is asked for, and is then the one that runs', async () => {
    const front = await openFront(scene.house.url)
    const seat = await scene.sit({ device: 'phone' })
    seat.expectComplaint(/WebSocket/)
    const build = () => seat.page.evaluate(() => document.querySelector<HTMLMetaElement>('meta[name="liren-build"]')?.content ?? '')
    try {
      await enterApp(seat, { ...scene.house, url: front.url }, 'resident')
      await keptByBrowser(seat)
      const old = await build()
      const next = 'feedfeedfeedfeed'
      front.rename(old, next)
      expect(await seat.page.locator('#newer-bar').count()).toBe(0)
      await seat.page.evaluate(async () => (await navigator.serviceWorker.getRegistration('/m/'))?.update())
      await seat.page.locator('#newer-bar').filter({ visible: true }).getByText('新版本可用').waitFor()
      expect(await build()).toBe(old)
      expect((await seat.page.evaluate(() => caches.keys())).sort()).toEqual([`liren-shell-${old}`, `liren-shell-${next}`].sort())
      await seat.shot('newer-build')
      await seat.page.locator('#newer-take').filter({ visible: true }).tap()
      await expect.poll(build).toBe(next)
      await seat.page.getByText('林晓岚，您好').first().waitFor()
      await expect.poll(() => seat.page.evaluate(() => caches.keys())).toEqual([`liren-shell-${next}`])
      expect(await seat.page.locator('#newer-bar').count()).toBe(0)
    } finally {
      await front.close()
    }
  })
})
