import type { Locator, Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chooseIn, enterOffice, key, openForm, panel, pickPlace } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
/** Chooses in a field whose list is asked for while one types. */
async function find(page: Page, form: Locator, label: string, typed: string): Promise<void> {
  const field = form.getByRole('combobox', { name: label })
  await field.click()
  await field.fill(typed)
  const list = page.locator('.ant-select-dropdown').filter({ visible: true }).last()
  await list.locator('.ant-select-item-option-content').filter({ hasText: typed }).first().click()
}
const rows = (page: Page) => page.locator('tbody').getByRole('row')

describe('the resource centre', () => {
  it('[SZSQ-5.1.2-a] [SZSQ-5.1.2-b] [GB42455-7.3.3-a] [GB42455-7.3.3-b] a data resource and a device resource are created, found, opened, changed and deleted', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /物业经理/, 'resources')
    const { page } = desk
    await page.getByRole('heading', { level: 1, name: '资源中心' }).waitFor()
    await rows(page).filter({ hasText: '人员基础库' }).waitFor()
    await desk.shot('resources-data')

    // a data resource: what it points to is chosen among what the house has
    const form = await openForm(page, page, '新建数据资源')
    await pickPlace(page, form, '所在空间', '枫林雅苑')
    await form.getByLabel('资源编号').fill('JOURNEY-1')
    await form.getByLabel('资源名称').fill('租约登记表')
    await chooseIn(page, form, '资源类型', '数据表')
    await find(page, form, '指向对象', 'leases')
    await chooseIn(page, form, '责任单位', '物业服务中心')
    await chooseIn(page, form, '数据分级', 'L4 高敏')
    await chooseIn(page, form, '使用状态', '规划中')
    await key(form, '保存').click()
    await rows(page).filter({ hasText: '租约登记表' }).click()
    const file = panel(page, '租约登记表')
    await file.getByText('L4 高敏').waitFor()
    await file.getByText('leases', { exact: true }).waitFor()
    const change = await openForm(page, file, '编辑')
    await chooseIn(page, change, '使用状态', '暂停')
    await key(change, '保存').click()
    await file.getByText('暂停', { exact: true }).first().waitFor()
    await file.getByRole('button', { name: '关闭' }).first().click()
    await page.getByPlaceholder('姓名、名称、号码或后四位').fill('租约登记')
    await expect.poll(() => rows(page).count()).toBe(1)
    await rows(page).first().click()
    await key(file, '删除').click()
    const asked = page.getByRole('dialog', { name: '删除数据资源“租约登记表”？' })
    await key(asked, '删除').click()
    await page.getByText('已删除“租约登记表”').waitFor()
    await expect.poll(() => rows(page).filter({ hasText: '租约登记表' }).count()).toBe(0)

    // what others use stays, and the refusal names them
    desk.expectComplaint(/status of 409/)
    await page.goto(`${scene.house.url}/admin/resources?f=q:${encodeURIComponent('人员通行')}`)
    await rows(page).filter({ hasText: '人员通行记录' }).click()
    const used = panel(page, '人员通行记录')
    await key(used, '删除').click()
    const refused = page.getByRole('dialog', { name: '删除数据资源“人员通行记录”？' })
    await key(refused, '删除').click()
    await refused.getByText('资源仍在使用，不能删除').waitFor()
    await refused.getByText('使用单位').waitFor()

    // a device resource: the record of the device itself
    await page.goto(`${scene.house.url}/admin/resources`)
    await page.getByText('设备与网关', { exact: true }).click()
    await rows(page).first().waitFor()
    await desk.shot('resources-devices')
    const device = await openForm(page, page, '登记设备')
    await device.getByLabel('编号').fill('journey-lamp')
    await device.getByLabel('名称').fill('北门备用灯')
    await find(page, device, '产品', '智慧路灯')
    await pickPlace(page, device, '位置', '枫林雅苑')
    await device.getByLabel('所属单位').fill('枫林物业')
    await key(device, '保存').click()
    await page.getByPlaceholder('名称、编号或序列号').fill('北门备用灯')
    await expect.poll(() => rows(page).count()).toBe(1)
    await rows(page).first().click()
    const record = panel(page, '北门备用灯')
    await record.getByRole('tab', { name: '档案' }).click()
    await record.getByText('枫林物业').waitFor()
    const edit = await openForm(page, record, '修改')
    await edit.getByLabel('所属单位').fill('梧桐物业')
    await key(edit, '保存').click()
    await record.getByText('梧桐物业').waitFor()
    await key(record, '删除').click()
    await key(page.getByRole('dialog', { name: '删除设备“北门备用灯”？' }), '删除').click()
    await page.getByText('已删除“北门备用灯”').waitFor()
    await expect.poll(() => rows(page).filter({ hasText: '北门备用灯' }).count()).toBe(0)
  }, 180_000)
})
