import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { Device } from '@liren/contract/capabilities/device'
import type {
  ClearingTask,
  GuideItem,
  OwnWaste,
  WasteBoard,
  WasteCard,
  WasteDays,
  WasteGuide,
  WasteTrip,
} from '@liren/contract/capabilities/waste'
import type { CommandsAnswer } from '@liren/contract/device-commands'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'

describeStores('waste', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let bin: Device
  let card: string
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-04-18T09:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    bridge = await playBridge(app, scene.admin, 'waste-bridge')
    bin = await scene.running({ code: 'bin-1', name: '1号投放点厨余桶', productId: scene.product('sorting-bin'), bridge: bridge.code })
    await scene.running({ code: 'sewage-1', name: '污水总表', productId: scene.product('sewage-meter'), bridge: bridge.code })
  })
  afterAll(() => app.close())

  type Who = keyof Village['tokens']
  const get = <T>(path: string, who: Who = 'manager') => app.call<T>('GET', `/api/waste/${path}`, { token: village.tokens[who] })
  const send = <T>(method: 'PUT' | 'POST', path: string, content: object, who: Who = 'manager') =>
    app.call<T>(method, `/api/waste/${path}`, { token: village.tokens[who], body: content })
  const says = async (type: string, values: object, code = 'bin-1') => {
    await app.clock.advance(60_000)
    await bridge.tell(bridge.event(code, type, values))
    await app.work()
  }
  const board = async () => body(await get<WasteBoard>('board'))
  const tasks = async (who: Who = 'worker') => body(await get<{ items: ClearingTask[] }>('tasks', who)).items
  let after = 0
  const orders = async () => {
    const { commands } = body(await bridge.ask<CommandsAnswer>('commands', { after }))
    after = Math.max(after, ...commands.map(({ sequence }) => sequence))
    return commands.map(({ name, values }) => ({ name, values }))
  }

  it('shows nobody what is not their business, and takes no changes from them', async () => {
    for (const path of ['board', 'days?from=2026-04-01&to=2026-04-18', 'trips'])
      for (const who of ['resident', 'gridWorker'] as const) expect((await get(path, who)).status, `${who} ${path}`).toBe(403)
    expect((await get('tasks', 'resident')).status).toBe(403)
    expect((await get('own')).status).toBe(403)
    expect((await send('PUT', `bins/${bin.id}`, { kinds: ['kitchen'], version: 0 }, 'worker')).status).toBe(403)
    expect((await send('POST', 'card', { houseId: village.estate.id }, 'resident')).status).toBe(404)
    expect((await get('days?from=2026-04-18&to=2026-04-01')).status).toBe(422)
    expect((await get('days?from=2025-01-01&to=2026-04-01')).status).toBe(422)
  })

  it('opens the right bin for what was recognised and for nothing else', async () => {
    await says('bin.asked', { kind: 'kitchen', confidencePercent: 92 })
    expect(await orders()).toMatchObject([{ name: 'voice.play' }])
    body(await send('PUT', `bins/${bin.id}`, { kinds: ['kitchen'], version: 0 }))
    expect((await send('PUT', `bins/${bin.id}`, { kinds: ['residual'], version: 0 })).status).toBe(409)
    await says('bin.asked', { kind: 'kitchen', confidencePercent: 92 })
    const [opening] = await orders()
    // it shuts by itself after the drop: the order says after how long at the latest
    expect(opening).toEqual({ name: 'bin.open', values: { kind: 'kitchen', seconds: 20 } })
    for (const wrong of [{ kind: 'hazardous', confidencePercent: 98 }, { kind: 'kitchen', confidencePercent: 41 }, {}]) {
      await says('bin.asked', wrong)
      expect((await orders()).map(({ name }) => name)).toEqual(['voice.play'])
    }
  })

  it('[GB42455-6.4.5-c.1] [GB42455-6.4.5-c.2] keeps each drop with class, confidence and weight for the household whose code was shown', async () => {
    const { homes } = body(await get<OwnWaste>('own', 'resident'))
    const houseId = homes[0]?.houseId as string
    card = body(await send<WasteCard>('POST', 'card', { houseId }, 'resident')).code
    expect(body(await send<WasteCard>('POST', 'card', { houseId }, 'resident')).code).toBe(card)
    await says('bin.dropped', { person: card, kind: 'kitchen', recognised: 'kitchen', confidencePercent: 93, weightKg: 1.25 })
    await says('bin.dropped', { person: card, kind: 'kitchen', recognised: 'residual', confidencePercent: 71, weightKg: 0.5, volumeL: 3 })
    await says('bin.dropped', { person: 'LRnobodyknowsit', kind: 'kitchen', weightKg: 2 })
    const own = body(await get<OwnWaste>('own', 'resident'))
    expect(own.drops).toMatchObject([
      { kind: 'kitchen', recognised: 'residual', confidencePercent: 71, weightKg: 0.5, volumeL: 3, isRight: false },
      { kind: 'kitchen', recognised: 'kitchen', confidencePercent: 93, weightKg: 1.25, isRight: true, bin: '1号投放点厨余桶' },
    ])
    expect(own.totals).toEqual([{ kind: 'kitchen', drops: 2, weightKg: 1.75, volumeL: 3 }])
    expect(own.sortingRate).toBe(50)
  })

  it('[SZSQ-5.2.1-c.1] [GB42455-8.3.3-e.1] brings the weight of bins and the flow of sewage to the live board and the totals of the day', async () => {
    await says('bin.level', { percent: 44, weightKg: 18.5 })
    await says('sewage.flow', { totalM3: 1000, flowM3h: 2.5 }, 'sewage-1')
    await says('sewage.flow', { totalM3: 1001.25, flowM3h: 3 }, 'sewage-1')
    const now = await board()
    expect(now.bins).toMatchObject([{ id: bin.id, percent: 44, weightKg: 18.5, kinds: ['kitchen'] }])
    expect(now.sewage).toMatchObject([{ name: '污水总表', flowM3h: 3, todayM3: 1.25 }])
    expect(now).toMatchObject({ sewageM3: 1.25, drops: 3, droppedKg: 3.75, sortingRate: 50 })
    await says('sewage.flow', { totalM3: 4 }, 'sewage-1')
    await says('sewage.flow', { totalM3: 4.5 }, 'sewage-1')
    expect((await board()).sewageM3).toBe(1.75)
  })

  it('[ZJWL-6.2.4.3] keeps a collection with its weight, and what stays in the bins is what was dropped less what was collected', async () => {
    await says('bin.collected', { weightKg: 3.25, vehicle: '江A·D7721' })
    expect(body(await get<{ items: WasteTrip[] }>('trips')).items).toMatchObject([
      { weightKg: 3.25, vehicle: '江A·D7721', bin: { id: bin.id } },
    ])
    const { days } = body(await get<WasteDays>('days?from=2026-04-17&to=2026-04-18'))
    expect(days).toMatchObject([
      { day: '2026-04-17', drops: 0, droppedKg: 0, balanceKg: 0, sortingRate: null },
      { day: '2026-04-18', drops: 3, droppedKg: 3.75, collectedKg: 3.25, balanceKg: 0.5 },
    ])
  })

  it('[ZJWL-7.2.2.5.4] feeds the charts of sorting and disposal with totals that are those of the records', async () => {
    await says('bin.dropped', { kind: 'recyclable', recognised: 'recyclable', confidencePercent: 88, weightKg: 4 })
    const whole = body(await get<WasteDays>('days?from=2026-04-01&to=2026-04-18'))
    expect(whole.kinds).toEqual([
      { kind: 'recyclable', drops: 1, droppedKg: 4, collectedKg: 0 },
      { kind: 'kitchen', drops: 3, droppedKg: 3.75, collectedKg: 3.25 },
    ])
    expect(whole).toMatchObject({ droppedKg: 7.75, collectedKg: 3.25, sortingRate: 66.67 })
    expect(whole.days.reduce((sum, day) => sum + day.droppedKg, 0)).toBe(7.75)
    expect(body(await get<WasteDays>('days?from=2026-04-01&to=2026-04-18', 'farManager')).droppedKg).toBe(0)
  })

  it('[SZSQ-5.2.1-c.2] [GB42455-8.3.3-e.2] sends whoever clears bins to a full one, once, and closes by a photo or by the bin itself', async () => {
    await says('bin.level', { percent: 93 })
    await says('bin.level', { percent: 95 })
    const alarms = body(
      await app.call<{ items: AlarmSummary[] }>('GET', '/api/alarms?kind=bin-full', { token: village.tokens.worker }),
    ).items
    expect(alarms).toHaveLength(1)
    const [task, ...others] = await tasks()
    expect(others).toEqual([])
    expect(task).toMatchObject({ state: 'open', percent: 93, bin: { id: bin.id }, can: ['clear'] })
    const letters = body(
      await app.call<{ items: { title: { zh: string } }[] }>('GET', '/api/messages', { token: village.tokens.worker }),
    ).items
    expect(letters.map(({ title }) => title.zh)).toContain('垃圾桶已满：1号投放点厨余桶')
    expect(await tasks('farManager')).toEqual([])

    const { id, version } = task as ClearingTask
    expect((await send('POST', `tasks/${id}/actions/clear`, { version, photos: [] }, 'worker')).body).toMatchObject({
      error: { code: 'waste.proof' },
    })
    expect((await send('POST', `tasks/${id}/actions/clear`, { version, photos: [bin.id] }, 'worker')).status).toBe(422)
    expect((await tasks())[0]).toMatchObject({ state: 'open', version })
    const photo = await app.photo(village.tokens.worker as string)
    const cleared = body(await send<ClearingTask>('POST', `tasks/${id}/actions/clear`, { version, photos: [photo] }, 'worker'))
    expect(cleared).toMatchObject({ state: 'done', proof: 'photo', photos: [{ id: photo }], can: [] })
    expect((await send('POST', `tasks/${id}/actions/clear`, { version: version + 1, photos: [photo] }, 'worker')).status).toBe(409)

    await says('bin.level', { percent: 92 })
    expect((await tasks()).map(({ state }) => state)).toEqual(['open', 'done'])
    await says('bin.level', { percent: 50 })
    expect((await tasks())[0]?.state).toBe('open')
    await says('bin.level', { percent: 6 })
    expect((await tasks())[0]).toMatchObject({ state: 'done', proof: 'empty', doneBy: null })
  })

  it('[GB42455-8.3.3-d.1] tells a resident of which kind a thing is and where it is dropped, as those who keep the guide wrote it', async () => {
    const look = async (q: string) => body(await get<WasteGuide>(`guide?q=${encodeURIComponent(q)}`, 'resident'))
    const found = await look('电池')
    expect(found.items.map(({ name, kind }) => `${name} ${kind}`)).toContain('纽扣电池 hazardous')
    expect(found.points).toMatchObject([{ name: '1号投放点厨余桶', kinds: ['kitchen'], isFull: false }])
    expect((await look('咖啡胶囊')).items).toEqual([])
    const item = { name: '咖啡胶囊', kind: 'residual', hint: '倒出咖啡渣', isShown: true, version: 0 }
    expect((await send('PUT', 'guide/items', item, 'worker')).status).toBe(403)
    const made = body(await send<GuideItem>('PUT', 'guide/items', item))
    expect((await look('咖啡')).items).toMatchObject([{ name: '咖啡胶囊', kind: 'residual', hint: '倒出咖啡渣' }])
    expect((await send('PUT', 'guide/items', item)).body).toMatchObject({ error: { code: 'waste.item-known' } })
    body(await send('PUT', 'guide/items', { ...item, id: made.id, kind: 'recyclable', version: made.version }))
    expect((await send('PUT', 'guide/items', { ...item, id: made.id, version: made.version })).status).toBe(409)
    expect((await look('咖啡')).items).toMatchObject([{ kind: 'recyclable' }])
    body(await send('PUT', 'guide/items', { ...item, id: made.id, isShown: false, version: made.version + 1 }))
    expect((await look('咖啡')).items).toEqual([])
  })
})
