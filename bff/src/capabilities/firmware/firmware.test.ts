import { createHash } from 'node:crypto'
import type { Device } from '@liren/contract/capabilities/device'
import type { FirmwarePackage, FirmwareRunning, Rollout, RolloutTarget } from '@liren/contract/capabilities/firmware'
import type { CommandsAnswer } from '@liren/contract/device-commands'
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../test/app.ts'
import { peek } from '../../../test/peek.ts'
import { describeStores } from '../../../test/stores.ts'
import { makeVillage, type Village } from '../../../test/village.ts'
import { body, openScene, type PlayedBridge, playBridge } from '../device/testing.ts'
import { fileKey } from './packages.ts'

const sm3 = (bytes: string): string => createHash('sm3').update(bytes).digest('hex')

describeStores('firmware', (open) => {
  let app: TestApp
  let village: Village
  let scene: Awaited<ReturnType<typeof openScene>>
  let bridge: PlayedBridge
  let pile: string
  let bridges = 0
  let releases = 0
  let keys = 0

  beforeAll(async () => {
    app = await startTestApp(open, { start: Date.parse('2026-05-06T09:00+08:00') })
    village = await makeVillage(app)
    scene = await openScene(app, village)
    pile = scene.product('ebike-charger')
  })
  afterAll(() => app.close())
  beforeEach(async () => {
    bridge = await playBridge(app, scene.admin, `fleet-${++bridges}`)
  })

  const manager = () => village.tokens.manager
  const admin = () => scene.admin
  const upload = async (release: string, bytes: string, more: { token?: string; key?: string; productId?: string } = {}) => {
    const form = new FormData()
    form.append('file', new Blob([bytes]), 'firmware.bin')
    const query = new URLSearchParams({ productId: more.productId ?? pile, release, notes: '修复计量误差' })
    const headers = { authorization: `Bearer ${more.token ?? admin()}`, 'idempotency-key': more.key ?? `firmware-upload-${++keys}-key` }
    const answer = await fetch(`${app.origin}/api/firmware/packages?${query}`, { method: 'POST', headers, body: form })
    return { status: answer.status, body: (await answer.json()) as FirmwarePackage & { error?: { code: string } } }
  }
  const released = async (bytes = 'a build') => {
    const answer = await upload(`2.0.${++releases}`, bytes)
    expect(answer.status, JSON.stringify(answer.body)).toBe(201)
    return answer.body
  }
  /** In the order of their ids, in which they are told. */
  const piles = async (n: number): Promise<Device[]> => {
    const made = Array.from({ length: n }, (_, i) => scene.running({ productId: pile, name: `${i + 1}号桩`, bridge: bridge.code }))
    return (await Promise.all(made)).sort((a, b) => (a.id < b.id ? -1 : 1))
  }
  const group = async (devices: readonly Device[]) => {
    const made = body(
      await app.call<{ id: string; version: number }>('POST', '/api/device-groups', {
        token: manager(),
        body: { name: '充电桩', description: '', placeId: village.estate.id },
      }),
      201,
    )
    const deviceIds = devices.map(({ id }) => id)
    body(
      await app.call('PUT', `/api/device-groups/${made.id}`, {
        token: manager(),
        body: { name: '充电桩', description: '', deviceIds, version: made.version },
      }),
    )
    return made.id
  }
  const start = (more: object, token = manager()) =>
    app.call<Rollout>('POST', '/api/firmware/rollouts', {
      token,
      body: { first: 1, perStep: 2, mostFailures: 0, holdsAfterFirst: false, patienceMinutes: 30, reason: '计量修复', ...more },
    })
  const read = async (id: string) => body(await app.call<Rollout>('GET', `/api/firmware/rollouts/${id}`, { token: manager() }))
  const targets = async (id: string, query = '') =>
    body(
      await app.call<{ items: RolloutTarget[]; next?: string }>('GET', `/api/firmware/rollouts/${id}/targets${query}`, {
        token: manager(),
      }),
    )
  const states = async (id: string) =>
    Object.fromEntries((await targets(id)).items.map(({ device, state, cause }) => [device.code, cause ? `${state} ${cause}` : state]))
  const move = (action: string, { id, version }: Rollout, token = manager()) =>
    app.call<Rollout>('POST', `/api/firmware/rollouts/${id}/${action}`, { token, body: { reason: '值班决定', version } })
  const advance = () => scene.runJob('firmware.advance')
  /** Whom the bridge would be told of now; a question about nothing would be held open. */
  const waiting = () =>
    peek<{ device_code: string }>(
      app.kernel.store,
      `SELECT device_code FROM device_commands WHERE bridge_id = (SELECT id FROM bridges WHERE code = ?)
       AND state IN ('waiting', 'sent') AND expires_at > ?`,
      [bridge.code, app.clock.now()],
    )
  const commands = async () => {
    if ((await waiting()).length === 0) return []
    const list = body(await bridge.ask<CommandsAnswer>('commands', { after: 0 })).commands
    return list.flatMap((one) => (one.name === 'firmware.update' ? [one] : []))
  }
  const says = async (code: string, ...told: [string, object][]) => {
    await bridge.tell(...told.map(([type, values]) => bridge.event(code, type, values)))
    await app.work()
  }
  const runs = (code: string, firmware: string) => says(code, ['device.described', { firmware }])

  it('is nobody’s business who may not, elsewhere, and where what is asked makes no sense', async () => {
    for (const path of ['packages', 'running', 'rollouts', 'preview'])
      expect((await app.call('GET', `/api/firmware/${path}`)).status, path).toBe(401)
    for (const who of ['resident', 'worker', 'officer'] as const)
      expect((await app.call('GET', '/api/firmware/packages', { token: village.tokens[who] })).status, who).toBe(403)
    expect((await upload('9.9', 'x', { token: manager() })).status).toBe(403)
    const pack = await released()
    expect((await upload(pack.release, 'another')).body.error?.code).toBe('firmware.release-taken')
    expect((await upload('9.9', '')).body.error?.code).toBe('firmware.empty')
    expect((await upload('9.9', 'x', { productId: village.house.id })).body.error?.code).toBe('firmware.product-unknown')
    expect((await start({ packageId: pack.id })).error?.code).toBe('firmware.nobody')
    expect((await start({ packageId: pack.id }, admin())).status).toBe(403)
    expect((await start({ packageId: village.house.id })).status).toBe(404)
    expect((await start({ packageId: pack.id, placeId: village.farEstate.id })).error?.code).toBe('firmware.place-unknown')
    expect((await start({ packageId: pack.id, first: 0 })).status).toBe(400)
    const lamp = await upload('1.0', 'lamp', { productId: scene.product('door-controller') })
    expect(lamp.body.canBeRolled).toBe(false)
    expect((await start({ packageId: lamp.body.id })).error?.code).toBe('firmware.protocol')
    const [device] = await piles(1)
    const mine = body(await start({ packageId: pack.id, groupId: await group([device as Device]) }), 201)
    expect((await move('stop', mine, village.tokens.farManager)).status).toBe(404)
    expect((await app.call('GET', `/api/firmware/rollouts/${mine.id}/targets`, { token: village.tokens.farManager })).status).toBe(404)
    expect((await move('resume', mine)).error?.code).toBe('firmware.rollout-state')
    expect((await move('stop', { ...mine, version: 9 })).status).toBe(409)
    expect(body(await move('stop', mine))).toMatchObject({ state: 'stopped', skipped: 1, can: [] })
  })

  it('keeps what is released under the signature of the house, and gives out nothing that was changed', async () => {
    const pack = await released('good bytes')
    expect(pack).toMatchObject({ bytes: 10, sm3: sm3('good bytes'), isSigned: true, canBeRolled: true, releasedBy: '顾系安' })
    const [device] = await piles(1)
    await runs((device as Device).code, '1.0.0')
    body(await start({ packageId: pack.id, groupId: await group([device as Device]) }), 201)
    await advance()
    const [command] = await commands()
    const url = new URL(String((command?.values as { url?: string } | undefined)?.url))
    const fetched = async (change: Record<string, string> = {}) => {
      const asked = new URL(`${app.origin}${url.pathname}${url.search}`)
      for (const [name, value] of Object.entries(change)) asked.searchParams.set(name, value)
      const answer = await fetch(asked)
      return { status: answer.status, text: await answer.text() }
    }
    expect(await fetched()).toEqual({ status: 200, text: 'good bytes' })
    expect((await fetched({ device: village.house.id })).status).toBe(403)
    expect((await fetched({ exp: String(Number(url.searchParams.get('exp')) + 1) })).status).toBe(403)
    // the guard: other bytes under the same name are given to nobody
    await app.kernel.files.put(fileKey(pack.sm3), Buffer.from('evil bytes'), 'application/octet-stream')
    expect(await fetched()).toMatchObject({ status: 409 })
    await app.kernel.files.put(fileKey(pack.sm3), Buffer.from('good bytes'), 'application/octet-stream')
    expect((await fetched()).status).toBe(200)
    await app.clock.leap(32 * 60_000)
    expect((await fetched()).status).toBe(403)
    // and neither is a row that somebody rewrote used
    await app.kernel.store.run('UPDATE firmware_packages SET sm3 = ? WHERE id = ?', [sm3('evil bytes'), pack.id])
    expect((await start({ packageId: pack.id })).error?.code).toBe('firmware.broken')
  })

  it('goes first to a few and then to the rest, and believes only the version that a device reports itself', async () => {
    const pack = await released()
    const devices = await piles(4)
    const codes = devices.map(({ code }) => code)
    for (const code of codes) await runs(code, '1.0.0')
    await runs(codes[3] as string, pack.release)
    const groupId = await group(devices)
    const preview = await app.call('GET', `/api/firmware/preview?packageId=${pack.id}&groupId=${groupId}`, { token: manager() })
    expect(body(preview)).toEqual({ devices: 3, same: 1, unreachable: 0 })
    const made = body(await start({ packageId: pack.id, groupId, holdsAfterFirst: true }), 201)
    expect(made).toMatchObject({ state: 'running', total: 3, step: 1, steps: 2, can: ['pause', 'stop'] })
    await advance()
    const [first, ...others] = await commands()
    expect(others).toEqual([])
    expect(first).toMatchObject({
      device: codes[0],
      values: { version: pack.release, sm3: pack.sm3, sizeBytes: pack.bytes, url: expect.stringContaining(pack.id) as string },
    })
    expect((first?.expiresAt ?? 0) - (first?.issuedAt ?? 0)).toBe(30 * 60_000)
    const step = async (...told: [string, object][]) => {
      await says(codes[0] as string, ...told)
      return (await states(made.id))[codes[0] as string]
    }
    expect(await step(['command.state', { commandId: first?.id, state: 'accepted' }])).toBe('told')
    expect(await step(['device.firmware', { state: 'downloading', progressPercent: 40 }])).toBe('downloading')
    expect((await targets(made.id, '?state=downloading')).items).toMatchObject([{ detail: '40%', before: '1.0.0', reported: '1.0.0' }])
    expect(await step(['device.firmware', { state: 'installing' }])).toBe('installing')
    // its word that it installed something is no proof
    expect(await step(['device.firmware', { state: 'installed' }], ['command.state', { commandId: first?.id, state: 'done' }])).toBe(
      'installing',
    )
    expect(await step(['device.restarted', { firmware: pack.release }])).toBe('done')
    expect((await targets(made.id, '?state=done')).items).toMatchObject([{ reported: pack.release }])

    await advance()
    const waiting = await read(made.id)
    expect(waiting).toMatchObject({ state: 'paused', stateReason: null, done: 1, step: 2, can: ['resume', 'stop'] })
    await advance()
    expect(await commands()).toEqual([])
    body(await move('resume', waiting))
    await advance()
    expect((await commands()).map(({ device }) => device).sort()).toEqual([codes[1], codes[2]].sort())
    for (const code of codes.slice(1, 3)) await runs(code, pack.release)
    await advance()
    expect(await read(made.id)).toMatchObject({ state: 'finished', done: 3, failed: 0, silent: 0 })
    const running = body(await app.call<FirmwareRunning>('GET', '/api/firmware/running', { token: manager() }))
    const mine = running.items.find(({ product }) => product.id === pile)
    expect(mine).toMatchObject({ newest: pack.release })
    expect(mine?.versions).toContainEqual({ release: pack.release, devices: 4 })
    expect(mine?.behind).toBe((mine?.devices ?? 0) - 4)
  })

  it('stops by itself when more fail than is borne, goes on when somebody says so, and a late proof still counts', async () => {
    const pack = await released()
    const devices = await piles(4)
    const [one, two, three, four] = devices.map(({ code }) => code) as [string, string, string, string]
    for (const code of [one, two, three, four]) await runs(code, '1.0.0')
    const made = body(await start({ packageId: pack.id, groupId: await group(devices), first: 3, mostFailures: 1 }), 201)
    await advance()
    await says(one, ['device.firmware', { state: 'download-failed', text: 'HTTP 404' }])
    await says(two, ['device.firmware', { state: 'downloading' }])
    expect(await read(made.id)).toMatchObject({ state: 'running', failed: 1 })
    // a device that says nothing until its time is over is silent, and one that reports another version has failed
    await says(three, ['device.firmware', { state: 'installed' }])
    await app.clock.leap(29 * 60_000)
    await advance()
    expect(await states(made.id)).toMatchObject({ [two]: 'downloading', [three]: 'installing' })
    await app.clock.leap(3 * 60_000)
    await advance()
    expect(await states(made.id)).toEqual({
      [one]: 'failed download',
      [two]: 'silent no-answer',
      [three]: 'failed version',
      [four]: 'queued',
    })
    expect((await targets(made.id, '?state=failed')).items.map(({ detail }) => detail).sort()).toEqual(['1.0.0', 'HTTP 404'])
    const halted = await read(made.id)
    expect(halted).toMatchObject({ state: 'halted', failed: 2, silent: 1, can: ['resume', 'stop'] })
    // the negative control: as long as it is halted nobody else is told
    await advance()
    expect((await commands()).map(({ device }) => device)).not.toContain(four)

    await runs(two, pack.release)
    expect((await states(made.id))[two]).toBe('done')
    body(await move('resume', await read(made.id)))
    await advance()
    expect((await commands()).map(({ device }) => device)).toEqual([four])
    expect(await read(made.id)).toMatchObject({ state: 'running', done: 1, failed: 2, silent: 0 })
    await runs(four, pack.release)
    await advance()
    expect(await read(made.id)).toMatchObject({ state: 'finished', done: 2, failed: 2 })
  })

  it('tells no device twice at a time, and nobody anything of a package that was withdrawn', async () => {
    const [old, fresh] = [await released('old build'), await released('fresh build')]
    const devices = await piles(2)
    for (const { code } of devices) await runs(code, '1.0.0')
    const groupId = await group(devices)
    const first = body(await start({ packageId: old.id, groupId, first: 1 }), 201)
    await advance()
    const second = body(await start({ packageId: fresh.id, groupId, first: 2 }), 201)
    await advance()
    expect(Object.values(await states(second.id)).sort()).toEqual(['queued', 'told'])
    const [command] = await commands()
    const url = String((command?.values as { url?: string } | undefined)?.url).replace(/^https?:\/\/[^/]+/, app.origin)
    expect((await fetch(url)).status).toBe(200)
    expect(
      (await app.call('POST', `/api/firmware/packages/${old.id}/withdraw`, { token: manager(), body: { reason: '起火', version: 1 } }))
        .status,
    ).toBe(403)
    const withdraw = (version: number) =>
      app.call<FirmwarePackage>('POST', `/api/firmware/packages/${old.id}/withdraw`, {
        token: admin(),
        body: { reason: '计量异常', version },
      })
    expect((await withdraw(7)).status).toBe(409)
    expect(body(await withdraw(1)).withdrawn).toMatchObject({ reason: '计量异常', by: '顾系安' })
    expect((await fetch(url)).status).toBe(403)
    await advance()
    const halted = await read(first.id)
    expect(halted.state).toBe('halted')
    expect((await move('resume', halted)).error?.code).toBe('firmware.withdrawn')
    expect((await start({ packageId: old.id, groupId })).error?.code).toBe('firmware.withdrawn')
  })

  it('says of a command that nobody fetched that it was never fetched, and of one that was refused by whom', async () => {
    const pack = await released()
    const devices = await piles(3)
    const [one, two, three] = devices.map(({ code }) => code) as [string, string, string]
    for (const code of [one, two, three]) await runs(code, '1.0.0')
    const made = body(await start({ packageId: pack.id, groupId: await group(devices), first: 3, mostFailures: 3 }), 201)
    // taken out of service after it was chosen
    const last = devices[2] as Device
    body(await scene.post({ ...last, version: last.version }, 'stop'))
    await advance()
    expect((await states(made.id))[three]).toBe('failed unsent')
    const sent = await commands()
    await says(one, [
      'command.state',
      { commandId: sent.find(({ device }) => device === one)?.id, state: 'failed', reason: 'the pile answered Rejected' },
    ])
    await advance()
    expect((await states(made.id))[one]).toBe('failed refused')
    await app.kernel.store.run("UPDATE device_commands SET state = 'waiting' WHERE device_code = ?", [two])
    await app.clock.leap(30 * 60_000)
    await scene.runJob('device.expire-commands')
    await advance()
    expect(await states(made.id)).toEqual({ [one]: 'failed refused', [two]: 'silent not-fetched', [three]: 'failed unsent' })
  })

  it('costs the same statements however many there are', async () => {
    const path = '/api/firmware/rollouts?limit=50'
    const statements = async (at: string) => Number((await app.call('GET', at, { token: manager() })).headers.get('x-liren-statements'))
    const list = await app.call<{ items: Rollout[] }>('GET', path, { token: manager() })
    expect(list.body.items.length).toBeGreaterThan(4)
    expect(await statements(path)).toBeLessThanOrEqual(4)
    expect(await statements('/api/firmware/packages?limit=50')).toBeLessThanOrEqual(3)
    expect(await statements('/api/firmware/running')).toBeLessThanOrEqual(3)
    const [some] = list.body.items
    expect(await statements(`/api/firmware/rollouts/${some?.id}/targets`)).toBeLessThanOrEqual(2)
    const paged = await targets(some?.id ?? '', '?limit=1')
    const rest = await targets(some?.id ?? '', `?limit=1&cursor=${paged.next}`)
    expect(rest.items[0]?.device.id).not.toBe(paged.items[0]?.device.id)
  })
})
