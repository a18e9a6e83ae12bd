import { guidOf, writeIfc } from '@liren/contract/map/ifc-write'
import { stageNames, stages } from '@liren/contract/map/stage'
import { describe, expect, it } from 'vitest'
import { enterOffice, key, openForm } from '../../src/ends/admin.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const officer = /社区干部/

describe('the model of a building', () => {
  it('[ZJWL-7.4.7-1] shows documents and states of the five stages by stage, and takes an IFC file after a look at it', async () => {
    const caller = await scene.house.caller('community-officer', 'admin')
    const { items } = await caller.get<{ items: { id: string; name: string }[] }>('/api/places?kind=building&limit=100')
    const counted = await Promise.all(
      items.map(({ id }) => caller.get<{ placeId: string; stages: { count: number }[] }>(`/api/map/buildings/${id}/stage-counts`)),
    )
    // the one of the demonstration
    const id = counted.find((one) => one.stages.every(({ count }) => count > 0))?.placeId ?? ''
    for (const appearance of ['light', 'dark'] as const) {
      const desk = await scene.sit({ device: 'desktop', appearance })
      await enterOffice(desk, scene.house, officer, `map/buildings/${id}`)
      const { page } = desk
      const rows = page.locator('tr[data-entry]')
      for (const stage of stageNames) {
        await page.getByText(`${stages[stage].zh}（2）`).click()
        const seen = async () => [await rows.count(), await rows.getByText(stages[stage].zh, { exact: true }).count()]
        await expect.poll(seen).toEqual([2, 2])
        expect(await rows.getByRole('link', { name: '打开文件' }).count()).toBe(1)
      }
      await desk.shot(`building-stages-${appearance}`)
      // what hangs on one element of the model
      await page.getByText('全部', { exact: true }).click()
      await page
        .locator(`tr[data-guid="${guidOf(4000)}"]`)
        .getByRole('button')
        .click()
      await expect.poll(() => rows.count()).toBe(2)
      await desk.shot(`building-model-${appearance}`)
    }

    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, officer, `map/buildings/${id}`)
    const { page } = desk
    const form = await openForm(page, page, '导入 IFC')
    const guids = [guidOf(1), guidOf(2), guidOf(3)] as const
    const storey = { guid: guidOf(100), name: '一层', elevation: 0, spaces: [], elements: [] }
    const wall = { guid: guidOf(4000), type: 'IFCWALL' as const, name: '一层外墙（改造后）' }
    const file = writeIfc({ schema: 'IFC4', project: '改造', building: '楼', guids, storeys: [{ ...storey, elements: [wall] }] })
    await form.locator('input[type=file]').setInputFiles({ name: 'a.ifc', mimeType: 'text/plain', buffer: Buffer.from(file) })
    await form.getByText(/将成为第 3 版/).waitFor()
    await desk.shot('building-ifc-preview')
    await form.getByLabel('来源').fill('改造设计单位')
    await form.getByLabel('生效日期').fill('2026-06-01')
    await form.getByLabel('生效日期').press('Enter')
    await key(form, '导入').click()
    await page.locator('tr[data-revision="3"]').waitFor()
    await page
      .locator(`tr[data-guid="${guidOf(4000)}"]`)
      .getByText('2', { exact: true })
      .waitFor()
    await page.getByRole('button', { name: '一层外墙（改造后）' }).click()
    await expect.poll(() => page.locator('tr[data-entry]').count()).toBe(2)
  })
})
