import { mkdtempSync, rmSync } from 'node:fs'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openSigner } from '../../../device-bridge/src/crypto.ts'
import type { Fetch } from '../../../device-bridge/src/ports/ports.ts'
import { chinaDigits } from '../../../device-bridge/src/protocols/china-time.ts'
import { encodeData } from '../../../device-bridge/src/protocols/hj212/codec.ts'
import { encodeFrame } from '../../../device-bridge/src/protocols/hj212/frame.ts'
import { openStand, standIn, until } from '../../../device-bridge/test/stand.ts'
import { enterOffice } from '../../src/ends/admin.ts'
import { addressAt, enterApp, shown } from '../../src/ends/h5.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()
const address = { mn: 'THREEENDS0001', pw: '123456', dust: 'ug' } as const
const name = '东门环境站'

describe('the environment of an estate', () => {
  let folder: string
  let stand: Awaited<ReturnType<typeof openStand>>
  let id: string
  let keys = 0

  /** As the administrator, without a screen. */
  async function ask<T>(token: string, method: string, path: string, body: object): Promise<T> {
    const headers = {
      'content-type': 'application/json',
      'idempotency-key': `threeends${++keys}journey000`,
      authorization: `Bearer ${token}`,
    }
    const answer = await fetch(scene.house.url + path, { method, headers, body: JSON.stringify(body) })
    const text = await answer.text()
    expect(answer.ok, `${method} ${path}: ${text}`).toBe(true)
    return (text === '' ? undefined : JSON.parse(text)) as T
  }

  /** One packet of a station over TCP, as HJ 212 writes it. */
  async function measure(values: Readonly<Record<string, string>>): Promise<void> {
    const socket = connect({ host: '127.0.0.1', port: stand.bridge.ports['hj212.tcp'] as number })
    await new Promise<void>((resolve, reject) => socket.once('connect', resolve).once('error', reject))
    const now = Date.now()
    const content = [
      { factor: '', name: 'DataTime', value: chinaDigits(now).slice(0, 14) },
      ...Object.entries(values).map(([factor, value]) => ({ factor, name: 'Rtd', value })),
    ]
    socket.end(encodeFrame(encodeData({ qn: chinaDigits(now), st: '22', cn: '2011', pw: address.pw, mn: address.mn, flag: 4, content })))
    await new Promise<void>((resolve) => socket.once('close', () => resolve()))
  }

  beforeAll(async () => {
    const { house } = scene
    const { token, get } = await house.caller('administrator', 'admin')
    const resident = await house.caller('resident', 'resident')
    const { households } = await resident.get<{ households: { estate: { id: string } }[] }>('/api/session')
    const { items } = await get<{ items: { id: string; code: string }[] }>('/api/products?limit=100')
    const productId = items.find(({ code }) => code === 'environment-station')?.id
    folder = mkdtempSync(join(tmpdir(), 'liren-three-ends-'))
    const { publicKey } = await openSigner(join(folder, 'bridge', 'bridge.key'))
    await ask(token, 'PUT', '/api/bridge/bridges/three-ends', { name: '东门网桥', publicKey, isEnabled: true })
    const device = { code: 'three-ends-1', name, productId, placeId: households[0]?.estate.id, installedOn: '2025-06-01' }
    const made = await ask<{ id: string; version: number }>(token, 'POST', '/api/devices', { ...device, bridge: 'three-ends', address })
    id = made.id
    const secret = await ask<{ version: number }>(token, 'POST', `/api/devices/${id}/secret`, { version: made.version })
    await ask(token, 'POST', `/api/devices/${id}/activate`, { version: secret.version })
    const manager = await house.caller('property-manager', 'admin')
    await ask(manager.token, 'PUT', `/api/environment/stations/${id}`, { isPublic: true, version: 0 })
    stand = await openStand([], {
      env: { LIREN_BRIDGE_HOUSE_URL: house.url, LIREN_BRIDGE_CODE: 'three-ends' },
      folder,
      platform: { ...standIn(), fetch: globalThis.fetch as Fetch },
    })
    await until(() => (stand.bridge.ports['hj212.tcp'] ?? 0) > 0)
  })
  afterAll(async () => {
    await stand?.close()
    if (folder) rmSync(folder, { recursive: true, force: true })
  })

  it('[SZSQ-5.2.1-b] [GB42455-8.3.3-b] a reading that a station tells over HJ 212 is the same for residents, for staff and on the big screen, as it comes', async () => {
    await measure({ LA: '47.3', a34004: '21', a01001: '18.6' })
    const resident = await scene.sit({ device: 'phone' })
    await enterApp(resident, scene.house, 'resident')
    await resident.page.goto(addressAt(scene.house, '/pkg-life/environment'))
    const staff = await scene.sit({ device: 'phone' })
    await enterApp(staff, scene.house, 'repair-worker')
    await staff.page.goto(addressAt(scene.house, '/pkg-life/environment'))
    const wall = await scene.sit({ device: 'desktop' })
    await enterOffice(wall, scene.house, /物业经理/, 'cockpit/environment')
    const ends = [shown(resident).locator(`#station-${id}`), shown(staff).locator(`#station-${id}`), wall.page.locator(`#wall-${id}`)]
    for (const end of ends) {
      await expect.poll(() => end.innerText()).toMatch(/噪声\s*47\.3[\s\S]*dB/)
      expect(await end.innerText()).toContain(name)
      expect(await end.innerText()).toMatch(/PM2\.5\s*21\s/)
    }
    // nobody touches a screen: the channel brings it
    await measure({ LA: '63.8', a34004: '22' })
    for (const end of ends) await expect.poll(() => end.innerText()).toMatch(/噪声\s*63\.8[\s\S]*dB/)
    await resident.shot('environment-resident')
    await staff.shot('environment-staff')
    await wall.shot('environment-wall')
  })
  it('[CSPSTC-6-3] a device that tells every second is seen changing on the page that watches it, as its value changes', async () => {
    const watcher = await scene.sit({ device: 'desktop' })
    await enterOffice(watcher, scene.house, /物业经理/, 'cockpit/environment')
    const shownNow = () => watcher.page.locator(`#wall-${id}`).innerText()
    let value = '52.4'
    let isOver = false
    const telling = (async () => {
      while (!isOver) {
        await measure({ LA: value })
        await new Promise((resolve) => setTimeout(resolve, 1000))
      }
    })()
    try {
      for (const next of ['52.4', '71.9', '44.1']) {
        value = next
        // the page is not touched, and the device goes on telling meanwhile
        await expect.poll(shownNow).toContain(next)
      }
    } finally {
      isOver = true
      await telling
    }
  })
})
