import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { chooseIn, enterOffice, key } from '../../src/ends/admin.ts'
import { type Ground, mapAtRest, onScreen, pressGround, pressMiddle } from '../../src/ends/map.ts'
import { journey } from '../../src/journey.ts'
import type { Caller } from '../../src/liren.ts'

const scene = journey()
const label = '社区地图'
const officer = /社区干部/

const layerBox = (page: Page, name: string) => page.getByRole('checkbox', { name, exact: true })
const spot = (page: Page) => page.locator('section[data-spot]')

/** Switches one layer on and every other one off. */
async function only(page: Page, name: string): Promise<void> {
  for (const box of await page.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck()
  await layerBox(page, name).check()
}

/** Looks at the first record of the list beside the map, or the first that is called so; answers with its name. */
async function lookAtFirst(page: Page, layer: string, called = /./): Promise<string> {
  await chooseIn(page, page, '图层', layer)
  const row = page
    .locator('tbody')
    .getByRole('row')
    .filter({ hasText: /\d\.\d{5}/ })
    .filter({ has: page.getByRole('cell', { name: called }) })
    .first()
  await row.waitFor()
  const name = (await row.getByRole('cell').first().innerText()).trim()
  await row.click()
  await spot(page).waitFor()
  await key(spot(page), '关闭').click()
  await spot(page).waitFor({ state: 'detached' })
  return name
}

/** How many records a list of the house holds, counted page by page. */
async function countOf(caller: Caller, path: string): Promise<number> {
  let count = 0
  let cursor: string | null = null
  do {
    const page: { items: { stage?: string }[]; next?: string | null } = await caller.get(
      `${path}&limit=100${cursor ? `&cursor=${encodeURIComponent(cursor)}` : ''}`,
    )
    // devices that were taken down, or that nobody took in yet, stand nowhere
    count += page.items.filter(({ stage }) => stage !== 'retired' && stage !== 'found').length
    cursor = page.next ?? null
  } while (cursor)
  return count
}

describe('the map of the back office', () => {
  it('[DB3205-7.2.2-a.2] the six kinds are layers that one switches on and off, with the numbers that the archives have', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, 'map')
    const { page } = desk
    await mapAtRest(page, label)
    for (const group of ['人', '地', '事', '物', '情', '组织'])
      await page.getByRole('heading', { level: 3, name: group, exact: true }).waitFor()

    const caller = await scene.house.caller('community-officer')
    const { items } = await caller.get<{ items: { id: string; name: string }[] }>('/api/places?kind=community&limit=50')
    const community = items.find(({ name }) => name === '梧桐社区')?.id ?? ''
    await page.goto(`${scene.house.url}/admin/map?f=place:${community}`)
    await mapAtRest(page, label)
    const shown = async (name: string) =>
      Number(
        await page
          .locator('label')
          .filter({ has: layerBox(page, name) })
          .locator('output')
          .innerText(),
      )
    const archives = {
      人口: '/api/people',
      房屋: '/api/houses',
      设备: '/api/devices',
      单位商户: '/api/orgs',
      未办结事件: '',
      未关闭告警: '',
    }
    for (const [name, path] of Object.entries(archives)) {
      await expect.poll(() => layerBox(page, name).count(), { message: name }).toBe(1)
      if (path) expect(await shown(name), name).toBe(await countOf(caller, `${path}?placeId=${community}`))
    }
    await only(page, '设备')
    await lookAtFirst(page, '设备')
    await pressMiddle(page, label)
    await spot(page).getByText('设备', { exact: true }).first().waitFor()
    await key(spot(page), '关闭').click()
    await layerBox(page, '设备').uncheck()
    await pressMiddle(page, label)
    await spot(page).waitFor()
    expect(await spot(page).getByText('设备', { exact: true }).count()).toBe(0)
  })

  it('[ZJWL-7.2.3.7.2] houses, spaces and devices lie over each other on one map, each tells its base data', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, 'map')
    const { page } = desk
    await mapAtRest(page, label)
    for (const layer of ['房屋', '公共空间', '设备']) {
      await only(page, layer)
      await lookAtFirst(page, layer)
      await pressMiddle(page, label)
      await spot(page).getByText(layer, { exact: true }).first().waitFor()
      expect(await spot(page).innerText()).toMatch(/\d+\.\d{6}, \d+\.\d{6}/)
      await key(spot(page), '关闭').click()
    }
    for (const layer of ['房屋', '公共空间', '设备']) await layerBox(page, layer).check()
    for (const layer of ['房屋', '公共空间', '设备']) expect(await layerBox(page, layer).isChecked()).toBe(true)
  })

  it('[ZJWL-7.3.3.1.1-1] a building stands at the same point in the solid and in the flat view', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, 'map')
    const { page } = desk
    await mapAtRest(page, label)
    await only(page, '楼栋')
    await lookAtFirst(page, '楼栋')
    const told = async () => {
      await pressMiddle(page, label)
      await spot(page).getByText('楼栋', { exact: true }).first().waitFor()
      const id = await spot(page).getAttribute('data-spot')
      const [longitude, latitude] = ((await spot(page).innerText()).match(/(\d+\.\d{6}), (\d+\.\d{6})/) ?? []).slice(1).map(Number)
      await key(spot(page), '关闭').click()
      return { id, longitude: longitude ?? 0, latitude: latitude ?? 0 }
    }
    const flat = await told()
    await page.getByText('三维', { exact: true }).click()
    const solid = await told()
    expect(solid.id).toBe(flat.id)
    // a hundred-thousandth of a degree is about a metre
    expect(Math.abs(solid.longitude - flat.longitude)).toBeLessThan(2e-5)
    expect(Math.abs(solid.latitude - flat.latitude)).toBeLessThan(2e-5)
    await page.getByText('二维', { exact: true }).click()
    expect(await told()).toEqual(flat)
  })

  it('[GB42455-8.1.3-e] a unit of the solid model opens its houses and who lives there, masked for those who may not read names', async () => {
    const namesOf = async (role: RegExp) => {
      const desk = await scene.sit({ device: 'desktop' })
      await enterOffice(desk, scene.house, role, 'map?f=view:3d')
      const { page } = desk
      await mapAtRest(page, label)
      await only(page, '楼栋')
      await lookAtFirst(page, '楼栋')
      await pressMiddle(page, label)
      await key(spot(page), '楼栋表').click()
      const table = page.getByRole('dialog').last()
      await table.getByRole('button', { name: / 101 / }).first().click()
      await table.getByText('101 室').waitFor()
      const people = table.getByRole('list', { name: '居住人' })
      await people.waitFor()
      return people.getByRole('link').allInnerTexts()
    }
    const read = await namesOf(officer)
    expect(read.length).toBeGreaterThan(0)
    expect(read.join()).not.toContain('*')
    const masked = await namesOf(/街道领导/)
    expect(masked).toHaveLength(read.length)
    for (const name of masked) expect(name).toContain('*')
  })

  it('[ZJWL-6.3.6.2] a point, a line and an area are drawn by hand, pulled by a corner, keep their versions and are on the map', async () => {
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, 'map/edit')
    const { page } = desk
    const hand = '网格绘制'
    const canvas = await mapAtRest(page, hand)
    const [x = 0, y = 0] = ((await canvas.getAttribute('data-centre')) ?? '').split(',').map(Number)
    const near = (east: number, north: number): Ground => [x + east * 1e-4, y + north * 1e-4]
    const drawings: readonly { kind: string; points: readonly Ground[] }[] = [
      { kind: '出入口', points: [near(1, 1)] },
      { kind: '道路', points: [near(-3, 2), near(3, 3)] },
      { kind: '停车区', points: [near(-3, -1), near(2, -1), near(2, -4), near(-3, -4)] },
    ]
    for (const { kind, points } of drawings) {
      await chooseIn(page, page, '要素类型', kind)
      const drawn = page.getByRole('list', { name: '要素' }).getByRole('button')
      await expect.poll(() => drawn.allInnerTexts()).not.toContain('第一网格')
      await key(page, '新绘制').click()
      for (const point of points) await pressGround(page, hand, point)
      await page.getByText('所属地点', { exact: true }).click()
      await page.getByRole('searchbox', { name: '按名称查找' }).fill('梧桐社区')
      await page
        .getByRole('listitem')
        .getByRole('button', { name: /梧桐社区/ })
        .first()
        .click()
      await key(page, '完成').click()
      await key(page, '保存').click()
      await page
        .getByText(/^已保存/)
        .first()
        .waitFor()
    }
    // the area, pulled by its first corner
    await page.reload()
    await mapAtRest(page, hand)
    await chooseIn(page, page, '要素类型', '停车区')
    await page.getByRole('list', { name: '要素' }).getByRole('button').last().click()
    await page.getByText(/第 1 版/).waitFor()
    const from = await onScreen(page, hand, drawings[2]?.points[0] ?? near(0, 0))
    const to = await onScreen(page, hand, near(-5, 0))
    await page.mouse.move(from.x, from.y)
    await page.mouse.down()
    await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 })
    await page.mouse.move(to.x, to.y, { steps: 4 })
    await page.mouse.up()
    await key(page, '保存').click()
    await page
      .getByText(/^已保存/)
      .first()
      .waitFor()
    await page.getByText(/第 2 版/).waitFor()

    await page.goto(`${scene.house.url}/admin/map`)
    await mapAtRest(page, label)
    await only(page, '停车区')
    await lookAtFirst(page, '停车区', /^梧桐社区$/)
    await pressMiddle(page, label)
    await spot(page).getByText('停车区', { exact: true }).first().waitFor()
  })
})
