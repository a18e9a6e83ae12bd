import { type Block, packGlb, writeGlb } from '@liren/contract/map/glb-write'
import type { Mesh, MeshSummary } from '@liren/contract/map/mesh'
import { planeAt } from '@liren/contract/map/position'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { startTestApp, type TestApp } from '../../../../test/app.ts'
import { describeStores } from '../../../../test/stores.ts'
import { makeVillage, type Village } from '../../../../test/village.ts'
import { body } from '../../device/testing.ts'
import { sendMesh } from './testing.ts'

const plane = planeAt([121.02, 31.01])
const tower: Block = { name: '观景塔', colour: [0.8, 0.2, 0.1], low: [10, 0, -30], high: [20, 24, -20] }
const bridge: Block = { name: '步行桥', colour: [0.4, 0.4, 0.4], low: [-40, 3, -4], high: [0, 4, 4] }
const file = writeGlb([tower, bridge])

/** A file of one triangle, told wrongly in one way. */
const told = (change: (description: Record<string, unknown> & { nodes: object[]; accessors: Record<string, unknown>[] }) => void) => {
  const description = {
    ...{ asset: { version: '2.0' }, scene: 0, scenes: [{ nodes: [0] }], nodes: [{ mesh: 0 }] as object[] },
    meshes: [{ primitives: [{ attributes: { POSITION: 0 } }] }],
    accessors: [{ bufferView: 0, componentType: 5126, type: 'VEC3', count: 3 }] as Record<string, unknown>[],
    ...{ bufferViews: [{ buffer: 0, byteLength: 36 }], buffers: [{ byteLength: 36 }] },
  }
  change(description)
  return packGlb(description, new Uint8Array(new Float32Array([0, 0, 0, 1, 0, 0, 0, 1, 0]).buffer))
}
const bent = (at: number, value: number): Uint8Array<ArrayBuffer> => {
  const bytes = Uint8Array.from(file)
  new DataView(bytes.buffer).setUint32(at, value, true)
  return bytes
}

