import type { Passage } from '@liren/contract/capabilities/passage'
import type { TestApp } from '../../../test/app.ts'
import { makePlace, toldOfHealth, type Village } from '../../../test/village.ts'
import { body, openScene, playBridge } from '../device/testing.ts'

export type Who = keyof Village['tokens']
export type Passages = { items: Passage[]; next?: string }

/** Gates at an estate that a test opens, and people and cars whom they know. */
export async function openGates(app: TestApp, village: Village) {
  const scene = await openScene(app, village)
  const bridge = await playBridge(app, scene.admin, 'gate-bridge')
  const east = await makePlace(app.kernel, 'area', 'gate-e', '东门', village.estate)
  const west = await makePlace(app.kernel, 'area', 'gate-w', '西门', village.estate)
  const far = await makePlace(app.kernel, 'area', 'gate-e', '东门', village.farEstate)
  const gate = async (code: string, product: string, name: string, placeId: string) => {
    const made = await scene.made({ code, name, productId: scene.product(product), placeId })
    await app.kernel.store.run("UPDATE devices SET stage = 'active' WHERE id = ?", [made.id])
    return made
  }
  const gates = {
    door: await gate('east-door', 'face-terminal', '东门人行门', east.id),
    unit: await gate('unit-door', 'door-controller', '3幢1单元门', village.unit.id),
    barrier: await gate('east-barrier', 'plate-camera', '东门道闸', east.id),
    exit: await gate('west-barrier', 'plate-camera', '西门道闸', west.id),
    farBarrier: await gate('far-barrier', 'plate-camera', '河东道闸', far.id),
  }
  let numbers = 0
  const create = async <T>(path: string, values: object, placeId: string, who: Who = 'officer') =>
    body(
      await app.call<T>('POST', path, {
        token: village.tokens[who],
        body: { placeId, source: 'collected', values, ...('care' in values ? { consents: toldOfHealth } : {}) },
      }),
      201,
    )

  return {
    ...{ scene, bridge, gates, east, west },
    person: (name: string, values: object = {}, placeId = village.house.id) =>
      create<{ id: string; version: number }>('/api/people', { name, idKind: 'none', population: 'resident', ...values }, placeId),
    car: (plate: string, values: object = {}, placeId = village.house.id) =>
      create<{ id: string; version: number }>(
        '/api/vehicles',
        { plate, plateKind: 'blue', kind: 'car', colour: 'white', stay: 'resident', ownerName: '林晓岚', parkingNumber: 'B021', ...values },
        placeId,
      ),
    /** A card of their own, bound by whoever may. */
    async card(personId: string): Promise<string> {
      const credential = `88${String(++numbers).padStart(6, '0')}`
      body(
        await app.call('POST', '/api/passages/credentials', {
          token: village.tokens.officer,
          body: { personId, kind: 'card', credential },
        }),
        201,
      )
      return credential
    },
    swipe: (card: string, direction: 'in' | 'out' | undefined, at = app.clock.now(), more: object = {}, code = 'east-door') =>
      bridge.event(
        code,
        'passage',
        { isGranted: true, method: 'card', credential: card, ...(direction ? { direction } : {}), ...more },
        at,
      ),
    drive: (plate: string, direction: 'in' | 'out', at = app.clock.now(), code = 'east-barrier', more: object = {}) =>
      bridge.event(code, 'plate.read', { plate, direction, colour: 'blue', confidencePercent: 96, trigger: 'video', ...more }, at),
    async tell(...events: ReturnType<typeof bridge.event>[]): Promise<void> {
      for (let from = 0; from < events.length; from += 400) await bridge.tell(...events.slice(from, from + 400))
      await app.work()
    },
    list: async (query: string, who: Who = 'officer') =>
      body(await app.call<Passages>('GET', `/api/passages?limit=100&${query}`, { token: village.tokens[who] })).items,
    trace: (subject: 'person' | 'vehicle', id: string, more: object = {}, who: Who = 'officer') =>
      app.call<{
        title: string
        presence: { isInside: boolean | null; lastAt: string; direction: string } | null
        items: Passage[]
        next?: string
        hours: { hour: number; passes: number }[]
        days: { day: string; passes: number }[]
      }>('POST', '/api/passages/trace', { token: village.tokens[who], body: { subject, id, reason: '走失老人协查', ...more } }),
  }
}
export type Gates = Awaited<ReturnType<typeof openGates>>
