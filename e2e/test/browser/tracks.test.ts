import type { Page } from 'playwright-core'
import { describe, expect, it } from 'vitest'
import { enterOffice, key } from '../../src/ends/admin.ts'
import { colourAt, type Ground, mapAtRest, onScreen } from '../../src/ends/map.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const label = '轨迹地图'
const reason = '走失老人家属求助协查'

interface Passed {
  readonly person: { readonly id: string } | null
  readonly vehicle: { readonly id: string } | null
}
interface Entry {
  readonly action: string
  readonly subjectId: string | null
  readonly reason: string | null
  readonly result: string
}
interface Point {
  readonly at: string
  readonly gate: { readonly name: string; readonly longitude: number | null; readonly latitude: number | null }
}

const now = (page: Page) => page.getByRole('region', { name: '通行点' }).getByRole('button').and(page.locator('[aria-current=step]'))
const timeOf = async (page: Page) => Date.parse((await now(page).locator('time').getAttribute('dateTime')) ?? '')

/** Whoever went through gates most often: a film of one point is none. */
async function busiest(kind: 'person' | 'vehicle'): Promise<string> {
  const caller = await scene.house.caller('community-officer')
  const { items } = await caller.get<{ items: Passed[] }>(`/api/passages?kind=${kind}&limit=100`)
  const counts = new Map<string, number>()
  for (const row of items) {
    const id = row[kind]?.id
    if (id) counts.set(id, (counts.get(id) ?? 0) + 1)
  }
  const [most] = [...counts].sort(([, one], [, other]) => other - one)
  expect(most?.[1] ?? 0, `passages of one ${kind}`).toBeGreaterThan(2)
  return most?.[0] ?? ''
}

/** Nothing is asked without a reason; with one the track is there. */
async function askFor(page: Page): Promise<readonly Point[]> {
  const load = key(page, '回放轨迹')
  await load.waitFor()
  expect(await load.isDisabled()).toBe(true)
  await page.getByLabel('事由').fill('好奇')
  expect(await load.isDisabled()).toBe(true)
  await page.getByLabel('事由').fill(reason)
  const [answer] = await Promise.all([page.waitForResponse((response) => response.url().endsWith('/api/passages/track')), load.click()])
  const { points } = (await answer.json()) as { points: Point[] }
  expect(points.length).toBeGreaterThan(2)
  await page.getByRole('region', { name: '通行点' }).waitFor()
  return points
}

/** The film from its first point to its last, by its keys and by itself. */
async function playThrough(page: Page, points: readonly Point[]): Promise<void> {
  await mapAtRest(page, label)
  const list = page.getByRole('region', { name: '通行点' }).locator('time')
  const times = (await list.evaluateAll((all) => all.map((time) => time.getAttribute('datetime') ?? ''))).map((at) => Date.parse(at))
  expect(times).toEqual(points.map(({ at }) => Date.parse(at)))
  expect(times).toEqual([...times].sort((one, other) => one - other))
  expect(await timeOf(page)).toBe(times[0])
  await key(page, '下一点').click()
  expect(await timeOf(page)).toBe(times[1])
  await key(page, '上一点').click()
  expect(await timeOf(page)).toBe(times[0])
  // it goes on by itself until it is told to wait
  await key(page, '播放').click()
  await expect.poll(() => timeOf(page)).not.toBe(times[0])
  await key(page, '暂停').click()
  const at = await timeOf(page)
  await page.getByText('8×', { exact: true }).click()
  expect(await timeOf(page)).toBe(at)
  const seen: number[] = []
  await page.exposeFunction('noteTime', (time: string) => void seen.push(Date.parse(time)))
  await page.getByRole('region', { name: '通行点' }).evaluate((region) => {
    const note = (window as unknown as { noteTime(time: string): void }).noteTime
    new MutationObserver(() => {
      const time = region.querySelector('[aria-current=step] time')?.getAttribute('datetime')
      if (time) note(time)
    }).observe(region, { attributes: true, subtree: true, attributeFilter: ['aria-current'] })
  })
  await key(page, '播放').click()
  await expect.poll(() => timeOf(page)).toBe(times.at(-1))
  await key(page, '从头播放').waitFor()
  expect(seen.length).toBeGreaterThan(0)
  expect(seen).toEqual([...seen].sort((one, other) => one - other))
}

/** The place where the film stands is marked on the map in full colour; before it came there it was not. */
async function marksTheGround(page: Page, points: readonly Point[]): Promise<void> {
  await page.getByText('平面', { exact: true }).click()
  const placed = points.flatMap(({ gate }, i) => (gate.longitude === null || gate.latitude === null ? [] : [{ i, gate }]))
  const other = placed.find(({ gate }) => gate.longitude !== placed[0]?.gate.longitude) ?? placed[0]
  if (!other) throw new Error('no gate of this track has a position')
  const ground: Ground = [Number(other.gate.longitude), Number(other.gate.latitude)]
  const list = page.getByRole('region', { name: '通行点' }).getByRole('listitem')
  await list.nth(other.i).getByRole('button').click()
  await mapAtRest(page, label)
  const { red, green, blue } = await colourAt(page, await onScreen(page, label, ground))
  expect([red, green, blue].map((part) => Math.round(part / 16))).toEqual([0x0b, 0x6b, 0x6b].map((part) => Math.round(part / 16)))
}

async function audited(subjectId: string): Promise<readonly Entry[]> {
  const auditor = await scene.house.caller('auditor', 'admin')
  const { items } = await auditor.get<{ items: Entry[] }>(`/api/audit/entries?action=passage.tracked&subjectId=${subjectId}&limit=50`)
  return items.filter((entry) => entry.result === 'done')
}

describe('tracks', () => {
  it('[GB42455-8.1.1-g] whoever may and says why plays where a person passed on the model in the order of time, and the use is on record', async () => {
    const id = await busiest('person')
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /社区干部/, `people/${id}?tab=track`)
    const { page } = desk
    const before = (await audited(id)).length
    const points = await askFor(page)
    await mapAtRest(page, label)
    await page.getByText('三维', { exact: true }).click()
    await playThrough(page, points)
    await marksTheGround(page, points)
    const entries = await audited(id)
    expect(entries).toHaveLength(before + 1)
    expect(entries.map((entry) => entry.reason)).toContain(reason)
    // who has no right to it is not offered it
    const other = await scene.sit({ device: 'desktop' })
    await enterOffice(other, scene.house, /物业经理/, `people/${id}`)
    await other.page.getByRole('heading', { level: 1 }).first().waitFor()
    expect(await other.page.getByRole('tab', { name: '轨迹' }).count()).toBe(0)
  })

  it('[GB42455-8.1.2-e] whoever may and says why plays where a plate passed on the map in the order of time, and the use is on record', async () => {
    const id = await busiest('vehicle')
    const officer = await scene.house.caller('community-officer')
    const { values } = await officer.get<{ values: { plate: string } }>(`/api/vehicles/${id}`)
    const desk = await scene.sit({ device: 'desktop' })
    await enterOffice(desk, scene.house, /社区干部/, 'tracks')
    const { page } = desk
    await page.getByLabel('车牌').fill(values.plate)
    const points = await askFor(page)
    await playThrough(page, points)
    await marksTheGround(page, points)
    expect((await audited(id)).map((entry) => entry.reason)).toContain(reason)
  })
})