describeStores('models of the map', (open) => {
  let app: TestApp
  let v: Village
  beforeAll(async () => {
    app = await startTestApp(open)
    v = await makeVillage(app)
    const ring = [[0, 0] as const, [20, 0] as const, [20, 20] as const, [0, 0] as const].map(plane.from)
    const creates = [{ kind: 'building', placeId: v.building.id, geometry: { type: 'Polygon', coordinates: [ring] } }]
    body(await app.call('POST', '/api/map/changes', { token: v.tokens.officer, body: { creates, changes: [], retires: [] } }))
  })
  afterAll(() => app.close())

  const usual = () =>
    ({
      ...{ name: '公园与周边', source: '测绘院', stage: 'construction', takenOn: '2026-03-01', placeId: v.estate.id },
      ...{ longitude: 121.02, latitude: 31.01, elevation: 2, heading: 0, scale: 1 },
    }) as const
  const add = (bytes = file, more: object = {}, token = v.tokens.officer) => sendMesh(app, token, { ...usual(), ...more } as object, bytes)
  const list = async (query = '', token = v.tokens.officer) =>
    body(await app.call<{ items: MeshSummary[]; next?: string }>('GET', `/api/map/meshes?limit=100${query}`, { token }))
  const read = async (id: string, query = '', token = v.tokens.officer) => app.call<Mesh>('GET', `/api/map/meshes/${id}${query}`, { token })
  const use = (id: string, version: number, revision: number | null, token = v.tokens.officer) =>
    app.call<Mesh>('POST', `/api/map/meshes/${id}/use`, { token, body: { version, revision } })
  const bytesOf = (id: string, query = '', headers: Record<string, string> = {}, token = v.tokens.officer) =>
    fetch(`${app.origin}/api/map/meshes/${id}/content${query}`, {
      headers: { authorization: `Bearer ${token}`, 'cache-control': 'max-age=0', ...headers },
    })

  it('takes nothing from those who may not draw, nor for a place that is not theirs', async () => {
    expect((await add(file, {}, 'nobody')).status).toBe(401)
    expect((await add(file, {}, v.tokens.resident)).status).toBe(403)
    expect((await add(file, { placeId: v.farEstate.id })).status).toBe(404)
    for (const [name, value] of [
      ['longitude', 181],
      ['latitude', 86],
      ['elevation', 10_000],
      ['heading', 361],
      ['scale', 0],
      ['stage', 'ruin'],
      ['source', ''],
    ] as const)
      expect((await add(file, { [name]: value })).error?.faults).toMatchObject([{ path: `query.${name}` }])
    expect((await list()).items).toEqual([])
  })

  it.each([
    ['words', new TextEncoder().encode('hello, this is no model at all'), '不是 glb 文件'],
    ['another generation', bent(4, 1), '只支持 glTF 2.0'],
    ['a length that is not its own', bent(8, 12), '模型文件不完整'],
    ['a chunk that reaches beyond the end', bent(12, 0x7ffffffc), '模型文件的分块有误'],
    ['a first chunk that is no JSON', bent(16, 0x004e4942), '模型文件的分块有误'],
    ['JSON that is none', bent(20, 0x41414141), '模型文件的说明不是 JSON'],
    ['the future', told((one) => Object.assign(one, { asset: { version: '3.0' } })), '只支持 glTF 2.0'],
    ['data that lie elsewhere', told((one) => Object.assign(one, { buffers: [{ byteLength: 36, uri: 'http://a/b.bin' }] })), '外部文件'],
    ['pictures that lie elsewhere', told((one) => Object.assign(one, { images: [{ uri: '../etc/passwd' }] })), '外部文件'],
    ['a compression', told((one) => Object.assign(one, { extensionsRequired: ['KHR_draco_mesh_compression'] })), 'KHR_draco'],
    ['more data than there are', told((one) => Object.assign(one, { buffers: [{ byteLength: 4_000_000 }] })), '长度不符'],
    ['an accessor beyond its view', told((one) => Object.assign(one.accessors[0] as object, { count: 300_000_000 })), '超出文件范围'],
    ['an accessor before its view', told((one) => Object.assign(one.accessors[0] as object, { byteOffset: -4 })), '数据区有误'],
    ['numbers of another kind', told((one) => Object.assign(one.accessors[0] as object, { componentType: 5122 })), '类型不支持'],
    ['half a triangle', told((one) => Object.assign(one.accessors[0] as object, { count: 2 })), '三角面不完整'],
    ['lines', told((one) => Object.assign(one, { meshes: [{ primitives: [{ mode: 1, attributes: { POSITION: 0 } }] }] })), '三角面'],
    ['a node within itself', told((one) => one.nodes.splice(0, 1, { mesh: 0, children: [0] })), '互相嵌套'],
    ['a mesh that is not there', told((one) => one.nodes.splice(0, 1, { mesh: 7 })), '不存在的 meshes'],
    ['a place that is no number', told((one) => one.nodes.splice(0, 1, { mesh: 0, translation: [0, '1', 0] })), '位置有误'],
    ['a place at the end of the world', told((one) => one.nodes.splice(0, 1, { mesh: 0, translation: [1e30, 0, 0] })), '坐标有误'],
    ['an empty scene', told((one) => Object.assign(one, { scenes: [{ nodes: [] }] })), '没有可显示'],
  ])('refuses %s with one sentence and keeps nothing of it', async (_name, bytes, sentence) => {
    const { status, error } = await add(bytes)
    expect([status, error?.code, error?.faults?.length]).toEqual([422, 'map.mesh-not-read', 1])
    expect(error?.faults?.[0]).toMatchObject({ path: 'file', zh: expect.stringContaining(sentence) })
    expect((await list()).items).toEqual([])
  })

  it('refuses more triangles than a page can hold before it lays them out, and a file that is too large', async () => {
    const nodes = Array.from({ length: 1999 }, () => ({ mesh: 0 }))
    const primitives = Array.from({ length: 200 }, () => ({ attributes: { POSITION: 0 } }))
    const many = told((one) => Object.assign(one, { nodes, scenes: [{ nodes: nodes.map((_, i) => i) }], meshes: [{ primitives }] }))
    expect((await add(many)).error?.faults?.[0]?.zh).toContain('30 万')
    expect((await add(new Uint8Array(8 * 1024 * 1024 + 1))).error?.code).toBe('map.mesh-too-large')
    expect((await add(file, { longitude: 116.4, latitude: 39.9 })).error?.code).toBe('map.mesh-far')
    expect((await add(file, { scale: 1000 })).error?.code).toBe('map.mesh-wide')
    expect((await list()).items).toEqual([])
  })

  it('shows what a model holds and where each of it stands before it counts', async () => {
    const made = body(await add(), 201)
    expect(made).toMatchObject({ state: 'draft', used: null, latest: 1, revision: 1, count: 2, triangles: 24, base: 2, top: 26 })
    expect((await list('&state=used')).items).toEqual([])
    const [west, south] = plane.from([10, 20])
    const at = made.elements.find(({ name }) => name === '观景塔')
    // its middle is 15 m east and 25 m north of the anchor, to the centimetre
    const [longitude, latitude] = plane.from([15, 25])
    expect(at?.longitude).toBeCloseTo(longitude, 7)
    expect(at?.latitude).toBeCloseTo(latitude, 7)
    expect(at).toMatchObject({ base: 2, top: 26, triangles: 12 })
    expect(made.bounds.north).toBeCloseTo(plane.from([0, 30])[1], 7)
    expect([west, south]).not.toEqual([made.bounds.west, made.bounds.south])
    // turned to the east, what was north of the anchor is east of it
    const turned = body(await add(file, { heading: 90, elevation: 0, scale: 2 }), 201)
    const other = turned.elements.find(({ name }) => name === '观景塔')
    expect(other?.longitude).toBeCloseTo(plane.from([50, -30])[0], 7)
    expect(other?.latitude).toBeCloseTo(plane.from([50, -30])[1], 7)
    expect(other).toMatchObject({ base: 0, top: 48 })
    const used = body(await use(made.id, 1, 1))
    expect(used).toMatchObject({ state: 'used', used: 1, version: 2 })
    expect((await list('&state=used')).items.map(({ id }) => id)).toEqual([made.id])
    body(await use(turned.id, 1, null))
  })

  it('is served to those of the place only, and once for a digest', async () => {
    const [{ id = '', digest = '' } = {}] = (await list('&state=used')).items
    for (const path of [`/api/map/meshes/${id}`, `/api/map/meshes/${id}/content`]) {
      expect((await app.call('GET', path)).status).toBe(401)
      expect((await app.call('GET', path, { token: v.tokens.resident })).status).toBe(403)
      expect((await app.call('GET', path, { token: v.tokens.farManager })).status).toBe(404)
    }
    const first = await bytesOf(id)
    expect([first.status, first.headers.get('content-type'), first.headers.get('cache-control')]).toEqual([
      200,
      'model/gltf-binary',
      'private, no-cache',
    ])
    expect(first.headers.get('etag')).toBe(`"${digest}"`)
    expect(new Uint8Array(await first.arrayBuffer())).toEqual(file)
    const again = await bytesOf(id, '', { 'if-none-match': `"${digest}"` })
    expect([again.status, (await again.arrayBuffer()).byteLength]).toEqual([304, 0])
    expect(Number(again.headers.get('x-liren-statements'))).toBeLessThanOrEqual(1)
    const stranger = await bytesOf(id, '', { 'if-none-match': `"${digest}"` }, v.tokens.farManager)
    expect(stranger.status).toBe(404)
  })

  it('every change is a revision; what counts stays until another is let, and an earlier one comes back', async () => {
    const [{ id = '', version = 0 } = {}] = (await list('&state=used')).items
    const change = (values: object, token = v.tokens.officer) => app.call<Mesh>('PATCH', `/api/map/meshes/${id}`, { token, body: values })
    expect((await change({ version, heading: 10 }, v.tokens.farManager)).status).toBeGreaterThanOrEqual(403)
    expect((await change({ version: version - 1, heading: 10 })).error?.code).toBe('stale')
    const moved = body(await change({ version, heading: 10, name: '公园（校正）' }))
    expect(moved).toMatchObject({ revision: 2, used: 1, latest: 2, heading: 10, name: '公园（校正）', digest: expect.any(String) })
    expect(body(await read(id))).toMatchObject({ revision: 1, heading: 0, name: '公园与周边' })
    const other = writeGlb([tower])
    const replace = (bytes: Uint8Array<ArrayBuffer>, at: number, token = v.tokens.officer) =>
      sendMesh(app, token, { version: at }, bytes, `/api/map/meshes/${id}/file`)
    expect((await replace(other, moved.version, v.tokens.farManager)).status).toBeGreaterThanOrEqual(403)
    expect((await replace(other, version)).error?.code).toBe('stale')
    const third = body(await replace(other, moved.version), 201)
    expect(third).toMatchObject({ revision: 3, used: 1, count: 1, heading: 10 })
    expect(third.revisions.map(({ revision, count }) => [revision, count])).toEqual([
      [3, 1],
      [2, 2],
      [1, 2],
    ])
    expect(new Uint8Array(await (await bytesOf(id)).arrayBuffer())).toEqual(file)
    expect(new Uint8Array(await (await bytesOf(id, '?revision=3')).arrayBuffer())).toEqual(other)
    expect((await bytesOf(id, '?revision=9')).status).toBe(404)
    expect((await use(id, third.version, 9)).status).toBe(404)
    const now = body(await use(id, third.version, 3))
    expect(now).toMatchObject({ used: 3, count: 1 })
    expect((await use(id, third.version, 1)).error?.code).toBe('stale')
    const gone = body(await use(id, now.version, null))
    expect(gone).toMatchObject({ state: 'retired', used: 3 })
    expect((await list('&state=used')).items).toEqual([])
    expect(body(await use(id, gone.version, 1))).toMatchObject({ state: 'used', used: 1, count: 2, heading: 0 })
  })

  it('lists the newest first, by place and by state, and asks a page with two statements', async () => {
    const drafts = await Promise.all([0, 1, 2].map(async (i) => body(await add(file, { name: `草稿${i}` }), 201).id))
    expect((await list('&state=draft')).items.map(({ id }) => id)).toEqual([...drafts].sort().reverse())
    expect((await list(`&placeId=${v.estate.id}`)).items.length).toBeGreaterThanOrEqual(5)
    expect((await list('', v.tokens.farManager)).items).toEqual([])
    const seen: string[] = []
    let next: string | undefined
    do {
      const cursor: string = next ? `&cursor=${encodeURIComponent(next)}` : ''
      const answer = await app.call<{ items: MeshSummary[]; next?: string }>('GET', `/api/map/meshes?limit=2${cursor}`, {
        token: v.tokens.officer,
      })
      expect(Number(answer.headers.get('x-liren-statements'))).toBeLessThanOrEqual(2)
      seen.push(...body(answer).items.map(({ id }) => id))
      next = answer.body.next
    } while (next)
    expect(seen).toEqual([...new Set(seen)].sort().reverse())
  })
})
