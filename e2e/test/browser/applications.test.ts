import { beforeAll, describe, expect, it } from 'vitest'
import { enterOffice } from '../../src/ends/admin.ts'
import { playBridgeOf } from '../../src/ends/bridge.ts'
import { journey } from '../../src/journey.ts'

const scene = journey()

/** One sensor of each class of application, what it tells, and the page whose record that becomes. */
const classes = [
  {
    ...{ area: '公共安全', code: 'class-eye', product: 'falling-object-camera', name: '北立面抛物相机' },
    ...{ type: 'camera.falling-object', values: { fromFloor: '9' }, page: 'falling-objects' },
  },
  {
    ...{ area: '突发事件', code: 'class-smoke', product: 'smoke-detector', name: '配电间烟感' },
    ...{ type: 'fire.alarmed', values: { kind: 'smoke', isTest: false }, page: 'alarms' },
  },
  {
    ...{ area: '公共设施', code: 'class-manhole', product: 'manhole', name: '北门雨水井盖' },
    ...{ type: 'manhole.moved', values: { isOpen: true, tiltDegrees: 38 }, page: 'hazards' },
  },
  {
    ...{ area: '公共环境', code: 'class-air', product: 'environment-station', name: '北门空气站' },
    ...{ type: 'environment.exceeded', values: { factor: 'pm25', value: 182, limit: 150, isActive: true }, page: 'environment' },
  },
] as const

describe('the four classes of applications', () => {
  beforeAll(async () => {
    const { house } = scene
    const admin = await house.caller('administrator', 'admin')
    const resident = await house.caller('resident', 'resident')
    const { households } = await resident.get<{ households: { estate: { id: string } }[] }>('/api/session')
    const { items } = await admin.get<{ items: { id: string; code: string }[] }>('/api/products?limit=100')
    const bridge = await playBridgeOf(house, admin.token, 'class-bridge')
    for (const { code, product, name } of classes) {
      const productId = items.find((one) => one.code === product)?.id
      const record = { code, name, productId, placeId: households[0]?.estate.id, installedOn: '2025-06-01', bridge: bridge.code }
      const made = await admin.post<{ id: string; version: number }>('/api/devices', record)
      const secret = await admin.post<{ version: number }>(`/api/devices/${made.id}/secret`, { version: made.version })
      await admin.post(`/api/devices/${made.id}/activate`, { version: secret.version })
    }
    for (const { code, type, values } of classes) await bridge.tell(bridge.event(code, type, values))
  })

  it('[SZSQ-4-b.2] an alarm of a sensor becomes a record on the page of its application: safety, emergencies, facilities, environment', async () => {
    const duty = await scene.sit({ device: 'desktop' })
    await enterOffice(duty, scene.house, /物业经理/, 'home')
    // no camera is played here, so the desk has no pictures of those that were there before
    duty.expectComplaint(/\/api\/cameras\/[^/]+\/picture/)
    for (const { area, name, page } of classes) {
      await duty.page.goto(`${scene.house.url}/admin/${page}`)
      const record = duty.page.getByRole('main').getByText(name).first()
      await expect.poll(() => record.isVisible(), { message: `${area}: ${name}` }).toBe(true)
    }
    // a camera and a station stand on their pages without any alarm: the record says more than their names
    await duty.page.getByRole('row').filter({ hasText: '北门空气站' }).getByText('1 条未结').waitFor()
    await duty.page.goto(`${scene.house.url}/admin/falling-objects`)
    await duty.page.getByRole('row').filter({ hasText: '北立面抛物相机' }).filter({ hasText: /\d%/ }).waitFor()
  })
})
