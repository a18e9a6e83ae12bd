import type { KeyPlace, WholeKeyPlace } from '@liren/contract/capabilities/hazard'
import { describe, expect, it } from 'vitest'
import type { Seat } from '../../src/browser.ts'
import { addressAt, enterApp, keptByBrowser, lost, reopenAt, shown, takePhoto } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'
import { findingsOn, type Measure } from '../../src/legible.ts'

const scene = journey()
const onPhone: Measure = { contrast: 4.5, largeContrast: 3, textPx: 12, touchPx: 44, mayBeSpaced: false }
const forElders: Measure = { contrast: 7, largeContrast: 4.5, textPx: 18, touchPx: 60, mayBeSpaced: false }

/** A worker at the list, with what is due on the phone. */
async function beginRound(): Promise<Seat> {
  const seat = await scene.sit({ device: 'phone' })
  await enterApp(seat, scene.house, 'repair-worker')
  await keptByBrowser(seat)
  await seat.page.goto(addressAt(scene.house, '/pkg-staff/index'))
  const door = shown(seat).locator('#bench-keys')
  await door.getByText(/今日 \d+ · 逾期 \d+ · 待复查 \d+/).waitFor()
  await door.tap()
  await shown(seat)
    .getByText(/已存 \d+ 处，断网可用/)
    .waitFor()
  return seat
}

/** Opens the place of this name in Fenglin, from the list of this view. */
async function openPlace(seat: Seat, view: string, name: string): Promise<string> {
  await shown(seat).locator(`#segment-${view}`).tap()
  const card = shown(seat).locator('.case-card', { hasText: name }).filter({ hasText: '枫林雅苑' }).first()
  await card.waitFor()
  const id = ((await card.getAttribute('id')) ?? '').replace('key-', '')
  await card.tap()
  await shown(seat).locator('#key-head h2', { hasText: name }).waitFor()
  return id
}

const placeOf = async (id: string): Promise<WholeKeyPlace> =>
  (await scene.house.caller('property-manager')).get<WholeKeyPlace>(`/api/key-places/${id}`)

/** The second item is wrong, in these words. */
async function writeFinding(seat: Seat, words: string): Promise<void> {
  await shown(seat).locator('#item-1-wrong').tap()
  await seat.page.locator('#finding-note').fill(words)
  await seat.page.locator('#level-major').tap()
}

