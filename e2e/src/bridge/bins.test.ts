import type { AlarmSummary } from '@liren/contract/capabilities/alarm'
import type { CameraClip } from '@liren/contract/capabilities/camera'
import type { WasteKind } from '@liren/contract/capabilities/waste'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { recorderOf } from '../../../bff/src/capabilities/camera/recorder.ts'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { startCameraSim } from '../../../simulators/src/camera/cameras.ts'
import { openSortingBin, type SortingBin } from '../../../simulators/src/things/sorting-bin.ts'
import { type Gate, openGate } from './gate.ts'

/** Two bins that dial the bridge themselves, and a camera above them. */
describeStores('bins that open for what belongs in them', (open) => {
  let gate: Gate
  let pictures: Awaited<ReturnType<typeof startCameraSim>>
  let kitchen: SortingBin
  let residual: SortingBin
  const stop = new AbortController()
  const { signal } = stop
  beforeAll(async () => {
    let now = () => Date.now()
    pictures = await startCameraSim({ now: () => now() })
    gate = await openGate(open, { settings: { LIREN_CAMERA_URL: pictures.url } })
    now = () => gate.app.clock.now()
    for (const [code, kind] of [
      ['bin-kitchen', 'kitchen'],
      ['bin-residual', 'residual'],
    ] as const) {
      const { id } = await gate.put(code, 'sorting-bin')
      const token = gate.village.tokens.manager
      body(await gate.app.call('PUT', `/api/waste/bins/${id}`, { token, body: { kinds: [kind], version: 0 } }))
    }
    await gate.start()
    const stage = { mqttUrl: gate.mqttUrl(), now, chance: () => 1, signal, port: async () => undefined, note: () => undefined }
    const playing = (code: string, kind: WasteKind) => openSortingBin(stage, { code, secret: gate.secretOf(code), kind }, 20)
    kitchen = await playing('bin-kitchen', 'kitchen')
    residual = await playing('bin-residual', 'residual')
  }, 90_000)
  afterAll(async () => {
    stop.abort()
    await gate?.close()
    await pictures?.close()
  }, 60_000)

  const spoken = async (code: string) =>
    (await gate.commands(code)).filter(({ name }) => name === 'voice.play').map(({ values, state }) => [values.text, state])
  const worked = (what: () => boolean | Promise<boolean>) =>
    until(async () => {
      await gate.app.work()
      return what()
    })
  const held = { person: '', confidencePercent: 93, droppedKg: 1.25 }

  it('[GB42455-6.4.5-c.3] opens the bin for what it is meant for, shuts it after the drop, and leaves it shut for anything else', async () => {
    await kitchen.bring({ ...held, kind: 'hazardous' })
    await worked(() => kitchen.course.length > 0)
    expect(kitchen.course).toEqual(['spoke'])
    await kitchen.bring({ ...held, kind: 'kitchen' })
    await worked(async () => (await gate.heard('bin-kitchen', 'bin.closed')).length > 0)
    expect(kitchen.course).toEqual(['spoke', 'opened', 'shut'])
    expect((await gate.heard('bin-kitchen', 'bin.dropped')).map(({ values }) => values)).toMatchObject([
      { kind: 'kitchen', recognised: 'kitchen', confidencePercent: 93, weightKg: 1.25 },
    ])
    const orders = await gate.commands('bin-kitchen')
    expect(orders.map(({ name, values }) => [name, values.kind])).toEqual([
      ['voice.play', undefined],
      ['bin.open', 'kitchen'],
    ])
    // a code was shown, but the thing in the hand belongs next door
    await kitchen.bring({ ...held, person: 'LR880000000001', kind: 'residual' })
    await worked(() => kitchen.course.length === 4)
    expect(kitchen.course.at(-1)).toBe('spoke')
    expect(residual.course).toEqual([])
    await residual.bring({ ...held, person: 'LR880000000001', kind: 'residual' })
    await worked(async () => (await gate.heard('bin-residual', 'bin.closed')).length > 0)
    expect(residual.course).toEqual(['opened', 'shut'])
    expect(kitchen.course).toHaveLength(4)
  }, 90_000)

  it('[GB42455-8.3.3-d.2] a bag left beside a bin raises an alarm with a picture of the place, and the bin says at once what to do', async () => {
    const camera = await gate.scene.made({ code: 'cam-bins', name: '投放点摄像机', productId: gate.scene.product('area-camera') })
    const covers = [{ kind: 'area', placeId: gate.village.garden.id, deviceId: null, facade: null }]
    const setup = { source: 'simulator', url: 'area-7', user: '', hasPeople: true, isBuffered: true, sirenId: null, covers, version: 0 }
    const token = gate.village.tokens.manager
    body(await gate.app.call('PUT', `/api/cameras/${camera.id}`, { token, body: setup }))
    await recorderOf(gate.app.kernel).round()
    await kitchen.tell({ misused: 'left-outside', confidencePercent: 91 })
    await until(async () => (await gate.alarms('bin-kitchen')).length > 0)
    const [bag] = await gate.alarms('bin-kitchen')
    expect(bag).toMatchObject({ kind: 'bin-misused', part: 'left-outside', place: { path: gate.village.garden.path } })
    const seen = async () =>
      body(
        await gate.app.call<{ items: { camera: { id: string }; why: string; clips: CameraClip[] }[] }>(
          'GET',
          `/api/alarms/${(bag as AlarmSummary).id}/cameras`,
          { token },
        ),
      ).items
    await until(async () => {
      await recorderOf(gate.app.kernel).round()
      await gate.app.clock.advance(1000)
      return (await seen())[0]?.clips.some(({ kind, state }) => kind === 'still' && state === 'kept') === true
    })
    expect((await seen()).map((one) => [one.camera.id, one.why])).toEqual([[camera.id, 'scene']])
    await until(async () => (await spoken('bin-kitchen')).at(-1)?.[1] === 'done')
    expect((await spoken('bin-kitchen')).at(-1)).toEqual(['请勿将垃圾放在桶外，请分类投入桶内', 'done'])
    expect(kitchen.course.at(-1)).toBe('spoke')
  }, 90_000)
})
