import type { Zone } from '@liren/contract/capabilities/zone'
import type { TestApp } from '../../../test/app.ts'
import { makePerson, type Village } from '../../../test/village.ts'
import { body, openScene, playBridge } from '../device/testing.ts'

export const design = {
  factors: { need: '防翻越', environment: '东侧临河', purpose: '夜间布防', management: '门岗值守', investment: '按户分摊' },
  ...{ scale: 'medium', mode: 'combined', measures: '周界对射与摄像机联动，保安到场核实' },
}

/** An estate with devices at its boundary, somebody who guards it, and a zone that can be made ready step by step. */
export async function openBoundary(app: TestApp, village: Village, code: string) {
  const scene = await openScene(app, village)
  const guardId = await makePerson(app.kernel, '郑守正', { roles: [['guard', village.estate]] })
  const guard = await app.tokenOf(guardId, 'staff')
  const { manager } = village.tokens
  const bridge = await playBridge(app, scene.admin, code)
  let devices = 0

  /** Boundary devices prove themselves by certificate before they run; here it is enough that they do. */
  const device = async (product: string, name: string, more: object = {}) => {
    const made = await scene.made({
      code: `${code}-${++devices}`,
      name,
      productId: scene.product(product),
      placeId: village.garden.id,
      ...more,
    })
    await app.kernel.store.run("UPDATE devices SET stage = 'active', bridge_id = (SELECT id FROM bridges WHERE code = ?) WHERE id = ?", [
      code,
      made.id,
    ])
    return made
  }
  const drawn = async (placeId = village.estate.id, token = manager): Promise<string> => {
    const geometry = {
      type: 'LineString',
      coordinates: [
        [121.02, 31.01],
        [121.021, 31.011],
      ],
    }
    const creates = [{ kind: 'zone', placeId, name: '东侧围墙', geometry }]
    const saved = await app.call<{ features: { id: string }[] }>('POST', '/api/map/changes', {
      token,
      body: { creates, changes: [], retires: [] },
    })
    return body(saved).features[0]?.id as string
  }
  const put = (path: string, content: object, token = manager) => app.call<Zone>('PUT', path, { token, body: content })
  const read = async (id: string, token = manager) => body(await app.call<Zone>('GET', `/api/zones/${id}`, { token }))
  const make = async (more: object = {}) =>
    body(
      await app.call<Zone>('POST', '/api/zones', {
        token: manager,
        body: { placeId: village.estate.id, name: '东侧围墙', kind: 'outer', featureId: await drawn(), gateAction: 'none', ...more },
      }),
      201,
    )
  const planned = async () => {
    const known = body(
      await app.call<{ design: { version: number } | null }>('GET', `/api/zone-designs/${village.estate.id}`, { token: manager }),
    ).design
    return put(`/api/zone-designs/${village.estate.id}`, { ...design, version: known?.version ?? 0 })
  }
  const installed = async (zone: Zone, more: object = {}) =>
    put(`/api/zones/${zone.id}/installation`, {
      ...{
        drawingId: await app.photo(manager),
        walkedOn: '2026-03-01',
        walkedBy: '韩守夜',
        spots: 24,
        missed: 0,
        note: '',
        version: zone.version,
      },
      ...more,
    })
  const arm = (zone: { id: string; version: number }, isArmed: boolean, token = guard) =>
    app.call<Zone>('POST', `/api/zones/${zone.id}/arm`, { token, body: { isArmed, reason: '夜间值守', version: zone.version } })
  const enable = (zone: { id: string; version: number }, isEnabled = true) =>
    app.call<Zone>('POST', `/api/zones/${zone.id}/enable`, { token: manager, body: { isEnabled, version: zone.version } })
  /** Bound, designed, walked, in use and armed. */
  const ready = async (bound: readonly { deviceId: string; role: string; part?: string }[], more: object = {}) => {
    let zone = await make(more)
    zone = body(await put(`/api/zones/${zone.id}/devices`, { devices: bound, version: zone.version }))
    body(await planned())
    zone = body(await installed(zone))
    zone = body(await enable(zone))
    return body(await arm(zone, true))
  }
  const say = async (device: { code: string }, type: string, values: object = {}) => {
    await bridge.tell(bridge.event(device.code, type, values))
    await app.work()
  }
  return { ...{ scene, guard, guardId, bridge, device, drawn, put, read, make }, ...{ planned, installed, arm, enable, ready, say } }
}
