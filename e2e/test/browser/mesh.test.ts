import { writeGlb } from '@liren/contract/map/glb-write'
import type { MeshSummary } from '@liren/contract/map/mesh'
import { type Position, planeAt } from '@liren/contract/map/position'
import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { enterOffice, key, openForm, panel } from '../../src/ends/admin.ts'
import { colourAt, colourInMiddle, mapAtRest, onScreen, pressMiddle } from '../../src/ends/map.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const label = '社区地图'
const officer = /社区干部/
const spot = (page: Page) => page.locator('section[data-spot]')

/** Free ground of the demonstration. */
const anchor: Position = [121.0191, 31.0085]
const plane = planeAt(anchor)
const file = writeGlb([
  // 20 m to the right, 10 m away from who looks, flat on the ground
  { name: '红色广场', colour: [1, 0, 0], low: [0, 0, -10], high: [20, 0.3, 0] },
  // thirty metres up, far from everything else
  { name: '悬空平台', colour: [0, 0, 1], low: [60, 30, -10], high: [80, 34, 10] },
])
/** With its back to the east, what lay away from who looks lies east, and what lay to the right lies south. */
const square = { west: 0, east: 10, south: -20, north: 0 }

describe('models on the map', () => {
  const isRed = ({ red, green, blue }: { red: number; green: number; blue: number }) => red > 120 && red > 2 * Math.max(green, blue)
  const isBlue = ({ red, green, blue }: { red: number; green: number; blue: number }) => blue > 120 && blue > 2 * Math.max(red, green)
  const onGround = async (page: Page, east: number, north: number) => colourAt(page, await onScreen(page, label, plane.from([east, north])))

  async function importModel(page: Page): Promise<void> {
    const form = await openForm(page, page, '导入模型')
    await form.locator('input[type=file]').setInputFiles({ name: 'square.glb', mimeType: 'model/gltf-binary', buffer: Buffer.from(file) })
    await form.getByLabel('模型名称').fill('验收模型')
    await form.getByLabel('模型来源').fill('验收单位')
    await form.getByLabel('模型日期').fill('2026-05-01')
    await form.getByLabel('模型日期').press('Enter')
    await form.getByLabel('经度').fill(String(anchor[0]))
    await form.getByLabel('纬度').fill(String(anchor[1]))
    await form.getByLabel(/^朝向/).fill('90')
    await key(form, '保存').click()
  }

  it('[GB42455-7.2.2] a model that an officer imports stands at its coordinates, its heading and its height, and each of its elements can be pointed at', async () => {
    const caller = await scene.house.caller('community-officer', 'admin')
    const places = await caller.get<{ items: { id: string }[] }>('/api/places?kind=community&limit=1')
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, `map?f=place:${places.items[0]?.id}`)
    const { page } = desk
    const canvas = await mapAtRest(page, label)
    for (const box of await page.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck()
    await importModel(page)

    // seen by whoever brought it, counting for nobody yet
    const drawer = panel(page, '验收模型')
    await drawer.getByText('待启用', { exact: true }).waitFor()
    await drawer
      .getByText('东西 10.0 米，南北 20.0 米')
      .or(drawer.getByText(/东西 \d+\.\d 米/))
      .first()
      .waitFor()
    const { items } = await caller.get<{ items: MeshSummary[] }>('/api/map/meshes?state=draft')
    const id = items[0]?.id ?? ''
    expect(items).toMatchObject([{ name: '验收模型', used: null, count: 2, heading: 90, base: 0, top: 34 }])
    await expect.poll(() => canvas.getAttribute('data-meshes')).toBe(`${id}:1`)
    await desk.shot('map-mesh-draft')
    await key(drawer.locator('tr[data-revision="1"]'), '启用').click()
    await drawer.getByText('使用中').first().waitFor()
    await key(drawer, '关闭').click()

    // from above: red to each corner, and not beyond
    const row = page.locator(`li[data-mesh="${id}"]`)
    await row.getByText(/^构件/).click()
    await row.getByRole('button', { name: '红色广场' }).click()
    await canvas.scrollIntoViewIfNeeded()
    // what is chosen stands out in another colour
    await spot(page).getByText('0.0–0.3 米').waitFor()
    await key(spot(page), '关闭').click()
    await expect.poll(async () => isRed(await colourInMiddle(page, label))).toBe(true)
    for (const [x, y] of [
      [square.west, square.south],
      [square.east, square.south],
      [square.east, square.north],
      [square.west, square.north],
    ] as const) {
      const [inward, upward] = [x === square.west ? 1 : -1, y === square.south ? 1 : -1]
      expect(isRed(await onGround(page, x + inward, y + upward)), `within ${x} ${y}`).toBe(true)
      expect(isRed(await onGround(page, x - inward, y + upward)), `beside ${x} ${y}`).toBe(false)
      expect(isRed(await onGround(page, x + inward, y - upward)), `before ${x} ${y}`).toBe(false)
    }
    await pressMiddle(page, label)
    await expect.poll(() => spot(page).getAttribute('data-spot')).toBe(`${id}:0`)
    await spot(page).getByText('0.0–0.3 米').waitFor()

    // aslant: looking at thirty-two metres above its ground one sees the platform
    await page.getByText('三维', { exact: true }).click()
    await row.getByRole('button', { name: '悬空平台' }).click()
    await canvas.scrollIntoViewIfNeeded()
    await spot(page).getByText('30.0–34.0 米').waitFor()
    await key(spot(page), '关闭').click()
    await expect.poll(async () => isBlue(await colourInMiddle(page, label))).toBe(true)
    await pressMiddle(page, label)
    await expect.poll(() => spot(page).getAttribute('data-spot')).toBe(`${id}:1`)
    await desk.shot('map-mesh-solid')

    // a layer like any other
    await row.getByRole('checkbox').uncheck()
    await key(spot(page), '关闭').click()
    await expect.poll(async () => isBlue(await colourInMiddle(page, label))).toBe(false)
    await row.getByRole('checkbox').check()
    await canvas.scrollIntoViewIfNeeded()
    await expect.poll(async () => isBlue(await colourInMiddle(page, label))).toBe(true)
  })

  it('shows the models of the demonstration in both appearances', async () => {
    for (const appearance of ['light', 'dark'] as const) {
      const desk = await scene.sit({ device: 'desktop', appearance })
      await enterOffice(desk, scene.house, officer, 'map?f=view:3d')
      const { page } = desk
      await mapAtRest(page, label)
      const row = page.locator('li[data-mesh]').filter({ hasText: '中央公园' })
      await row.getByRole('checkbox').check()
      await row.getByText(/^构件/).click()
      await row.getByRole('button', { name: '观景塔', exact: true }).click()
      await expect.poll(() => spot(page).getByText('0.5–36.0 米').isVisible()).toBe(true)
      await (await mapAtRest(page, label)).scrollIntoViewIfNeeded()
      await desk.shot(`map-mesh-${appearance}`)
      await key(row, '核对与版本').click()
      await panel(page, '中央公园与周边实景模型').getByText('使用中').first().waitFor()
      await desk.shot(`map-mesh-drawer-${appearance}`)
    }
  })
})