describe('rounds of key places on the phone', () => {
  it('an inspection without network outlives a killed app, with its photos, and arrives once', async () => {
    const seat = await beginRound()
    seat.expectComplaint(lost)
    await seat.context.setOffline(true)
    const id = await openPlace(seat, 'overdue', '1号配电房')
    const before = await placeOf(id)
    await shown(seat).locator('#key-inspect').tap()
    await shown(seat).locator('#item-0-fine').tap()
    await writeFinding(seat, '2号柜有焦味')
    await takePhoto(seat)
    await takePhoto(seat)
    await seat.page.locator('#finding-save').tap()
    await expect.poll(() => seat.page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('2号柜有焦味')

    const again = await reopenAt(seat, addressAt(scene.house, `/pkg-staff/key/inspect?id=${id}`))
    await again.page.locator('#draft-take-up').tap()
    await shown(again).locator('#item-1-said').getByText('照片 2').waitFor()
    await shown(again).locator('#inspect-send').tap()
    await shown(again).getByText('还有 2 项没有填写').waitFor()
    await shown(again).locator('#inspect-rest').tap()
    await shown(again).locator('#inspect-send').tap()
    await expect.poll(() => again.page.evaluate(() => JSON.stringify({ ...localStorage }))).toContain('"state\\":\\"waiting')

    const third = await reopenAt(again, addressAt(scene.house, `/pkg-staff/key?id=${id}`))
    await shown(third).locator('#key-queued').waitFor()
    await third.context.setOffline(false)
    await shown(third).locator('#key-history').getByText('2号柜有焦味').waitFor()
    await expect.poll(() => shown(third).locator('#key-queued').count()).toBe(0)
    const after = await placeOf(id)
    expect(after.inspections.filter(({ findings }) => findings.some(({ note }) => note === '2号柜有焦味'))).toHaveLength(1)
    expect(after.inspections[0]?.findings[1]).toMatchObject({ isOk: false, level: 'major', photos: [{}, {}] })
    expect([after.version, after.openFindings]).toEqual([before.version + 1, 1])
  })

  it('who was slower is told so in words, takes up what they wrote, and sends it again', async () => {
    const seat = await beginRound()
    const id = await openPlace(seat, 'today', '消防控制室')
    await shown(seat).locator('#key-inspect').tap()
    await writeFinding(seat, '主机报故障')
    await seat.page.locator('#finding-save').tap()
    await shown(seat).locator('#inspect-rest').tap()
    seat.expectComplaint(lost)
    await seat.context.setOffline(true)
    await shown(seat).locator('#inspect-send').tap()
    await shown(seat).locator('#key-queued').waitFor()
    const guard = await scene.house.caller('guard')
    const { items, version } = await placeOf(id)
    const findings = items.map((item) => ({ item, isOk: true, note: '' }))
    await guard.post<KeyPlace>(`/api/key-places/${id}/inspections`, { version, findings, note: '', photos: [] })
    seat.expectComplaint(/409/)
    await seat.context.setOffline(false)
    await shown(seat).locator('#key-stopped-0').getByText('这次填写没有送出').waitFor()
    await seat.shot('round-stopped')
    await shown(seat).locator('#key-history').getByText('赵卫国').first().waitFor()
    await shown(seat).locator('#key-take-back-0').tap()
    await shown(seat).locator('#inspect-take-back').tap()
    await shown(seat).locator('#item-1-said').getByText('主机报故障').waitFor()
    await shown(seat).locator('#inspect-send').tap()
    await shown(seat).locator('#key-history').getByText('主机报故障').waitFor()
    expect(await placeOf(id)).toMatchObject({ version: version + 2, open: [{ note: '主机报故障' }] })
  })

  it('findings are looked at again: put right with a photo, or not yet and why', async () => {
    const seat = await beginRound()
    const id = await openPlace(seat, 'findings', '生活水泵房')
    await shown(seat).locator('#key-findings').getByText('无渗漏积水').waitFor()
    await seat.shot('round-place')
    await shown(seat).locator('#recheck-0').tap()
    await seat.page.locator('#recheck-rectified').tap()
    await takePhoto(seat)
    await seat.page.locator('#recheck-send').tap()
    await expect.poll(() => shown(seat).locator('.key-finding').count()).toBe(1)
    await shown(seat).locator('#recheck-0').tap()
    await seat.page.locator('#recheck-notYet').tap()
    await seat.page.locator('#recheck-send').tap()
    await seat.page.getByText('请写明未整改的原因').waitFor()
    await seat.page.locator('#recheck-note').fill('配件下周到')
    await seat.page.locator('#recheck-send').tap()
    await shown(seat).locator('#key-history').getByText('配件下周到').waitFor()
    const { inspections, open } = await placeOf(id)
    expect(inspections.slice(0, 2).map(({ isRecheck, isPassed }) => [isRecheck, isPassed])).toEqual([
      [true, false],
      [true, true],
    ])
    expect(inspections[1]?.findings[0]?.photos).toHaveLength(1)
    expect(open).toHaveLength(1)
  })

  for (const [name, measure] of [
    ['as it is', onPhone],
    ['for elders', forElders],
  ] as const)
    it(`a place, its list and its sheets, ${name}, are clear and large enough, light and dark`, async () => {
      const seat = await scene.sit({ device: 'phone' })
      await enterApp(seat, scene.house, 'repair-worker')
      if (measure === forElders) {
        await seat.page.goto(addressAt(scene.house, '/pages/me'))
        await seat.page.locator('#elder-switch').filter({ visible: true }).tap()
      }
      const wrong: string[] = []
      const look = async (what: string) => {
        for (const colorScheme of ['dark', 'light'] as const) {
          await seat.page.emulateMedia({ colorScheme })
          await seat.page.evaluate(() => new Promise((drawn) => requestAnimationFrame(() => requestAnimationFrame(drawn))))
          await seat.shot(`round-${what}-${measure === forElders ? 'elder-' : ''}${colorScheme}`)
          wrong.push(
            ...(await findingsOn(seat.page, measure)).map(
              ({ rule, figure, what: at }) => `${what} ${colorScheme} ${rule} ${figure}: ${at}`,
            ),
          )
        }
      }
      await seat.page.goto(addressAt(scene.house, '/pkg-staff/keys'))
      await shown(seat)
        .getByText(/断网可用/)
        .waitFor()
      await look('list')
      await openPlace(seat, 'findings', '生活水泵房')
      await look('place')
      await shown(seat).locator('#recheck-0').tap()
      await look('recheck')
      await seat.page.locator('#recheck-sheet .sheet-close').tap()
      await shown(seat).locator('#key-inspect').tap()
      await shown(seat).locator('#item-0-fine').tap()
      await writeFinding(seat, '水压偏低')
      await look('finding')
      await seat.page.locator('#finding-save').tap()
      await shown(seat).locator('#item-1-said').waitFor()
      await look('form')
      expect(wrong).toEqual([])
    })
})
