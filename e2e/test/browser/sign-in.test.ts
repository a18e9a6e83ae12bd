import { describe, expect, it } from 'vitest'
import { enterOffice, enterWithPassword, menuOf } from '../../src/ends/admin.ts'
import { addressAt, chooseInSheet, enterApp } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

describe('everybody comes in at the end that is theirs', () => {
  it('asks for consent before anybody is signed in to the app', async () => {
    const { page } = await scene.sit({ device: 'phone' })
    await page.goto(`${scene.house.url}/m/`)
    await page.locator('#home-sign-in').tap()
    await page.locator('#persona-resident').tap()
    await page.getByRole('alert').getByText('请先勾选同意').waitFor()
    expect(await page.getByRole('dialog').isVisible()).toBe(true)
    await page.locator('#sign-in-refuse').tap()
    await page.getByText('欢迎来到里仁').waitFor()
  })

  const atHome = [
    { persona: 'resident', greeting: '林晓岚，您好' },
    { persona: 'elder', greeting: '周桂芳，您好' },
  ] as const
  for (const { persona, greeting } of atHome)
    it(`the ${persona} is greeted on the home page, with what waits`, async () => {
      const seat = await scene.sit({ device: 'phone' })
      await enterApp(seat, scene.house, persona)
      await seat.page.getByRole('main').getByText(greeting).waitFor()
      await seat.page.getByRole('heading', { name: '待办' }).or(seat.page.locator('#elder-report')).first().waitFor()
      expect(await seat.page.locator('#elder-report').count()).toBe(persona === 'elder' ? 1 : 0)
      expect(await seat.page.getByRole('tab').allInnerTexts()).toHaveLength(5)
    })

  const atWork = [
    { persona: 'repair-worker', title: '工作台', key: '抢单池' },
    { persona: 'guard', title: '工作台', key: '代客报修' },
    { persona: 'grid-worker', title: '网格工作台', key: '上报事件' },
  ] as const
  for (const { persona, title, key } of atWork)
    it(`the ${persona} begins at the workbench`, async () => {
      const seat = await scene.sit({ device: 'phone' })
      await enterApp(seat, scene.house, persona)
      await seat.page.getByText(title, { exact: true }).first().waitFor()
      await seat.page.getByText(key).first().waitFor()
    })

  const atDesk = [
    { role: /客服管家/, has: ['报事报修', '绑定审核', '住户'], hasNot: ['用户', '审计', '密钥'] },
    { role: /物业经理/, has: ['报事报修', '报修统计', '报修类别'], hasNot: ['接口管理', '审计', '密钥'] },
    { role: /值班员/, has: ['报事报修', '看板'], hasNot: ['用户', '审计', '密钥'] },
    { role: /街道领导/, has: ['报修统计'], hasNot: ['报修类别', '绑定审核', '密钥'] },
    { role: /系统管理员/, has: ['用户', '角色与权限', '接口管理', '后台任务', '系统体检'], hasNot: ['审计', '密钥'] },
    { role: /安全管理员/, has: ['密钥', '账号复核'], hasNot: ['审计', '后台任务'] },
    { role: /审计员/, has: ['审计', '审计校验', '日志审阅'], hasNot: ['密钥', '后台任务', '报事报修'] },
  ]
  for (const { role, has, hasNot } of atDesk)
    it(`the ${role.source} finds the menu of this role in the back office and nothing beyond it`, async () => {
      const seat = await scene.sit({ device: 'desktop' })
      await enterOffice(seat, scene.house, role)
      const menu = await menuOf(seat.page)
      for (const name of has) expect(menu).toContain(name)
      for (const name of hasNot) expect(menu).not.toContain(name)
      await seat.page.getByRole('heading', { level: 1 }).waitFor()
    })

  it('the back office lets nobody in who works on the phone only, and says where to go', async () => {
    const seat = await scene.sit({ device: 'desktop' })
    await enterWithPassword(seat, scene.house, 'worker', 'Wutong-2026-demo')
    await seat.page.getByText('这个账号没有后台身份').waitFor()
    expect(await seat.page.getByRole('navigation', { name: '主菜单' }).count()).toBe(0)
  })

  it('a wrong password is refused without telling which of the two was wrong', async () => {
    const answers: string[] = []
    for (const account of ['manager', 'nobody-here']) {
      const seat = await scene.sit({ device: 'desktop' })
      seat.expectComplaint(/401/)
      await enterWithPassword(seat, scene.house, account, 'Wutong-2026-domo')
      answers.push(await seat.page.getByRole('alert').getByText('账号或口令').innerText())
    }
    expect(answers[1]).toBe(answers[0])
  })

  it('a page of the workbench shows a resident what it is for instead of a bare refusal', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await seat.page.goto(addressAt(scene.house, '/pkg-staff/pool'))
    await seat.page.getByText('切换身份').waitFor()
    expect(await seat.page.getByText('抢单', { exact: true }).count()).toBe(0)
  })

  it('sign-in is asked at the moment of need and leads back to what one wanted', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await seat.page.goto(addressAt(scene.house, '/pkg-case/new'))
    await seat.page.locator('#gate-sign-in').tap()
    await chooseInSheet(seat, 'resident')
    await seat.page.locator('#submit-report').waitFor()
  })
})
