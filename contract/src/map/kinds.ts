import { text } from '../kernel/text.ts'
import type { Shape } from './shape.ts'

interface KindSpec {
  readonly text: { zh: string; en: string }
  readonly shapes: readonly Shape[]
  /** Tiles hold it from this zoom on, so that a tile of a whole city stays small. */
  readonly fromZoom: number
  /** One of it at most for each place of these kinds; it is that place, drawn. */
  readonly drawsPlace?: readonly string[]
  /** Streets and water are everybody's who lives round them: seen also by those whose places lie within the same community. */
  readonly isGround?: true
}

/** What a map is made of. Devices are not among them: where they stand is in their own records. */
export const featureKinds = {
  boundary: { text: text('边界', 'Boundary'), shapes: ['area'], fromZoom: 9, drawsPlace: ['community', 'estate'], isGround: true },
  grid: { text: text('网格', 'Grid'), shapes: ['area'], fromZoom: 11, drawsPlace: ['grid'] },
  building: { text: text('楼栋', 'Building'), shapes: ['area'], fromZoom: 13, drawsPlace: ['building'] },
  unit: { text: text('单元入口', 'Entrance of a unit'), shapes: ['point'], fromZoom: 16, drawsPlace: ['unit'] },
  entrance: { text: text('出入口', 'Gate'), shapes: ['point'], fromZoom: 14 },
  space: { text: text('公共空间', 'Public space'), shapes: ['area', 'point'], fromZoom: 14, drawsPlace: ['area'] },
  parking: { text: text('停车区', 'Parking'), shapes: ['area'], fromZoom: 15 },
  waste: { text: text('垃圾投放点', 'Waste point'), shapes: ['point'], fromZoom: 15 },
  service: { text: text('服务点', 'Service point'), shapes: ['point'], fromZoom: 14 },
  zone: { text: text('防区边界', 'Boundary of a zone'), shapes: ['line', 'area'], fromZoom: 14 },
  road: { text: text('道路', 'Road'), shapes: ['line'], fromZoom: 11, isGround: true },
  green: { text: text('绿地', 'Green'), shapes: ['area'], fromZoom: 13, isGround: true },
  water: { text: text('水面', 'Water'), shapes: ['area', 'line'], fromZoom: 11, isGround: true },
} as const satisfies Record<string, KindSpec>

export type FeatureKind = keyof typeof featureKinds
export const featureKindNames = Object.keys(featureKinds) as [FeatureKind, ...FeatureKind[]]
export const kindSpec = (kind: FeatureKind): KindSpec => featureKinds[kind]

/** 人、地、事、物、情、组织, and the ground under them. */
export const elementGroups = {
  person: text('人', 'People'),
  place: text('地', 'Places'),
  matter: text('事', 'Matters'),
  thing: text('物', 'Things'),
  situation: text('情', 'Situations'),
  organisation: text('组织', 'Organisations'),
  ground: text('底图要素', 'Ground'),
} as const
export type ElementGroup = keyof typeof elementGroups

interface LayerSpec {
  readonly text: { zh: string; en: string }
  readonly group: ElementGroup
  /** What one must hold to see it. */
  readonly permission: string
  /** The subject that its records open as. */
  readonly subject: string
}

const drawn = (kind: FeatureKind, group: ElementGroup): LayerSpec => ({
  text: featureKinds[kind].text,
  group,
  permission: 'map.read',
  subject: 'map-feature',
})

/** What can be laid over each other, counted within a boundary and listed beside the map. */
export const mapLayers = {
  building: drawn('building', 'place'),
  house: { text: text('房屋', 'Houses'), group: 'place', permission: 'house.read', subject: 'house' },
  space: { text: text('公共空间', 'Public spaces'), group: 'place', permission: 'space.read', subject: 'space' },
  person: { text: text('人口', 'People'), group: 'person', permission: 'person.read', subject: 'person' },
  org: { text: text('单位商户', 'Organisations'), group: 'organisation', permission: 'org.read', subject: 'org' },
  device: { text: text('设备', 'Devices'), group: 'thing', permission: 'device.read', subject: 'device' },
  repair: { text: text('未办结事件', 'Open matters'), group: 'matter', permission: 'repair.read', subject: 'repair' },
  alarm: { text: text('未关闭告警', 'Open alarms'), group: 'situation', permission: 'alarm.read', subject: 'alarm' },
  zone: { text: text('防区', 'Zones'), group: 'situation', permission: 'zone.read', subject: 'zone' },
  grid: drawn('grid', 'ground'),
  entrance: drawn('entrance', 'ground'),
  road: drawn('road', 'ground'),
  parking: drawn('parking', 'ground'),
  waste: drawn('waste', 'ground'),
  service: drawn('service', 'ground'),
} as const satisfies Record<string, LayerSpec>

export type MapLayer = keyof typeof mapLayers
export const mapLayerNames = Object.keys(mapLayers) as [MapLayer, ...MapLayer[]]
export const layerSpec = (layer: MapLayer): LayerSpec => mapLayers[layer]
