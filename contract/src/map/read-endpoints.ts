import { endpoint } from '../kernel/endpoint.ts'
import { idSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import {
  addressSchema,
  boundsSchema,
  buildingSchema,
  elementSchema,
  featureSchema,
  historySchema,
  layerCountSchema,
  mapErrors,
  modelElementSchema,
  pointSchema,
  whereSchema,
} from './answers.ts'
import { featureKindNames, mapLayerNames } from './kinds.ts'
import { elementIdSchema } from './model.ts'
import { withinQuery } from './within.ts'

/** Tiles of deeper zooms would hold nothing that these do not. */
export const deepestTile = 18

const step = (most: number) => z.coerce.number().check(z.int(), z.minimum(0), z.maximum(most))
const byId = z.object({ id: idSchema() })
const reading = { permission: 'map.read', scope: 'place', rate: 'read' } as const
const layer = () => z.enum(mapLayerNames)

export const readEndpoints = {
  tile: endpoint({
    id: 'map.tile',
    method: 'GET',
    path: '/api/map/tiles/:z/:x/:y.mvt',
    summary: text('矢量瓦片', 'A vector tile'),
    ...reading,
    params: z.object({ z: step(deepestTile), x: step(2 ** deepestTile - 1), y: step(2 ** deepestTile - 1) }),
    /** Only to ask anew after a change; what is answered follows from the caller and the store. */
    query: z.object({ v: z.optional(z.string().check(z.maxLength(20))) }),
    rate: 'content',
    raw: true,
  }),
  layers: endpoint({
    id: 'map.layers',
    method: 'GET',
    path: '/api/map/layers',
    summary: text('图层与边界内数量', 'Layers, and how much of each lies within a boundary'),
    ...reading,
    query: z.object(withinQuery),
    response: L2(z.object({ bounds: z.nullable(boundsSchema), tiles: z.string(), layers: z.array(layerCountSchema) })),
    errors: mapErrors,
  }),
  points: endpoint({
    id: 'map.points',
    method: 'GET',
    path: '/api/map/points',
    summary: text('一个图层的点位', 'The marks of one layer'),
    ...reading,
    query: z.object({ layer: layer(), ...withinQuery }),
    response: L2(z.object({ points: z.array(pointSchema), count: z.number(), isCapped: z.boolean() })),
  }),
  elements: endpoint({
    id: 'map.elements',
    method: 'GET',
    path: '/api/map/elements',
    summary: text('一个图层的列表', 'The same layer as a list'),
    ...reading,
    query: z.object({ layer: layer(), ...withinQuery, ...pageQuery }),
    response: pageOf(elementSchema),
  }),
  geocode: endpoint({
    id: 'map.geocode',
    method: 'GET',
    path: '/api/map/geocode',
    summary: text('地址解析', 'From an address to coordinates'),
    ...reading,
    query: z.object({ q: z.string().check(z.trim(), z.minLength(1), z.maxLength(60)) }),
    response: L2(z.object({ items: z.array(addressSchema) })),
    rate: 'search',
  }),
  where: endpoint({
    id: 'map.where',
    method: 'GET',
    path: '/api/map/where',
    summary: text('逆地址解析与边界查询', 'From coordinates to the address, and the boundaries they lie in'),
    ...reading,
    query: z.object({
      longitude: z.coerce.number().check(z.minimum(-180), z.maximum(180)),
      latitude: z.coerce.number().check(z.minimum(-85), z.maximum(85)),
    }),
    response: whereSchema,
    rate: 'search',
  }),
  building: endpoint({
    id: 'map.building',
    method: 'GET',
    path: '/api/map/buildings/:id',
    summary: text('楼栋的单元、楼层与房屋', 'A building as units, floors and houses'),
    ...reading,
    params: byId,
    response: buildingSchema,
  }),
  element: endpoint({
    id: 'map.element',
    method: 'GET',
    path: '/api/map/model/:id',
    summary: text('模型构件的位置与基础数据', 'Where an element of the model stands, and its base record'),
    ...reading,
    params: z.object({ id: elementIdSchema() }),
    response: modelElementSchema,
  }),
  features: endpoint({
    id: 'map.features',
    method: 'GET',
    path: '/api/map/features',
    summary: text('地图要素列表', 'What is drawn'),
    ...reading,
    query: z.object({ kind: z.optional(z.enum(featureKindNames)), placeId: z.optional(idSchema()), ...pageQuery }),
    response: pageOf(featureSchema),
  }),
  feature: endpoint({
    id: 'map.feature',
    method: 'GET',
    path: '/api/map/features/:id',
    summary: text('一个地图要素', 'One thing that is drawn'),
    ...reading,
    params: byId,
    response: featureSchema,
  }),
  history: endpoint({
    id: 'map.history',
    method: 'GET',
    path: '/api/map/features/:id/history',
    summary: text('地图要素的历次版本', 'Every version of a drawing'),
    ...reading,
    params: byId,
    query: z.object(pageQuery),
    response: pageOf(historySchema),
  }),
} as const
