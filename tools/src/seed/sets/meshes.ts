import { text } from '@liren/contract'
import { readGlb } from '@liren/contract/map/glb'
import { type Block, writeGlb } from '@liren/contract/map/glb-write'
import { type MeshAnchor, standingOf } from '@liren/contract/map/mesh-anchor'
import type { Stage } from '@liren/contract/map/stage'
import { day, type SeedSet } from '../set.ts'
import { at } from '../street-plan.ts'

interface Planned {
  readonly name: string
  readonly source: string
  readonly stage: Stage
  /** Days before today that the model is of. */
  readonly ago: number
  /** Metres east and north of the middle of the community. */
  readonly stands: readonly [east: number, north: number]
  readonly elevation: number
  readonly blocks: readonly Block[]
}

const timber = [0.72, 0.45, 0.2] as const
const roof = [0.62, 0.16, 0.12] as const
const stone = [0.75, 0.75, 0.72] as const

const pillar = (name: string, x: number, z: number, height: number): Block => ({
  ...{ name, colour: timber },
  ...{ low: [x - 0.4, 0, z - 0.4], high: [x + 0.4, height, z + 0.4] },
})

/** What stands around the buildings, as it was measured: all of it made up. */
const planned: readonly Planned[] = [
  {
    ...{ name: '中央公园与周边实景模型', source: '街道测绘服务单位', stage: 'management', ago: 90, stands: [60, 320], elevation: 0 },
    blocks: [
      { name: '公园广场', colour: stone, low: [-30, 0, -12], high: [30, 0.5, 12] },
      { name: '观景塔', colour: roof, low: [-6, 0.5, -6], high: [6, 36, 6] },
      { name: '观景塔平台', colour: stone, low: [-9, 30, -9], high: [9, 31, 9] },
      ...[-1, 1].flatMap((x) => [-1, 1].map((z, i) => pillar(`湖心亭立柱 ${x < 0 ? i + 1 : i + 3}`, 45 + x * 4, 20 + z * 4, 4))),
      { name: '湖心亭屋顶', colour: roof, low: [40, 4, 15], high: [50, 5, 25] },
    ],
  },
  {
    ...{ name: '云溪路人行天桥', source: '区市政工程院', stage: 'construction', ago: 30, stands: [400, 180], elevation: 5.5 },
    blocks: [
      { name: '天桥桥面', colour: stone, low: [-24, 0, -3], high: [24, 0.8, 3] },
      { name: '天桥西墩', colour: stone, low: [-22, -5.5, -2], high: [-20, 0, 2] },
      { name: '天桥东墩', colour: stone, low: [20, -5.5, -2], high: [22, 0, 2] },
    ],
  },
]

/** Models that the community was given, written here block by block. */
export const meshes: SeedSet = {
  name: 'meshes',
  text: text('三维模型：公园与周边、天桥', 'Models: the park and its surroundings, a footbridge'),
  run: async ({ ids, insert, rows, now, kernel }) => {
    const [community] = await rows<{ id: string; path: string }>(
      "SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1",
    )
    if (!community) return
    for (const { name, source, stage, ago, stands, elevation, blocks } of planned) {
      const bytes = Buffer.from(writeGlb(blocks))
      const read = readGlb(bytes, (part) => new TextDecoder().decode(part))
      if ('fault' in read) throw new Error(`the model ${name} is not valid: ${read.fault.en}`)
      const [longitude, latitude] = at(...stands)
      const anchor: MeshAnchor = { longitude, latitude, elevation, heading: 0, scale: 1 }
      const { bounds, base, top } = standingOf(anchor, read.low, read.high)
      const added = now - Math.min(ago, 30) * day
      const [id, digest] = [ids.at(added), kernel.crypto.sm3(bytes).toString('hex')]
      const takenOn = new Date(now - ago * day).toISOString().slice(0, 10)
      await insert('map_meshes', [
        {
          ...{ id, state: 'used', place_id: community.id, place_path: community.path },
          ...{ used_revision: 1, last_revision: 1, added_at: added },
        },
      ])
      await insert('map_mesh_revisions', [
        {
          ...{ mesh_id: id, revision: 1, name, source, stage, taken_on: takenOn, ...anchor, ...bounds, base, top },
          ...{ n_elements: read.elements.length, n_triangles: read.triangles, n_bytes: bytes.length, digest, added_at: added },
        },
      ])
      const elements = read.elements.map(({ key, name: title, low, high, triangles }) => ({ key, name: title, low, high, triangles }))
      await insert('map_mesh_contents', [{ mesh_id: id, digest, elements: JSON.stringify(elements), content: bytes }])
    }
  },
}
