import type { OverlaySummary } from '@liren/contract/map/overlay'
import type { Timeline } from '@liren/contract/map/timeline'
import { describe, expect, it } from 'vitest'
import { enterOffice, key } from '../../src/ends/admin.ts'
import { colourAt, type Ground, mapAtRest, onScreen } from '../../src/ends/map.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const label = '社区地图'
const officer = /社区干部/

describe('the map of a day', () => {
  it('[ZJWL-7.3.3.2.2] pulled along the stages, the layers and building models of each appear and those of others vanish', async () => {
    const caller = await scene.house.caller('community-officer', 'admin')
    const places = await caller.get<{ items: { id: string }[] }>('/api/places?kind=community&limit=1')
    const { items } = await caller.get<{ items: OverlaySummary[] }>('/api/map/overlays?limit=100')
    const of = async (stage: string, feature: number) => {
      const id = items.find((one) => one.stage === stage)?.id ?? ''
      const { features } = await caller.get<{ features: { geometry: { coordinates: Ground[][][] } }[] }>(`/api/map/overlays/${id}/content`)
      const ring = features[feature]?.geometry.coordinates[0]?.[0] ?? []
      const own = ring.slice(0, 4)
      const mean = [0, 1].map((axis) => own.reduce((sum, at) => sum + (at[axis] ?? 0), 0) / own.length)
      // just within its first corner, where nothing of the others lies
      const within = [0, 1].map((axis) => (own[0]?.[axis] ?? 0) * 0.92 + (mean[axis] ?? 0) * 0.08)
      return { id, within: within as unknown as Ground }
    }
    const planning = await of('planning', 0)
    const building = await of('construction', 1)
    const { items: dated } = await caller.get<Timeline>('/api/map/timeline')
    const models = dated.filter(({ kind }) => kind === 'ifc')
    expect(models.map(({ stage }) => stage)).toEqual(['design', 'construction'])

    for (const appearance of ['light', 'dark'] as const) {
      const desk = await scene.sit({ device: 'desktop', appearance })
      await enterOffice(desk, scene.house, officer, `map?f=place:${places.items[0]?.id}`)
      const { page } = desk
      const canvas = await mapAtRest(page, label)
      for (const box of await page.getByRole('checkbox').all()) if (await box.isChecked()) await box.uncheck()
      await canvas.scrollIntoViewIfNeeded()
      const colours = async () => {
        const of = async (at: Ground) => JSON.stringify(await colourAt(page, await onScreen(page, label, at)))
        return { planning: await of(planning.within), building: await of(building.within) }
      }
      const bare = await colours()
      const handle = page.getByRole('slider', { name: '时间轴' })
      const stands = (id: string) => page.locator(`tr[data-stands="${id}"]`)
      await page.getByText(/^全部内容/).click()
      await expect.poll(() => stands(planning.id).count()).toBe(1)

      // the first day there is, by the keyboard
      await handle.focus()
      await handle.press('Home')
      await expect.poll(() => stands(planning.id).count()).toBe(1)
      await expect.poll(() => stands(building.id).count()).toBe(0)
      await page.getByRole('status').getByText(/规划/).waitFor()
      await expect.poll(async () => (await colours()).planning).not.toBe(bare.planning)
      await desk.shot(`map-time-planning-${appearance}`)

      // from change to change until it is built
      for (let i = 0; i < dated.length * 2 && (await stands(building.id).count()) === 0; i++) {
        const before = await handle.getAttribute('aria-valuenow')
        await page.getByRole('button', { name: '下一次变化' }).click()
        await expect.poll(() => handle.getAttribute('aria-valuenow')).not.toBe(before)
      }
      await expect.poll(() => stands(building.id).count()).toBe(1)
      await expect.poll(() => stands(planning.id).count()).toBe(0)
      await expect.poll(async () => (await colours()).planning).toBe(bare.planning)
      await expect.poll(async () => (await colours()).building).not.toBe(bare.building)
      const shown = page.locator(`tr[data-stands="${models[0]?.id}"]`)
      await expect.poll(() => shown.allInnerTexts()).toEqual([expect.stringContaining('建设')])
      await desk.shot(`map-time-building-${appearance}`)

      await key(page, '今天').click()
      await expect.poll(() => stands(building.id).count()).toBe(0)
      await key(page, '不限时间').click()
      await expect.poll(() => stands(building.id).count()).toBe(1)
      await expect.poll(colours).toEqual(bare)
    }
  })
})
