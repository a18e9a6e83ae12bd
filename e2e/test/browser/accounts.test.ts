import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { changePassword, firstPassword as first, firstSignIn, makeUser, ownPassword as second } from '../../src/ends/accounts.ts'
import { choose, enterOffice, enterWithPassword, key, menuOf, openForm, panel } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const rows = (page: Page): Locator => page.locator('tbody').getByRole('row')

describe('accounts in the back office', () => {
  it('a form without its particulars names each of them and sends nothing', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/, 'users')
    const form = await openForm(admin.page, admin.page, '新建用户')
    await key(form, '保存').click()
    for (const field of ['账号', '口令', '姓名', '手机号', '所属地区', '角色', '生效范围'])
      await form.getByText(`请填写${field}`, { exact: true }).first().waitFor()
    expect(await form.isVisible()).toBe(true)
  })

  it('[SZSQ-5.1.1-a] [GB42455-7.3.2-a] [DB3205-8-d] a user is created, changes the first password, is found, changed and removed, and then signs in no more', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/)
    await makeUser(admin.page, scene.house, { account: 'journey.one', name: '乔一程', phone: '10099900001', role: '客服管家' })
    await panel(admin.page, '乔一程').getByText('待改初始口令').waitFor()

    // nothing but a new password is offered at the first sign-in, not even by the address of a page
    const person = await scene.sit({ device: 'desktop' })
    person.expectComplaint(/40[13]|WebSocket/)
    await enterWithPassword(person, scene.house, 'journey.one', first)
    await person.page.getByRole('heading', { name: '请设置新口令' }).waitFor()
    await person.page.goto(`${scene.house.url}/admin/repairs`)
    await person.page.getByRole('heading', { name: '请设置新口令' }).waitFor()
    const status = await person.page.evaluate(async () => (await fetch('/api/repairs')).status)
    expect(status).toBe(403)
    await changePassword(person.page, first, second)
    await person.page.getByRole('navigation', { name: '主菜单' }).waitFor()

    // found, changed
    await admin.page.goto(`${scene.house.url}/admin/users`)
    await admin.page.getByPlaceholder('账号、姓名，或完整手机号').fill('乔一')
    await expect.poll(() => rows(admin.page).count()).toBe(1)
    await rows(admin.page).first().click()
    const record = panel(admin.page, '乔一程')
    const form = await openForm(admin.page, record, '修改用户')
    await form.getByLabel('姓名').fill('乔一行')
    await key(form, '保存').click()
    await panel(admin.page, '乔一行').waitFor()

    // removed: the open page ends, and the door stays closed
    await choose(admin.page, panel(admin.page, '乔一行'), '更多操作', '删除用户')
    await key(admin.page.getByRole('dialog', { name: /删除“乔一行”/ }), '删除该用户').click()
    await admin.page.getByText('已删除“乔一行”').waitFor()
    await person.page.getByRole('link', { name: '报事报修' }).click()
    await person.page.getByText('登录已过期').first().waitFor()
    const late = await scene.sit({ device: 'desktop' })
    late.expectComplaint(/401/)
    await enterWithPassword(late, scene.house, 'journey.one', second)
    await late.page.getByRole('alert').first().waitFor()
    expect(await late.page.getByRole('navigation', { name: '主菜单' }).count()).toBe(0)
  })

  it('[SZSQ-5.1.1-c] [GB42455-7.3.2-c] part of an account or of a name finds those who match and nobody else', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/)
    const people = [
      { account: 'search.alpha', name: '寻甲一', phone: '10099900011' },
      { account: 'search.beta', name: '寻甲二', phone: '10099900012' },
      { account: 'other.gamma', name: '寻乙三', phone: '10099900013' },
    ]
    for (const person of people) await makeUser(admin.page, scene.house, { ...person, role: '客服管家' })
    await admin.page.goto(`${scene.house.url}/admin/users`)
    const field = admin.page.getByPlaceholder('账号、姓名，或完整手机号')
    const found = async () => (await rows(admin.page).allInnerTexts()).map((row) => /寻[甲乙]\S/.exec(row)?.[0] ?? row).sort()
    await field.fill('search.')
    await expect.poll(found).toEqual(['寻甲一', '寻甲二'])
    await field.fill('寻乙')
    await expect.poll(found).toEqual(['寻乙三'])
  })

  it('[SZSQ-5.1.1-d] [GB42455-7.3.2-d] a reset ends the old password and every open page, and the next sign-in asks for a new one', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/)
    await makeUser(admin.page, scene.house, { account: 'journey.reset', name: '乔重置', phone: '10099900021', role: '客服管家' })
    const person = await scene.sit({ device: 'desktop' })
    person.expectComplaint(/40[13]|WebSocket/)
    await firstSignIn(person, scene.house, 'journey.reset')
    await person.page.getByRole('navigation', { name: '主菜单' }).waitFor()

    // the person has changed the account meanwhile
    await admin.page.reload()
    await choose(admin.page, panel(admin.page, '乔重置'), '更多操作', '重置口令')
    const dialog = admin.page.getByRole('dialog', { name: /重置“乔重置”/ })
    await dialog.locator('input[type=password]').fill('Wutong-2026-third')
    await key(dialog, '重置口令').click()
    await admin.page.getByText('口令已重置').waitFor()

    await person.page.getByRole('link', { name: '报事报修' }).click()
    await person.page.getByText('登录已过期').first().waitFor()
    const later = await scene.sit({ device: 'desktop' })
    later.expectComplaint(/40[13]/)
    await enterWithPassword(later, scene.house, 'journey.reset', second)
    await later.page.getByText('账号或口令不正确').waitFor()
    await enterWithPassword(later, scene.house, 'journey.reset', 'Wutong-2026-third')
    await later.page.getByRole('heading', { name: '请设置新口令' }).waitFor()
  })

  it('[SZSQ-5.1.3-b] [SZSQ-5.1.4-a] [GB42455-7.3.4-b] [GB42455-7.3.6-a] a role needs a name, shows it with its description, and what it loses leaves the menu of its holder and the interface too', async () => {
    const admin = await scene.sit({ device: 'desktop' })
    await enterOffice(admin, scene.house, /系统管理员/, 'roles')
    const form = await openForm(admin.page, admin.page, '新建角色')
    await key(form, '保存').click()
    await form.getByText('请填写名称').waitFor()
    await form.getByLabel('名称', { exact: true }).fill('夜班调度')
    await form.getByRole('textbox', { name: /^说明/ }).fill('夜里接听与派单')
    await form.getByRole('checkbox', { name: '查看报修', exact: true }).check()
    await form.getByRole('checkbox', { name: '查看住户', exact: true }).check()
    await key(form, '保存').click()
    await panel(admin.page, '夜班调度').getByText('夜里接听与派单').waitFor()
    const listed = rows(admin.page).filter({ hasText: '夜班调度' })
    expect(await listed.innerText()).toContain('夜里接听与派单')

    await makeUser(admin.page, scene.house, { account: 'journey.night', name: '乔夜班', phone: '10099900031', role: '夜班调度' })
    const person = await scene.sit({ device: 'desktop' })
    person.expectComplaint(/40[13]|WebSocket/)
    await firstSignIn(person, scene.house, 'journey.night')
    await person.page.getByRole('navigation', { name: '主菜单' }).waitFor()
    expect(await menuOf(person.page)).toEqual(expect.arrayContaining(['报事报修', '看板', '住户']))
    expect(await menuOf(person.page)).not.toContain('用户')

    await admin.page.goto(`${scene.house.url}/admin/roles`)
    await rows(admin.page).filter({ hasText: '夜班调度' }).click()
    const change = await openForm(admin.page, panel(admin.page, '夜班调度'), '修改角色')
    await change.getByRole('checkbox', { name: '查看报修', exact: true }).uncheck()
    await key(change, '保存').click()
    await admin.page.getByText('立即对 1 名持有人生效').waitFor()

    await person.page.reload()
    await person.page.getByRole('navigation', { name: '主菜单' }).waitFor()
    const menu = await menuOf(person.page)
    expect(menu).toContain('住户')
    expect(menu).not.toContain('报事报修')
    expect(await person.page.evaluate(async () => (await fetch('/api/repairs')).status)).toBe(403)
    await person.page.goto(`${scene.house.url}/admin/repairs`)
    await person.page.getByText('这里需要「查看报修」权限').waitFor()
  })
})
