import { totpCode } from '@liren/bff/kernel/crypto/totp'
import { photo } from '@liren/bff/kernel/upload/testing'
import { describe, expect, it } from 'vitest'
import { enterOffice, enterWithPassword, key, openForm, panel, pick, pickPlace } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

/** The letters of a one-time secret as bytes. */
function fromBase32(text: string): Buffer {
  const bits = [...text].map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0')).join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

describe('keeping the house', () => {
  it('a backup is begun on its page, comes into the list with its checksum, and is checked; too long a plan is refused', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/, 'backups')
    const { page } = admin
    await page.getByText('还没有备份', { exact: true }).waitFor()
    await key(page, '立即备份').click()
    const dialog = page.getByRole('dialog', { name: '现在做一份备份？' })
    await key(dialog, '立即备份').click()
    const row = page.locator('tbody').getByRole('row').filter({ hasText: '全量 · 手动' })
    await expect.poll(() => row.innerText(), { timeout: 60_000 }).toMatch(/完成|失败/)
    expect(await row.innerText()).toMatch(/liren-\d{8}T\d{6}Z[\s\S]*完成/)
    await row.getByText('长期保留').waitFor()
    expect(await row.innerText()).toMatch(/[0-9a-f]{12}…/)
    await key(row, '校验').click()
    await expect.poll(() => row.innerText(), { timeout: 60_000 }).not.toContain('尚未校验')
    await page.getByText('npm run restore -- --from', { exact: false }).first().waitFor()

    admin.expectComplaint(/422/)
    const form = await openForm(page, page, '调整策略').catch(() => panel(page, '备份策略'))
    await form.getByLabel('全量间隔（天）').fill('8')
    await key(form, '保存').click()
    await form.getByText('全量备份间隔不得超过 7 天').waitFor()
    await form.getByLabel('全量间隔（天）').fill('7')
    await key(form, '保存').click()
    await page.getByText('备份策略已保存').waitFor()
    await admin.shot('backups-desktop-light')
  }, 120_000)

  it('the page of backups reads well in the dark, on a phone and in English', async () => {
    for (const [name, look] of [
      ['desktop-dark', { device: 'desktop', appearance: 'dark' }],
      ['phone', { device: 'phone' }],
      ['english', { device: 'desktop', locale: 'en-GB' }],
    ] as const) {
      const seat = await scene.sit(look)
      const { page } = seat
      seat.expectComplaint(/status of 401 .*\/api\/session\)/)
      await page.goto(`${scene.house.url}/admin/backups`)
      await page.getByRole('button', { name: /系统管理员|System administrator/ }).click()
      await page.getByRole('heading', { level: 1, name: /备份|Backups/ }).waitFor()
      await page.locator('tbody').getByRole('row').first().waitFor()
      await page.waitForTimeout(400)
      await seat.shot(`backups-${name}`)
      if (name !== 'english') continue
      // What people named stays as they named it; everything of ours is English.
      const words = await page.locator('main').innerText()
      expect(words.match(/[\u4e00-\u9fff]+/g) ?? []).toEqual([])
      for (const tab of ['Media', 'Drills', 'Rooms']) {
        await page.getByRole('tab', { name: tab }).click()
        await seat.shot(`backups-english-${tab.toLowerCase()}`)
      }
    }
  }, 120_000)

  it('a second factor is set up, asked for at the next sign-in, and a recovery code stands in for it once', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/, 'users')
    const form = await openForm(admin.page, admin.page, '新建用户')
    await form.getByLabel('账号', { exact: true }).fill('factor.one')
    await form.locator('input[type=password]').fill('Wutong-2026-first')
    await form.getByLabel('姓名').fill('乔双重')
    await form.getByLabel('手机号').fill('10099900041')
    await pickPlace(admin.page, form, '所属地区', '枫林雅苑')
    await pick(form, '角色', '客服管家')
    await pickPlace(admin.page, form, '生效范围', '枫林雅苑')
    await key(form, '保存').click()
    await panel(admin.page, '乔双重').waitFor()

    const person = await scene.sit({ device: 'desktop' })
    person.expectComplaint(/40[0134]|WebSocket/)
    const { page } = person
    await enterWithPassword(person, scene.house, 'factor.one', 'Wutong-2026-first')
    await page.getByLabel('当前口令').fill('Wutong-2026-first')
    await page.getByLabel('新口令', { exact: true }).fill('Wutong-2026-second')
    await page.getByLabel('再输入一次新口令').fill('Wutong-2026-second')
    await page.getByRole('button', { name: '设置并继续' }).click()
    await page.getByRole('navigation', { name: '主菜单' }).waitFor()
    await page.goto(`${scene.house.url}/admin/profile?tab=security`)
    await key(page, '绑定动态口令').click()
    const step = page.getByRole('dialog')
    const secret = fromBase32((await step.locator('code').innerText()).replaceAll(' ', ''))
    await step.getByLabel('动态口令或恢复码').fill('000000')
    await key(step, '验证').click()
    await step.getByRole('alert').first().waitFor()
    await step.getByLabel('动态口令或恢复码').fill(totpCode(secret, Date.now()))
    await key(step, '验证').click()
    await step.getByText('请保存恢复码').waitFor()
    const [recovery] = await step.locator('li code').allInnerTexts()
    await key(step, '我已保存，继续').click()
    await page.getByText('已绑定动态口令').first().waitFor()

    const enter = async (code: string) => {
      const seat = await scene.sit({ device: 'desktop' })
      seat.expectComplaint(/40[0134]|WebSocket/)
      await enterWithPassword(seat, scene.house, 'factor.one', 'Wutong-2026-second')
      await seat.page.getByRole('heading', { name: '二次验证' }).waitFor()
      expect(await seat.page.getByRole('navigation', { name: '主菜单' }).count()).toBe(0)
      await seat.page.getByLabel('动态口令或恢复码').fill(code)
      await key(seat.page, '验证').click()
      return seat.page
    }
    await (await enter(recovery ?? '')).getByRole('navigation', { name: '主菜单' }).waitFor()
    const again = await enter(recovery ?? '')
    await again.getByRole('alert').first().waitFor()
    expect(await again.getByRole('navigation', { name: '主菜单' }).count()).toBe(0)
    // A code is good once; the next half minute has another.
    await again.getByLabel('动态口令或恢复码').fill(totpCode(secret, Date.now() + 30_000))
    await key(again, '验证').click()
    await again.getByRole('navigation', { name: '主菜单' }).waitFor()
  }, 120_000)

  it('files: one is sent with its progress, its link ends, and what is no picture is refused with its reason', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    const { page } = admin
    await enterOffice(admin, scene.house, /系统管理员/, 'backups')
    await page.getByRole('tab', { name: '存储介质' }).click()
    const form = await openForm(page, page, '登记介质')
    await form.getByLabel('编号').fill('JL-HDD-009')
    await form.getByLabel('保管部门或岗位').fill('信息科')
    await form.getByLabel('存放位置').fill('档案室')
    await key(form, '保存').click()
    const row = page.locator('tbody').getByRole('row').filter({ hasText: 'JL-HDD-009' })
    await key(row, '登记销毁').click()
    const dialog = page.getByRole('dialog', { name: /登记 JL-HDD-009 已销毁/ })
    const input = dialog.locator('input[type=file]')
    admin.expectComplaint(/4(15|22|00)/)
    await input.setInputFiles({
      name: 'picture.png',
      mimeType: 'image/png',
      buffer: Buffer.from([0x4d, 0x5a, 0x90, 0, 3, 0, 0, 0, 4, 0, 0, 0, 0xff, 0xff]),
    })
    await dialog.getByRole('alert').first().waitFor()
    const picture = await photo(1600, 1200)
    // A large picture over a slow line: its way can be watched.
    const slow = await page.context().newCDPSession(page)
    await slow.send('Network.enable')
    await slow.send('Network.emulateNetworkConditions', {
      offline: false,
      latency: 20,
      downloadThroughput: -1,
      uploadThroughput: picture.length / 3,
    })
    await input.setInputFiles({ name: 'shredded.jpg', mimeType: 'image/jpeg', buffer: picture })
    await dialog.getByRole('progressbar').waitFor()
    await expect.poll(() => dialog.getByRole('progressbar').count(), { timeout: 30_000 }).toBe(0)
    await slow.send('Network.emulateNetworkConditions', { offline: false, latency: 0, downloadThroughput: -1, uploadThroughput: -1 })
    await dialog.getByLabel('监销部门或岗位').fill('保密办')
    await key(dialog, '登记销毁').click()
    await row.getByText('已销毁').waitFor()
    const href = (await row.getByRole('link', { name: '销毁凭证' }).getAttribute('href')) ?? ''
    const link = new URL(href, scene.house.url)
    const statusOf = async (url: URL) => (await fetch(url)).status
    expect(await statusOf(link)).toBe(200)
    // It ends within ten minutes, and nobody can write another end into it.
    const end = Number(link.searchParams.get('exp'))
    expect(end - Date.now()).toBeLessThanOrEqual(10 * 60_000)
    link.searchParams.set('exp', String(end + 60_000))
    expect(await statusOf(link)).toBeGreaterThanOrEqual(400)
  }, 120_000)
})
