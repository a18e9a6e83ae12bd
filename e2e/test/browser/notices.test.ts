import { describe, expect, it } from 'vitest'
import { enterOffice, key, openForm, panel, pickPlace } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const title = '1幢二次供水水箱清洗停水'
const text = '定于下周二清洗水箱。\n# 停水安排\n- 请提前储水'
const words = { approve: '情况属实，同意发布', withdraw: '施工改期，另行通知' }

describe('a notice of the back office', () => {
  it('is written for one building beside its phone, approved by somebody else, and taken back with a reason', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /物业经理/, 'content/notices')
    const { page } = desk
    const form = await openForm(page, page.locator('#main header'), '拟写公告')
    await form.getByLabel('标题', { exact: true }).fill(title)
    await form.getByLabel('正文', { exact: true }).fill(text)
    await key(form.getByRole('toolbar', { name: '排版' }).first(), '表格').click()
    // the first head of the new table is marked, so that it is written over
    await page.keyboard.type('停水时段')
    await form.getByLabel('署名').fill('枫林雅苑物业服务中心')
    await pickPlace(page, form, '发布地点', '枫林雅苑')
    const parts = form.getByRole('combobox', { name: /^只发给其中/ })
    await parts.click()
    await parts.fill('1幢')
    await page.getByTitle('枫林雅苑 · 1幢', { exact: true }).click()
    await parts.press('Escape')
    const phone = form.getByRole('region', { name: '手机上的样子' })
    await phone.getByRole('heading', { name: title }).waitFor()
    await phone.getByRole('heading', { name: '停水安排' }).waitFor()
    await phone.getByRole('listitem').getByText('请提前储水').waitFor()
    await phone.getByRole('columnheader', { name: '停水时段' }).waitFor()
    await desk.shot('notice-editor')
    await key(form, '保存并提交审核').click()

    const own = panel(page, title)
    await own.getByText('自己拟稿的内容由他人审核').waitFor()
    expect([await key(own, '撤回').count(), await key(own, '审核通过').count(), await key(own, '退回修改').count()]).toEqual([1, 0, 0])
    await desk.shot('notice-submitted')
    const id = new URL(page.url()).searchParams.get('id') ?? ''

    const resident = await scene.house.caller('resident')
    const readsIt = () =>
      resident.get<{ title: { zh: string } }>(`/api/notices/${id}`).then(
        (read) => read.title.zh,
        (refused: Error) => (/: 404 /.test(refused.message) ? 'nothing' : refused.message),
      )
    expect(await readsIt()).toBe('nothing')

    const officer = await scene.sit({ device: 'desktop', appearance: 'dark' })
    await enterOffice(officer, scene.house, /社区干部/, `content/notices?f=state:submitted&id=${id}`)
    const record = panel(officer.page, title)
    await key(record, '审核通过').click()
    const asking = panel(officer.page, `通过“${title}”？`)
    await asking.getByLabel(/审核意见/).fill(words.approve)
    await key(asking, '审核通过').click()
    await record.getByText('已发布', { exact: true }).waitFor()
    await record.getByText(words.approve).waitFor()
    await officer.shot('notice-approved')
    expect(await readsIt()).toBe(title)

    // whom it concerns is told, and one of them opens it
    await resident.post(`/api/notices/${id}/receipt`, {})
    await page.goto(`${scene.house.url}/admin/content/notices?f=state:published`)
    const row = page.locator(`tr[data-key="${id}"]`)
    await row.getByText('已发布', { exact: true }).waitFor()
    const rate = async () => {
      await key(page, '刷新').click()
      return Number.parseInt(await row.getByText(/^\d+%$|^—$/).innerText(), 10)
    }
    await expect.poll(rate, { timeout: 60_000 }).toBeGreaterThan(0)

    await row.click()
    await key(panel(page, title), '撤回').click()
    const leaving = panel(page, `撤回“${title}”？`)
    await key(leaving, '撤回').click()
    await leaving.getByText('请写明意见，至少两个字').waitFor()
    await leaving.getByLabel(/撤回原因/).fill(words.withdraw)
    await key(leaving, '撤回').click()
    await panel(page, title).getByText(words.withdraw).waitFor()
    expect(await readsIt()).toBe('nothing')
  })
})
