import { randomUUID } from 'node:crypto'
import { createCryptoProvider } from '@liren/bff/kernel/crypto/create'
import { signatureHeaders, signRequest } from '@liren/bff/kernel/crypto/signed-request'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { firstSignIn, makeUser } from '../../src/ends/accounts.ts'
import { enterOffice, key, openForm, panel, pick, pickPlace } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const crypto = createCryptoProvider()
const keys = crypto.generateKeyPair()
const day = '2026-01-01'
const figures = `/api/repairs/statistics?from=${day}&to=${day}`
const rows = (page: Page) => page.locator('tbody').getByRole('row')

/** What another system is answered when it asks, signed with its key. */
async function asPartner(keyId: string, target: string): Promise<number> {
  const asked = { method: 'GET', target, body: Buffer.alloc(0) }
  const made = signRequest(crypto, keys.privateKey, asked, { keyId, now: Date.now(), nonce: randomUUID() })
  const headers = Object.fromEntries(Object.entries(signatureHeaders).map(([part, header]) => [header, made[part as keyof typeof made]]))
  return (await fetch(scene.house.url + target, { headers })).status
}

describe('interfaces in the back office', () => {
  it('an interface is found by a word and grouped; a partner is let into the group, held to its limit and seen in the figures', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/, 'apis')
    const { page } = admin

    await page.getByRole('tab', { name: '分组' }).click()
    const group = await openForm(page, page, '新建分组')
    await key(group, '保存').click()
    await group.getByText('请填写编码').first().waitFor()
    await group.getByLabel('编码').fill('city-platform')
    await group.getByLabel('中文名称').fill('市级平台专用')
    await group.getByLabel('英文名称').fill('City platform only')
    await key(group, '保存').click()
    await rows(page).filter({ hasText: '市级平台专用' }).waitFor()

    await page.getByRole('tab', { name: '接口清单' }).click()
    await page.getByPlaceholder('名称、路径或编号').fill('repair.statistics')
    await expect.poll(() => rows(page).count()).toBe(1)
    const line = rows(page).first()
    expect(await line.innerText()).toMatch(/报修统计[\s\S]*GET \/api\/repairs\/statistics[\s\S]*v1-[0-9a-f]{8}[\s\S]*服务组[\s\S]*启用/)
    expect(await line.getByRole('link', { name: '打开文档' }).getAttribute('href')).toBe('/api/docs#repair.statistics')
    await line.click()
    const form = panel(page, '修改接口')
    await form.getByText(/^v1-[0-9a-f]{8}$/).waitFor()
    await pick(form, '分组', '市级平台专用')
    await key(form, '保存').click()
    await rows(page).filter({ hasText: '市级平台专用' }).waitFor()

    await page.getByRole('tab', { name: '接入应用' }).click()
    await page.getByRole('button', { name: '登记接入应用' }).first().click()
    const partner = panel(page, '登记接入应用')
    await partner.getByLabel('应用名称').fill('市域治理平台')
    await partner.getByLabel('负责人').fill('市数据局')
    await partner.getByLabel('SM2 公钥').fill(keys.publicKey)
    await pick(partner, '授权的分组', '市级平台专用')
    await partner.getByLabel('每秒上限').fill('2')
    await pickPlace(page, partner, '数据范围', '枫林雅苑')
    await key(partner, '保存').click()
    const registered = rows(page).filter({ hasText: '市域治理平台' })
    await registered.waitFor()
    expect(await registered.innerText()).toContain('市级平台专用')
    const told = await page.getByText(/已登记“市域治理平台”/).innerText()
    const keyId = /pk-[0-9a-z]+/.exec(told)?.[0] ?? ''

    // two a second are let in: of twenty at once some are not
    const several = () => Promise.all(Array.from({ length: 20 }, () => asPartner(keyId, figures)))
    const first = await several()
    expect(first).toContain(200)
    expect(first).toContain(429)
    expect(new Set(first)).toEqual(new Set([200, 429]))
    await expect.poll(() => asPartner(keyId, '/api/repairs')).toBe(403)

    await registered.click()
    const limit = panel(page, '修改接入应用')
    await limit.getByLabel('每秒上限').fill('1000')
    await key(limit, '保存').click()
    await registered.getByText('1000', { exact: true }).waitFor()
    expect(new Set(await several())).toEqual(new Set([200]))

    await page.getByRole('tab', { name: '调用统计' }).click()
    const calls = rows(page).filter({ hasText: 'repair.statistics' })
    await calls.waitFor()
    await page.getByText('按调用方', { exact: true }).click()
    const caller = rows(page).filter({ hasText: '市域治理平台' })
    await caller.waitFor()
    const [, count, errors] = await caller.getByRole('cell').allInnerTexts()
    // every call is there, and what was refused counts as an error
    expect(Number(count)).toBeGreaterThanOrEqual(41)
    expect(Number(errors)).toBeGreaterThanOrEqual(1)
  })

  it('an interface that is taken from a role is refused to its holders at once, and nothing else is', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/, 'roles')
    const { page } = admin
    const form = await openForm(page, page, '新建角色')
    await form.getByLabel('名称', { exact: true }).fill('报修分析')
    for (const permission of ['查看报修', '报修统计']) await form.getByRole('checkbox', { name: permission, exact: true }).check()
    await key(form, '保存').click()
    await panel(page, '报修分析').waitFor()
    await makeUser(page, scene.house, { account: 'journey.figures', name: '乔分析', phone: '10099900041', role: '报修分析' })

    const person = await scene.sit({ device: 'desktop' })
    person.expectComplaint(/40[13]|WebSocket/)
    await firstSignIn(person, scene.house, 'journey.figures')
    await person.page.getByRole('navigation', { name: '主菜单' }).waitFor()
    const asked = (path: string) => person.page.evaluate(async (target) => (await fetch(target)).status, path)
    expect(await asked(figures)).toBe(200)

    await page.goto(`${scene.house.url}/admin/roles`)
    await rows(page).filter({ hasText: '报修分析' }).click()
    const change = await openForm(page, panel(page, '报修分析'), '修改角色')
    await change.getByRole('tab', { name: '接口限制' }).click()
    await change.getByPlaceholder('按名称、路径查找接口').fill('/api/repairs/statistics')
    await change.getByRole('checkbox', { name: '报修统计', exact: true }).last().check()
    await key(change, '保存').click()
    await page.getByText('立即对 1 名持有人生效').waitFor()

    await expect.poll(() => asked(figures)).toBe(403)
    expect(await asked('/api/repairs')).toBe(200)
  })
})
