import { describe, expect, it } from 'vitest'
import { enterOffice, key, menuOf } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

describe('finding one’s way in the back office', () => {
  it('one box finds a page by its first letters and a repair by its number', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /物业经理/)
    const box = desk.page.getByRole('combobox', { name: '全局搜索' })
    await desk.page.keyboard.press('Control+K')
    await box.fill('kb')
    await desk.page.getByRole('option', { name: /^看板/ }).waitFor()
    await desk.page.getByRole('option', { name: /^看板/ }).click()
    await desk.page.getByRole('heading', { level: 1, name: '看板' }).waitFor()

    const manager = await scene.house.caller('property-manager')
    const { items } = await manager.get<{ items: { number: string }[] }>('/api/repairs?view=all&limit=1')
    const number = items[0]?.number ?? ''
    await desk.page.keyboard.press('Control+K')
    await box.fill(number)
    await desk.page.getByRole('option', { name: new RegExp(number) }).waitFor()
    await box.press('Enter')
    await desk.page.getByRole('dialog', { name: number }).waitFor()
  })

  it('street, community and estate see different menus and different rows; a place chosen above narrows every list', async () => {
    const seen = new Map<string, { menu: string; estates: string[] }>()
    const estates = ['枫林雅苑', '梧桐里', '望江府']
    for (const role of ['街道领导', '物业经理', '客服管家']) {
      const seat = await scene.sit({ device: 'desktop' })
      await enterOffice(seat, scene.house, new RegExp(role), 'repairs')
      const rows = seat.page.locator('tbody').getByRole('row')
      await rows.first().waitFor()
      const text = (await rows.allInnerTexts()).join('\n')
      const menu = (await menuOf(seat.page)).join()
      seen.set(role, { menu, estates: estates.filter((name) => text.includes(name)) })
    }
    expect(seen.get('街道领导')?.estates).toEqual(estates)
    expect(seen.get('物业经理')?.estates).toEqual(estates)
    expect(seen.get('客服管家')?.estates).toEqual(['枫林雅苑', '梧桐里'])
    expect(new Set([...seen.values()].map(({ menu }) => menu)).size).toBe(3)

    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /客服管家/, 'repairs')
    await desk.page.getByRole('button', { name: /管辖范围/ }).click()
    await desk.page.getByRole('button', { name: /^梧桐里/ }).click()
    const rows = desk.page.locator('tbody').getByRole('row')
    await expect
      .poll(async () => {
        const texts = await rows.allInnerTexts()
        return texts.length > 0 && texts.every((text) => text.includes('梧桐里'))
      })
      .toBe(true)
  })

  it('a request for a house is read and approved, and leaves the list of those that wait', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /物业经理/, 'claims?f=state:waiting')
    const rows = desk.page.locator('tbody').getByRole('row')
    await rows.first().waitFor()
    const before = await rows.count()
    await rows.first().click()
    const record = desk.page.getByRole('dialog').last()
    await key(record, '通过').click()
    await key(desk.page, '通过绑定').click()
    await desk.page.getByText(/已通过“.+”的绑定/).waitFor()
    await desk.page.goto(`${scene.house.url}/admin/claims?f=state:waiting`)
    await expect.poll(() => rows.count()).toBe(before - 1)
  })

  it('the trail of audit can be read and verified in the browser', async () => {
    const auditor = await scene.sit({ device: 'desktop' })
    await enterOffice(auditor, scene.house, /审计员/, 'audit')
    await auditor.page.locator('tbody').getByRole('row').first().waitFor()
    await auditor.page.getByRole('link', { name: '审计校验' }).click()
    await key(auditor.page, '立即校验').click()
    await auditor.page.getByText('已开始校验').waitFor()
    await auditor.page.getByText('审计链完整').first().waitFor()
  })

  const pages = [
    { role: /安全管理员/, path: 'keys', title: '密钥' },
    { role: /系统管理员/, path: 'jobs', title: '后台任务' },
    { role: /系统管理员/, path: 'health', title: '系统体检' },
    { role: /系统管理员/, path: 'apis', title: '接口管理' },
    { role: /系统管理员/, path: 'dictionaries', title: '字典' },
    { role: /系统管理员/, path: 'apps', title: '应用中心' },
    { role: /系统管理员/, path: 'places', title: '空间档案' },
  ]
  for (const { role, path, title } of pages)
    it(`${path} stands, with content and without a complaint`, async () => {
      const seat = await scene.sit({ device: 'desktop' })
      await enterOffice(seat, scene.house, role, path)
      await seat.page.getByRole('heading', { level: 1, name: title }).waitFor()
      await expect
        .poll(() =>
          seat.page
            .locator('#main')
            .getByText(/\d|江临市/)
            .count(),
        )
        .toBeGreaterThan(0)
      expect(await seat.page.getByText('没能加载出来').count()).toBe(0)
    })

  it('a page that is not one’s own says which permission it needs and who grants it', async () => {
    const seat = await scene.sit({ device: 'desktop' })
    await enterOffice(seat, scene.house, /客服管家/, 'users')
    await seat.page.getByText(/这里需要「.+」权限/).waitFor()
    await seat.page.getByText('系统管理员').first().waitFor()
  })
})
