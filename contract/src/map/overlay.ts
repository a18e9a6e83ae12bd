import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { boundsSchema } from './answers.ts'
import { stageNames } from './stage.ts'

/** What is laid over the ground of a community: data of others, each with its source and its time. */
export const overlayKinds = {
  survey: text('资源调查', 'Survey of resources'),
  planning: text('规划管控', 'Planning control'),
  project: text('工程建设项目', 'Building projects'),
  topic: text('公共专题', 'Public topics'),
  sensing: text('物联感知', 'Sensing'),
} as const
export type OverlayKind = keyof typeof overlayKinds
export const overlayKindNames = Object.keys(overlayKinds) as [OverlayKind, ...OverlayKind[]]

/** More is no layer over a community, but a file that somebody chose by mistake. */
export const maxOverlayBytes = 4 * 1024 * 1024

const words = (least: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(60))
const facts = z.record(z.string(), z.union([z.string(), z.number(), z.boolean()]))

const summary = {
  id: idSchema(),
  kind: z.enum(overlayKindNames),
  name: z.string(),
  /** Who made the data. */
  source: z.string(),
  /** The day that the data is of. */
  takenOn: daySchema(),
  /** What of the building of the community it belongs to, and its first and last day there; null is open. */
  stage: z.nullable(z.enum(stageNames)),
  validFrom: z.nullable(daySchema()),
  validTo: z.nullable(daySchema()),
  placeId: idSchema(),
  placeName: z.string(),
  bounds: boundsSchema,
  count: z.number(),
  addedAt: instantSchema(),
  version: versionSchema(),
}
export const overlaySummarySchema = L2(z.object(summary))
export type OverlaySummary = z.infer<typeof overlaySummarySchema>

export const overlaySchema = L2(
  z.object({
    ...summary,
    /** What is in it, for the list beside the map. */
    elements: z.array(z.object({ key: z.string(), name: z.string(), longitude: z.number(), latitude: z.number(), facts })),
  }),
)
export type Overlay = z.infer<typeof overlaySchema>

export const overlayErrors = {
  'map.overlay-too-large': { status: 413, text: text('图层文件超过 4 MB', 'The file is larger than 4 MB') },
  'map.overlay-not-read': { status: 422, text: text('图层文件无法读取，未保存', 'The file cannot be read; nothing was saved') },
  'map.overlay-period': { status: 422, text: text('结束日期早于开始日期', 'It ends before it begins') },
  'map.overlay-far': {
    status: 422,
    text: text(
      '图层内容离所选地点过远，请检查坐标系（须为经纬度）',
      'What is in the file lies far from that place; are these longitudes and latitudes?',
    ),
  },
} as const

const byId = z.object({ id: idSchema() })
const reading = { permission: 'map.read', scope: 'place' } as const
const editing = { permission: 'map.edit', scope: 'place', rate: 'write', errors: overlayErrors } as const

export const overlayEndpoints = {
  overlays: endpoint({
    id: 'map.overlays',
    method: 'GET',
    path: '/api/map/overlays',
    summary: text('叠加图层列表', 'What is laid over the map'),
    ...reading,
    query: z.object({ kind: z.optional(z.enum(overlayKindNames)), placeId: z.optional(idSchema()), ...pageQuery }),
    response: pageOf(overlaySummarySchema),
    rate: 'read',
  }),
  overlay: endpoint({
    id: 'map.overlay',
    method: 'GET',
    path: '/api/map/overlays/:id',
    summary: text('一个叠加图层与其内容', 'One overlay with what is in it'),
    ...reading,
    params: byId,
    response: overlaySchema,
    rate: 'read',
  }),
  overlayContent: endpoint({
    id: 'map.overlay-content',
    method: 'GET',
    path: '/api/map/overlays/:id/content',
    summary: text('叠加图层的图形', 'The shapes of one overlay'),
    ...reading,
    params: byId,
    rate: 'content',
    raw: true,
  }),
  addOverlay: endpoint({
    id: 'map.add-overlay',
    method: 'POST',
    path: '/api/map/overlays',
    summary: text('添加叠加图层（GeoJSON 文件）', 'Lay a GeoJSON file over the map'),
    ...editing,
    query: z.object({
      kind: z.enum(overlayKindNames),
      name: words(1),
      source: words(2),
      takenOn: daySchema(),
      placeId: idSchema(),
      stage: z.optional(z.enum(stageNames)),
      validFrom: z.optional(daySchema()),
      validTo: z.optional(daySchema()),
    }),
    response: overlaySummarySchema,
    status: 201,
    idempotent: 'key',
    rate: 'upload',
    upload: true,
    audit: 'map.overlay-added',
  }),
  changeOverlay: endpoint({
    id: 'map.change-overlay',
    method: 'PATCH',
    path: '/api/map/overlays/:id',
    summary: text('修改叠加图层的说明', 'Say differently what an overlay is'),
    ...editing,
    params: byId,
    body: z.object({
      version: versionSchema(),
      kind: z.optional(z.enum(overlayKindNames)),
      name: z.optional(words(1)),
      source: z.optional(words(2)),
      takenOn: z.optional(daySchema()),
      stage: z.optional(z.nullable(z.enum(stageNames))),
      validFrom: z.optional(z.nullable(daySchema())),
      validTo: z.optional(z.nullable(daySchema())),
    }),
    response: overlaySummarySchema,
    idempotent: 'natural',
    audit: 'map.overlay-changed',
  }),
  removeOverlay: endpoint({
    id: 'map.remove-overlay',
    method: 'DELETE',
    path: '/api/map/overlays/:id',
    summary: text('移除叠加图层', 'Take an overlay off the map'),
    ...editing,
    params: byId,
    query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
    status: 204,
    idempotent: 'natural',
    audit: 'map.overlay-removed',
  }),
} as const
