import { endpoint } from '../kernel/endpoint.ts'
import { idSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import type { FeatureKind } from './kinds.ts'
import { positionSchema, shapes } from './shape.ts'

/** What everybody sees who walks through an estate; where it is watched and how it is cut into grids is not among it. */
export const sketchKinds = [
  'boundary',
  'green',
  'water',
  'road',
  'parking',
  'space',
  'building',
  'entrance',
  'waste',
  'service',
] as const satisfies readonly FeatureKind[]
export type SketchKind = (typeof sketchKinds)[number]

const shapeSchema = L1(
  z.object({
    id: idSchema(),
    kind: z.enum(sketchKinds),
    shape: z.enum(shapes),
    name: z.string(),
    placeId: idSchema(),
    points: z.array(positionSchema()),
    longitude: z.number(),
    latitude: z.number(),
  }),
)
export type SketchShape = z.infer<typeof shapeSchema>

const sketchSchema = L1(
  z.object({
    estate: z.object({ id: idSchema(), name: z.string() }),
    /** Null where nothing is drawn yet. */
    bounds: z.nullable(z.object({ west: z.number(), south: z.number(), east: z.number(), north: z.number() })),
    shapes: z.array(shapeSchema),
  }),
)
export type Sketch = z.infer<typeof sketchSchema>

const mostPlaces = 50
const positionsSchema = L2(z.object({ items: z.array(z.object({ placeId: idSchema(), longitude: z.number(), latitude: z.number() })) }))

export const sketchEndpoints = {
  positions: endpoint({
    id: 'map.positions',
    method: 'GET',
    path: '/api/map/positions',
    summary: text('一批地点在地图上的位置', 'Where some places are drawn, asked for at once'),
    permission: 'map.read',
    scope: 'place',
    query: z.object({
      ids: z
        .string()
        .check(
          z.maxLength(27 * mostPlaces),
          z.regex(new RegExp(`^[0-9a-hjkmnp-tv-z]{26}(?:,[0-9a-hjkmnp-tv-z]{26}){0,${mostPlaces - 1}}$`)),
        ),
    }),
    response: positionsSchema,
    rate: 'read',
  }),
  sketch: endpoint({
    id: 'map.sketch',
    method: 'GET',
    path: '/api/estates/:id/sketch',
    summary: text('小区平面图', 'An estate from above, as everybody sees it'),
    permission: 'signed-in',
    scope: 'none',
    params: z.object({ id: idSchema() }),
    response: sketchSchema,
    rate: 'content',
  }),
} as const
