import { describe, expect, it } from 'vitest'
import { enterOffice } from '../../src/ends/admin.ts'
import { addressAt, allPagesHere, enterApp, receivedNumber, reopenAt, report, takePhoto } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

interface Found {
  readonly id: string
  readonly number: string
  readonly state: string
  readonly followers: number
}
interface Detail extends Found {
  readonly timeline: readonly { readonly action: string }[]
  readonly photos: readonly unknown[]
  readonly materials: readonly { readonly name: string; readonly fen: number }[]
  readonly rating: number | null
}

/** What the house itself says of a repair, whatever the screens say. */
async function recordOf(number: string): Promise<Detail> {
  const manager = await scene.house.caller('property-manager')
  const { items } = await manager.get<{ items: Found[] }>(`/api/repairs?view=all&number=${number}`)
  expect(items.map((item) => item.number)).toEqual([number])
  return manager.get<Detail>(`/api/repairs/${items[0]?.id}`)
}
const times = ({ timeline }: Detail, action: string) => timeline.filter((step) => step.action === action).length

describe('a repair, from the kitchen to the good word', () => {
  it('[ZJWL-7.4.5-4] [GB42455-8.4.3-d] [SZSQ-5.3.2-c] is reported in four taps, done without network, confirmed and rated, and every end sees each step by itself', async () => {
    const resident = await scene.sit({ device: 'phone' })
    const desk = await scene.sit({ device: 'desktop' })
    const worker = await scene.sit({ device: 'phone' })
    await enterOffice(desk, scene.house, /物业经理/, 'repairs/board')
    await desk.page.getByRole('region', { name: '待受理' }).waitFor()
    await enterApp(worker, scene.house, 'repair-worker')
    await enterApp(resident, scene.house, 'resident')
    await resident.page.locator('#home-report').waitFor()

    // a photo, a sentence, send
    await resident.resetTaps()
    await resident.page.locator('#home-report').tap()
    await takePhoto(resident)
    await resident.page.locator('#description').fill('阳台水龙头关不紧，一直滴水')
    await resident.page.locator('#submit-report').tap()
    const number = await receivedNumber(resident)
    expect(await resident.taps()).toBeLessThanOrEqual(4)

    // the desk sees it without asking
    await desk.page.getByRole('region', { name: '待受理' }).getByRole('button', { name: '阳台水龙头关不紧' }).waitFor()

    // the worker takes it from the pool and arrives
    await worker.page.getByText('抢单池').first().tap()
    const card = worker.page.locator('.case-card', { hasText: number })
    await card.waitFor()
    const id = (await card.getAttribute('id'))?.replace('case-', '') ?? ''
    await worker.page.locator(`#grab-${id}`).tap()
    await worker.page.locator('#step-arrive').tap()
    await worker.page.locator('#step-finish').waitFor()
    await desk.page.getByRole('region', { name: '处理中' }).getByRole('button', { name: '阳台水龙头关不紧' }).waitFor()

    // in the cellar there is no network: everything is kept on the phone
    worker.expectComplaint(/ERR_INTERNET_DISCONNECTED|WebSocket/)
    await worker.context.setOffline(true)
    await worker.page.getByText('网络不可用').filter({ visible: true }).first().waitFor()
    await worker.page.locator('#step-finish').tap()
    await takePhoto(worker, '#finish-sheet #take-photo')
    await worker.page.locator('#add-material').tap()
    await worker.page.locator('#material-name-0').fill('陶瓷阀芯')
    await worker.page.locator('#material-price-0').fill('12.50')
    await worker.page.locator('#finish-send').tap()
    await worker.page.locator('#sync-note').getByText('待送达').waitFor()
    expect((await recordOf(number)).state).toBe('handling')

    // upstairs again, even after the app was swept away
    const later = await (async () => {
      await worker.context.setOffline(false)
      return reopenAt(worker, addressAt(scene.house, `/pkg-staff/order?id=${id}`))
    })()
    await later.page.getByText('待您确认').or(later.page.getByText('待确认')).first().waitFor()
    await expect.poll(() => later.page.locator('#sync-note').count()).toBe(0)
    const finished = await recordOf(number)
    expect(finished.state).toBe('finished')
    expect(times(finished, 'finish')).toBe(1)
    expect(finished.materials).toMatchObject([{ name: '陶瓷阀芯', fen: 1250 }])

    // the resident was told, looks, and is content
    await resident.page.locator('#sent-follow').tap()
    await resident.page.getByText('已完工，等您确认').first().waitFor()
    await resident.page.locator('#act-confirm').tap()
    await resident.page.locator('#star-4').tap()
    await resident.page.locator('#act-send').tap()
    await resident.page.getByText('已确认完成').waitFor()
    const closed = await recordOf(number)
    expect(closed).toMatchObject({ state: 'closed', rating: 4 })
    expect(['create', 'grab', 'arrive', 'finish', 'confirm'].map((action) => times(closed, action))).toEqual([1, 1, 1, 1, 1])
    await expect.poll(() => desk.page.getByRole('button', { name: '阳台水龙头关不紧' }).count()).toBe(0)

    // each step was told to the resident
    const told = await (await scene.house.caller('resident')).get<{ items: { subjectId: string | null }[] }>('/api/messages?limit=100')
    expect(told.items.filter(({ subjectId }) => subjectId === id).length).toBeGreaterThanOrEqual(3)

    // and it drips again
    await resident.page.locator('#act-reopen').tap()
    await resident.page.locator('#act-words').fill('过了一夜又开始滴水')
    await resident.page.locator('#act-send').tap()
    await resident.page.getByText('已重新打开').first().waitFor()
    expect(times(await recordOf(number), 'reopen')).toBe(1)
  })

  it('a reason is needed to open it again, and what was typed stays', async () => {
    const resident = await scene.sit({ device: 'phone' })
    await enterApp(resident, scene.house, 'resident')
    const caller = await scene.house.caller('resident')
    const { items } = await caller.get<{ items: Found[] }>('/api/repairs?view=mine&state=finished')
    await resident.page.goto(addressAt(scene.house, `/pkg-case/detail?id=${items[0]?.id}`))
    await resident.page.getByRole('button', { name: '重新打开' }).first().tap()
    await resident.page.locator('#act-words').fill('滴')
    await resident.page.locator('#act-send').tap()
    await resident.page.getByRole('alert').getByText('请填写原因').waitFor()
    expect(await resident.page.locator('#act-words').inputValue()).toBe('滴')
  })

  it('[SZSQ-5.3.2-b] [GB42455-8.4.3-c] a resident sees the steps and times of own repairs and none of a stranger', async () => {
    const elder = await scene.house.caller('elder')
    const { items } = await elder.get<{ items: Found[] }>('/api/repairs?view=mine')
    const resident = await scene.sit({ device: 'phone' })
    resident.expectComplaint(/40[34]/)
    await enterApp(resident, scene.house, 'resident')
    await resident.page.goto(addressAt(scene.house, '/pkg-case/list'))
    await resident.page.locator('.case-card').first().tap()
    await resident.page.locator('#timeline').getByText('报修已提交').waitFor()
    expect(await resident.page.locator('#timeline').innerText()).toMatch(/刚刚|分钟前|\d{1,2}:\d{2}/)
    await resident.page.goto(addressAt(scene.house, `/pkg-case/detail?id=${items[0]?.id}`))
    await resident.page.getByText('错误编号').or(resident.page.getByText('不存在')).first().waitFor()
    expect(await resident.page.locator('#timeline').count()).toBe(0)
  })

  it('what a neighbour reported already is shown, and following it is one tap', async () => {
    const guard = await scene.house.caller('guard')
    const resident = await scene.house.caller('resident')
    const me = await resident.get<{ households: { estate: { id: string } }[] }>('/api/session')
    const first = await guard.post<{ number: string; id: string }>('/api/repairs', {
      kind: 'public',
      category: 'lighting',
      description: '单元门口的路灯不亮了',
      placeId: me.households[0]?.estate.id,
      photos: [],
    })
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await seat.page.goto(addressAt(scene.house, '/pkg-case/new'))
    await seat.page.locator('#description').fill('楼下路灯坏了，晚上很黑')
    await seat.page.locator('#place-public').tap()
    await seat.page.locator('#nearby').getByText('单元门口的路灯不亮了').waitFor()
    await seat.page.locator(`#follow-${first.id}`).tap()
    await seat.page.locator(`#follow-${first.id}`).getByText('已跟进').waitFor()
    expect((await recordOf(first.number)).followers).toBe(1)
  })

  it('without network a report is kept with its photo, outlives the app, and arrives once', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await seat.page.goto(addressAt(scene.house, '/pkg-case/new'))
    await seat.page.locator('#submit-report').waitFor()
    await allPagesHere(seat)
    seat.expectComplaint(/ERR_INTERNET_DISCONNECTED|WebSocket/)
    await seat.context.setOffline(true)
    await takePhoto(seat)
    await seat.page.locator('#description').fill('书房暖气片下面漏水')
    await seat.page.locator('#submit-report').tap()
    await seat.page.locator('#sent-waiting').waitFor()
    await seat.context.setOffline(false)
    const again = await reopenAt(seat, addressAt(scene.house, '/pkg-case/list'))
    await again.page.locator('.case-card', { hasText: '书房暖气片下面漏水' }).filter({ hasText: /\d{6}/ }).first().waitFor()
    const mine = await (await scene.house.caller('resident')).get<{ items: (Found & { title: string })[] }>('/api/repairs?view=mine')
    const found = mine.items.filter(({ title }) => title.includes('书房暖气片'))
    expect(found).toHaveLength(1)
    expect((await recordOf(found[0]?.number ?? '')).photos).toHaveLength(1)
  })

  it('a draft with its photo is offered again after the app was swept away', async () => {
    const seat = await scene.sit({ device: 'phone' })
    await enterApp(seat, scene.house, 'resident')
    await seat.page.goto(addressAt(scene.house, '/pkg-case/new'))
    await takePhoto(seat)
    await seat.page.locator('#description').fill('卫生间地漏反水')
    await expect.poll(() => seat.page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('卫生间地漏反水')
    const again = await reopenAt(seat, addressAt(scene.house, '/pkg-case/new'))
    await again.page.locator('#draft-take-up').tap()
    await expect.poll(() => again.page.locator('#description').inputValue()).toBe('卫生间地漏反水')
    expect(await again.page.locator('.photo-remove').count()).toBe(1)
    await again.page.locator('#submit-report').tap()
    expect(await receivedNumber(again)).toMatch(/\d/)
  })

  it('the house dies in the middle of a report and comes back: the report is there once', async () => {
    const seat = await scene.sit({ device: 'phone' })
    const desk = await scene.sit({ device: 'desktop' })
    seat.expectComplaint(/ERR_|WebSocket|50\d/)
    desk.expectComplaint(/ERR_|WebSocket|50\d/)
    await enterOffice(desk, scene.house, /物业经理/, 'repairs')
    await enterApp(seat, scene.house, 'resident')
    // the write reaches the house, its answer never reaches the phone
    await seat.page.route('**/api/repairs', async (route) => {
      if (route.request().method() !== 'POST') return route.continue()
      await route.fetch()
      await scene.house.kill()
      await route.abort('connectionreset')
      await seat.page.unroute('**/api/repairs')
    })
    await report(seat, scene.house, '玄关电路跳闸，推不上去')
    await seat.page.locator('#sent-waiting').waitFor()
    await scene.house.restart()
    await seat.page.locator('#sent-number').waitFor({ timeout: 60_000 })
    const number = await receivedNumber(seat)
    expect(times(await recordOf(number), 'create')).toBe(1)
    const mine = await (await scene.house.caller('resident')).get<{ items: { title: string }[] }>('/api/repairs?view=mine')
    expect(mine.items.filter(({ title }) => title.includes('玄关电路'))).toHaveLength(1)
    await desk.page.getByText(number).first().waitFor({ timeout: 60_000 })
  })
})
