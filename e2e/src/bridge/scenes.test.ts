import type { Firing, Rule, RuleContent } from '@liren/contract/capabilities/rule'
import type { WasteBoard } from '@liren/contract/capabilities/waste'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { body } from '../../../bff/src/capabilities/device/testing.ts'
import { describeStores } from '../../../bff/test/stores.ts'
import { until } from '../../../device-bridge/test/stand.ts'
import { openSortingBin, type SortingBin } from '../../../simulators/src/things/sorting-bin.ts'
import { code } from '../../../tools/src/checks/files.ts'
import { sideReaders } from '../../../tools/src/checks/thing-door.ts'
import { type Gate, openGate } from './gate.ts'

const full = '桶已满，请投放到邻近的桶内'

/** One bin behind a real bridge; two scenes that know nothing of each other. */
describeStores('one device and two scenes', (open) => {
  let gate: Gate
  let bin: SortingBin
  const stop = new AbortController()
  beforeAll(async () => {
    gate = await openGate(open)
    const { id } = await gate.put('bin-two', 'sorting-bin')
    const token = gate.village.tokens.manager
    body(await gate.app.call('PUT', `/api/waste/bins/${id}`, { token, body: { kinds: ['kitchen'], version: 0 } }))
    await gate.start()
    const { signal } = stop
    const stage = {
      ...{ mqttUrl: gate.mqttUrl(), now: () => gate.app.clock.now(), chance: () => 1, signal },
      ...{ port: async () => undefined, note: () => undefined },
    }
    bin = await openSortingBin(stage, { code: 'bin-two', secret: gate.secretOf('bin-two'), kind: 'kitchen' }, 20)
  }, 90_000)
  afterAll(async () => {
    stop.abort()
    await gate?.close()
  }, 60_000)

  const manager = () => gate.village.tokens.manager
  const get = async <T>(path: string) => body(await gate.app.call<T>('GET', path, { token: manager() }))
  const worked = (what: () => Promise<boolean>) =>
    until(async () => {
      await gate.app.work()
      return what()
    })
  const shown = async () => (await get<WasteBoard>('/api/waste/board')).bins[0]
  const asked = async () => (await gate.commands('bin-two')).map(({ name, state }) => [name, state])

  it('[ZJWL-5.5] sorting and rules read and command the same bin by the thing engine, and by nothing beside it', async () => {
    const { id } = gate.device('bin-two')
    const content: RuleContent = {
      when: [
        { kind: 'window', of: { by: 'device', ids: [id] }, property: 'level', take: 'least', seconds: 600, is: 'at-least', value: 90 },
      ],
      given: [],
      restSeconds: 0,
      actions: [{ kind: 'command', to: { by: 'cause' }, order: { name: 'voice.play', values: { text: full } } }],
    }
    const draft = { name: '满桶提示', placeId: gate.village.estate.id, content }
    const made = { token: manager(), body: { ...draft, isEnabled: true } }
    const rule = body(await gate.app.call<Rule>('POST', '/api/rules', made), 201)

    // Both read the one device: the board of sorting its last word, the rule the least of ten minutes.
    await bin.tell({ percent: 40, weightKg: 12.5 })
    await worked(async () => (await shown())?.percent === 40)
    expect(await shown()).toMatchObject({ id, percent: 40, weightKg: 12.5, presence: 'online' })
    expect(await get(`/api/rules/firings?ruleId=${rule.id}`)).toMatchObject({ items: [] })
    expect(await asked()).toEqual([])

    // Both command it: sorting opens the door for what belongs in it, the rule lets it speak once it is full.
    await bin.bring({ person: '', kind: 'kitchen', confidencePercent: 93, droppedKg: 1.25 })
    await worked(async () => bin.course.includes('shut'))
    await gate.app.clock.advance(11 * 60_000)
    await bin.tell({ percent: 95, weightKg: 20 })
    await worked(async () => bin.course.includes('spoke'))
    expect(bin.course).toEqual(['opened', 'shut', 'spoke'])
    await worked(async () => (await asked()).every(([, state]) => state === 'done'))
    expect(await asked()).toEqual([
      ['bin.open', 'done'],
      ['voice.play', 'done'],
    ])
    expect(await shown()).toMatchObject({ percent: 95, weightKg: 20 })
    const { items } = await get<{ items: Firing[] }>(`/api/rules/firings?ruleId=${rule.id}`)
    expect(items.map(({ outcomes }) => outcomes)).toMatchObject([[{ isDone: true, subject: 'command' }]])

    // Neither scene, nor any other, names a table of the engine or a file behind its door; one that did would be found.
    const source = code()
    expect(sideReaders(source)).toEqual([])
    for (const scene of ['waste', 'rule'] as const) {
      const own = source.filter(({ path }) => path.startsWith(`bff/src/capabilities/${scene}/`))
      expect(own.some(({ text }) => /engines\/thing\/index\.ts|device\/read\.ts/.test(text))).toBe(true)
      const aside = { path: `bff/src/capabilities/${scene}/aside.ts`, text: "'SELECT value FROM device_points'" }
      expect(sideReaders([...own, aside])).toHaveLength(1)
    }
  }, 90_000)
})
