import { text } from '@liren/contract'
import { type Facts, readGeoJson } from '@liren/contract/map/geojson'
import type { OverlayKind } from '@liren/contract/map/overlay'
import type { Stage } from '@liren/contract/map/stage'
import { day, type SeedSet } from '../set.ts'
import { areaOf, box, line } from '../street-plan.ts'

interface Planned {
  readonly kind: OverlayKind
  readonly name: string
  readonly source: string
  /** Days before today that the data is of. */
  readonly ago: number
  /** Of a stage, and how many days before today it began and ended there. */
  readonly stage?: Stage
  readonly days?: readonly [began: number, ended: number | null]
  readonly features: readonly { readonly geometry: object; readonly properties: Facts }[]
}

const area = (x: number, y: number, width: number, height: number, properties: Facts) => ({
  geometry: { type: 'Polygon', coordinates: [box(x, y, width, height)] },
  properties,
})
const along = (points: readonly (readonly [number, number])[], properties: Facts) => ({
  geometry: { type: 'LineString', coordinates: line(...points) },
  properties,
})
const spot = (x: number, y: number, properties: Facts) => ({
  geometry: { type: 'Point', coordinates: line([x, y])[0] as object },
  properties,
})
const hall = areaOf('fl', 'hall')

/** The corner of the community centre, as it was planned, built and is used. */
const stagesOfCentre: readonly Planned[] = [
  {
    ...{ kind: 'planning', name: '活动中心地块规划', source: '区规划资源局', ago: 3200, stage: 'planning', days: [3285, 2921] },
    features: [area(160, 40, 120, 90, { 名称: '活动中心规划用地', 用地性质: '社区服务' })],
  },
  {
    ...{ kind: 'project', name: '活动中心施工总平面', source: '总承包单位', ago: 2000, stage: 'construction', days: [2190, 1096] },
    features: [area(170, 50, 60, 50, { 名称: '活动中心基坑', 状态: '施工中' }), area(240, 50, 30, 30, { 名称: '材料堆场', 状态: '临时' })],
  },
  {
    ...{ kind: 'topic', name: '活动中心使用分区', source: '社区居委会', ago: 70, stage: 'management', days: [73, null] },
    features: [area(170, 50, 60, 50, { 名称: '活动中心', 用途: '公共活动' }), spot(250, 60, { 名称: '入口广场' })],
  },
]

/** One of each kind that a community is given by others. */
const planned: readonly Planned[] = [
  {
    ...{ kind: 'survey', name: '公共绿地与水体资源调查', source: '区自然资源局', ago: 320 },
    features: [
      area(-300, 20, 180, 90, { 名称: '街心绿地', 地类: '公园与绿地', 面积: 16200 }),
      area(120, -120, 90, 60, { 名称: '滨水绿带', 地类: '公园与绿地', 面积: 5400 }),
    ],
  },
  {
    ...{ kind: 'planning', name: '控制性详细规划（建筑限高）', source: '区规划资源局', ago: 540 },
    features: [
      area(-472, 330, 300, 260, { 名称: '限高 54 米', 限高: 54, 用地性质: '二类居住' }),
      area(86, -240, 300, 200, { 名称: '限高 24 米', 限高: 24, 用地性质: '二类居住' }),
    ],
  },
  {
    ...{ kind: 'project', name: '老旧小区加装电梯与管网改造', source: '街道城建办', ago: 45 },
    features: [
      along(
        [
          [-20, -360],
          [190, -360],
          [190, -150],
        ],
        { 名称: '雨污分流管线', 状态: '施工中', 完工: '2026-03-31' },
      ),
      spot(20, -322, { 名称: '加装电梯点位 1', 状态: '已开工' }),
      spot(78, -322, { 名称: '加装电梯点位 2', 状态: '已签约' }),
    ],
  },
  {
    ...{ kind: 'topic', name: '应急避难与便民设施', source: '街道应急管理办', ago: 120 },
    features: [
      area(hall.x, hall.y, 60, 40, { 名称: '枫林广场避难点', 容纳人数: 300 }),
      spot(-120, 60, { 名称: '公共厕所', 开放: '6:00–22:00' }),
      spot(60, -60, { 名称: 'AED 急救点', 位置: '社区服务站门口' }),
    ],
  },
  {
    ...{ kind: 'sensing', name: '道路积水监测', source: '市排水监测平台', ago: 1 },
    features: [
      spot(-260, -40, { 名称: '云溪路下穿', 积水深度: 0, 单位: '厘米' }),
      spot(310, -30, { 名称: '梧桐路北口', 积水深度: 2, 单位: '厘米' }),
    ],
  },
  ...stagesOfCentre,
]

/** Data of others that lies over the community, as it was handed over. */
export const overlays: SeedSet = {
  name: 'overlays',
  text: text('叠加图层：调查、规划、工程、专题、感知', 'Overlays: survey, planning, projects, topics, sensing'),
  run: async ({ ids, insert, rows, now, kernel }) => {
    const [community] = await rows<{ id: string; path: string }>(
      "SELECT id, path FROM places WHERE kind = 'community' ORDER BY path LIMIT 1",
    )
    if (!community) return
    const dayOf = (before: number) => new Date(now - before * day).toISOString().slice(0, 10)
    for (const { kind, name, source, ago, stage, days, features } of planned) {
      const [began, ended] = days ?? []
      const file = JSON.stringify({ type: 'FeatureCollection', features: features.map((one) => ({ type: 'Feature', ...one })) })
      const read = readGeoJson(file)
      if ('faults' in read) throw new Error(`the overlay ${name} is not valid: ${JSON.stringify(read.faults)}`)
      const added = now - Math.min(ago, 30) * day
      const id = ids.at(added)
      await insert('map_overlays', [
        {
          ...{ id, kind, name, source, taken_on: dayOf(ago), place_id: community.id },
          ...{ stage: stage ?? null, valid_from: began === undefined ? null : dayOf(began), valid_to: ended ? dayOf(ended) : null },
          ...{ place_path: community.path, ...read.bounds, n_elements: read.features.length },
          ...{ digest: kernel.crypto.sm3(Buffer.from(file)).toString('hex'), added_at: added },
        },
      ])
      const drawing = read.features.map((one) => ({
        type: 'Feature',
        geometry: one.geometry,
        properties: { overlay: id, key: one.key, name: one.name },
      }))
      await insert('map_overlay_contents', [
        {
          overlay_id: id,
          elements: JSON.stringify(
            read.features.map(({ key, name: title, at, facts }) => ({ key, name: title, longitude: at[0], latitude: at[1], facts })),
          ),
          content: JSON.stringify({ type: 'FeatureCollection', features: drawing }),
        },
      ])
    }
  },
}
