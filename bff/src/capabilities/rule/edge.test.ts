import type { RuleContent } from '@liren/contract/capabilities/rule'
import { type RulesAnswer, rulesText, type SignedRulesAnswer } from '@liren/contract/device-rules'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, playBridge } from '../device/testing.ts'
import { openRules } from './testing.ts'

describeStores('rules at the edge', (open) => {
  let app: TestApp
  let village: Village
  let set: Awaited<ReturnType<typeof openRules>>
  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-03-02T10:00+08:00') })
    village = await makeVillage(app)
    set = await openRules(app, village, 'edge-bridge')
  })
  afterAll(() => app.close())
  const ask = async (revision: number) => body(await set.bridge.ask<RulesAnswer>('rules', { revision }))
  const content = (given: RuleContent['given'] = []): RuleContent => ({
    when: [
      { kind: 'event', of: { by: 'kind', kind: 'lift' }, type: 'lift.ebike', where: [{ path: 'isInside', is: 'equal', value: true }] },
    ],
    given,
    actions: [
      { kind: 'command', to: { by: 'cause' }, order: { name: 'lift.hold-door', values: { isHeld: true } }, ttlSeconds: 15 },
      { kind: 'message', to: 'handlers', title: '车在电梯里', body: '请去看' },
    ],
    restSeconds: 5,
  })

  it('are told to nobody whose signature is not that of the bridge', async () => {
    const stranger = await playBridge(app, set.scene.admin, 'edge-stranger')
    const payload = JSON.stringify({
      ask: 'rules',
      bridge: 'edge-bridge',
      at: app.clock.now(),
      nonce: 'a-nonce-of-a-stranger',
      revision: 0,
    })
    expect((await app.call('POST', '/api/bridge/rules/next', { body: stranger.sign(payload) })).error?.code).toBe('bridge.signature')
  })

  it('are nothing while there are none', async () => {
    expect(await ask(0)).toMatchObject({ revision: 0, rules: null })
  })

  it('go to the bridge with a number, run there once it has them, and what it did comes back', async () => {
    await set.device('edge-lift', 'lift-monitor', { placeId: village.unit.id })
    const rule = await set.make(content([[{ kind: 'time', from: '00:00', until: '23:59' }]]))
    const first = await ask(0)
    expect(first.rules).toMatchObject([
      {
        when: [{ kind: 'event', devices: ['edge-lift'], type: 'lift.ebike' }],
        given: [{ kind: 'time', fromMinute: 0, untilMinute: 1439, offsetMinutes: 480 }],
        actions: [{ device: 'edge-lift', order: { name: 'lift.hold-door', values: { isHeld: true } }, ttlMs: 15_000 }],
        restMs: 5000,
      },
    ])
    expect((await set.read(rule.id)).runs).toEqual({ at: 'edge', bridges: [{ code: 'edge-bridge', isTaken: false }] })
    // told but not confirmed: the house still does it
    await set.say('edge-lift', 'lift.ebike', { isInside: true })
    expect(await set.commands()).toHaveLength(1)
    expect(await ask(first.revision)).toMatchObject({ revision: first.revision, rules: null })
    expect((await set.read(rule.id)).runs.bridges).toEqual([{ code: 'edge-bridge', isTaken: true }])
    await app.clock.advance(60_000)
    await set.say('edge-lift', 'lift.ebike', { isInside: true })
    expect(await set.commands()).toEqual([])
    expect(await set.firings(rule)).toHaveLength(1)
    const [compiled] = first.rules ?? []
    const letters = async () => (await set.letters(village.tokens.worker)).filter((title) => title === '车在电梯里').length
    const before = await letters()
    const at = app.clock.now()
    const action = { device: 'edge-lift', name: 'lift.hold-door', commandId: 'edge-1', isTaken: true }
    await set.say('edge-lift', 'rule.fired', {
      ...{ ruleId: compiled?.id, version: compiled?.version, cause: { device: 'edge-lift', type: 'lift.ebike', at }, actions: [action] },
    })
    const [reported] = await set.firings(rule)
    expect(reported).toMatchObject({ ranAt: 'edge', cause: { device: { code: 'edge-lift' } } })
    expect(reported?.outcomes.map((one) => [one.subject, one.isDone])).toEqual([
      ['edge-command', true],
      [null, true],
    ])
    expect(await letters()).toBe(before + 1)
    expect(await set.commands()).toEqual([])
    await set.turn(rule, false)
    expect((await ask(first.revision)).rules).toEqual([])
  })

  it('are signed by the house for that one question, and for nothing that was changed in it', async () => {
    const question = (nonce: string) => ({ ask: 'rules', bridge: set.bridge.code, at: app.clock.now(), nonce, revision: 0 })
    const answered = async (nonce: string) => {
      const signed = set.bridge.sign(JSON.stringify(question(nonce)))
      return body(await app.call<SignedRulesAnswer>('POST', '/api/bridge/rules/next', { body: signed }))
    }
    const answer = await answered('a-question-of-the-edge-1')
    const holds = (asked: string, told: SignedRulesAnswer, one = told.signatures[0]) =>
      one !== undefined &&
      app.kernel.crypto.verify(
        one.publicKey,
        Buffer.from(rulesText({ bridge: set.bridge.code, nonce: asked }, told)),
        Buffer.from(one.signature, 'base64'),
      )
    expect(holds('a-question-of-the-edge-1', answer)).toBe(true)
    expect(holds('a-question-of-the-edge-2', answer)).toBe(false)
    expect(holds('a-question-of-the-edge-1', { ...answer, revision: answer.revision + 1 })).toBe(false)
    expect(holds('a-question-of-the-edge-1', { ...answer, rules: null })).toBe(false)
  })

  it('come again with the next number when a device comes, and stay with the house where a bridge cannot decide alone', async () => {
    const rule = await set.make(content([[{ kind: 'property', property: 'passengers', is: 'above', value: 0 }]]))
    const one = await ask(0)
    expect(one.rules).toHaveLength(1)
    expect(one.rules?.[0]?.given).toMatchObject([
      { kind: 'last', device: 'edge-lift', type: 'lift.state', compare: { path: 'passengers' } },
    ])
    await set.device('edge-lift-2', 'lift-monitor', { placeId: village.unit.id })
    await app.kernel.store.tx((tx) =>
      app.kernel.store.run("UPDATE counters SET value = value + 1 WHERE name LIKE 'bridge-register:%'", [], tx),
    )
    const two = await ask(one.revision)
    expect([two.revision, two.rules?.length]).toEqual([one.revision + 1, 2])
    const house = await set.make(content([[{ kind: 'time', from: '00:00', until: '23:59', not: true }]]), { name: '只在平台' })
    const three = await ask(two.revision)
    expect(three).toMatchObject({ revision: two.revision, rules: null })
    expect((await set.read(house.id)).runs).toEqual({ at: 'cloud', bridges: [] })
    await set.turn(rule, false)
    await set.turn(house, false)
  })
})
