import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { featureKindNames, mapLayerNames } from './kinds.ts'
import { elementIdSchema, elementSubjects } from './model.ts'
import { geometrySchema, positionSchema, shapes } from './shape.ts'

const degrees = () => z.number()
const outline = () => z.array(positionSchema())

export const featureSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(featureKindNames),
    shape: z.enum(shapes),
    name: z.string(),
    placeId: idSchema(),
    placeName: z.string(),
    geometry: geometrySchema(),
    longitude: degrees(),
    latitude: degrees(),
    /** Square metres of an area, metres of a line. */
    size: z.nullable(z.number()),
    updatedAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type MapFeature = z.infer<typeof featureSchema>

export const historySchema = L2(
  z.object({
    id: idSchema(),
    version: versionSchema(),
    action: z.enum(['created', 'changed', 'retired']),
    name: z.string(),
    geometry: geometrySchema(),
    actorName: z.nullable(z.string()),
    at: instantSchema(),
  }),
)

export const boundsSchema = L2(z.object({ west: degrees(), south: degrees(), east: degrees(), north: degrees() }))

export const layerCountSchema = L2(
  z.object({
    layer: z.enum(mapLayerNames),
    count: z.number(),
    /** There are more than were counted. */
    isCapped: z.boolean(),
  }),
)

/** One mark: a record with a position of its own, or what lives at a building, as a number. */
export const pointSchema = L2(
  z.object({
    id: idSchema(),
    /** Of the mark: a record of the layer's subject, or the place at which `count` of them are. */
    at: z.enum(['record', 'place']),
    longitude: degrees(),
    latitude: degrees(),
    count: z.number(),
    label: z.string(),
    /** Presence of a device or that it has an open alarm, level of an alarm, state of a matter. */
    state: z.nullable(z.string()),
    /** Where it is within its building; null on the ground, or where nobody said. */
    floor: z.nullable(z.number()),
    /** The element of the model that it is, or at which it is. */
    element: z.nullable(elementIdSchema()),
    /** Of an alarm on a floor: the outline of its building. */
    outline: z.optional(outline()),
  }),
)
export type MapPoint = z.infer<typeof pointSchema>

export const elementSchema = L2(
  z.object({
    id: idSchema(),
    subject: z.string(),
    title: z.string(),
    hint: z.string(),
    state: z.nullable(z.string()),
    /** Of a drawing: the place that it draws or belongs to. */
    placeId: z.nullable(idSchema()),
    longitude: z.nullable(degrees()),
    latitude: z.nullable(degrees()),
    floor: z.nullable(z.number()),
    element: z.nullable(elementIdSchema()),
  }),
)
export type MapElement = z.infer<typeof elementSchema>

export const addressSchema = L2(
  z.object({
    placeId: idSchema(),
    kind: z.string(),
    name: z.string(),
    /** 梧桐社区 · 枫林雅苑 · 3幢 · 1单元 · 1201 */
    address: z.string(),
    longitude: degrees(),
    latitude: degrees(),
  }),
)
export type MapAddress = z.infer<typeof addressSchema>

const placeRef = z.object({ placeId: idSchema(), name: z.string() })

export const whereSchema = L2(
  z.object({
    /** What encloses the point, the widest first. */
    boundaries: z.array(placeRef),
    grids: z.array(placeRef),
    building: z.nullable(placeRef),
    nearest: z.nullable(z.object({ placeId: idSchema(), address: z.string(), metres: z.number() })),
  }),
)

const people = z.object({ count: z.number(), attention: z.number() })

export const buildingSchema = L2(
  z.object({
    placeId: idSchema(),
    name: z.string(),
    address: z.string(),
    height: z.number(),
    /** Null until somebody draws it. */
    outline: z.nullable(outline()),
    units: z.array(z.object({ id: z.nullable(idSchema()), name: z.string() })),
    /** Top floor first. */
    floors: z.array(z.number()),
    houses: z.array(
      z.object({
        id: idSchema(),
        name: z.string(),
        unitId: z.nullable(idSchema()),
        floor: z.number(),
        /** The file of the house, when there is one and the viewer may read it. */
        fileId: z.nullable(idSchema()),
        occupancy: z.nullable(z.string()),
        /** Civility grade of a let house; `unrated` until it was rated. */
        rental: z.nullable(z.enum(['a', 'b', 'c', 'd', 'unrated'])),
        /** Null for those who may not read files of people. */
        people: z.nullable(people),
      }),
    ),
  }),
)

/** One element of the model with where it stands and the files that open from it. */
export const modelElementSchema = L2(
  z.object({
    id: elementIdSchema(),
    subject: z.enum(elementSubjects),
    recordId: idSchema(),
    /** Kind of the place, or of the device. */
    kind: z.string(),
    name: z.string(),
    address: z.string(),
    placeId: z.nullable(idSchema()),
    building: z.nullable(placeRef),
    floor: z.nullable(z.number()),
    longitude: z.nullable(degrees()),
    latitude: z.nullable(degrees()),
    /** Metres above the ground between which it lies. */
    base: z.number(),
    top: z.number(),
    /** Its own outline: of a house the part of its floor, of a building or space what was drawn. */
    outline: z.nullable(outline()),
    /** Presence of a device or that it has an open alarm; how a house is used. */
    state: z.nullable(z.string()),
    /** What opens from it: the file of the house, building, space or device, for those who may read it. */
    records: z.array(z.object({ subject: z.string(), id: idSchema() })),
    /** Of its base record, for whoever moves it. */
    version: z.nullable(versionSchema()),
  }),
)
export type ModelElement = z.infer<typeof modelElementSchema>

export const mapErrors = {
  'map.shape': { status: 422, text: text('该类要素不能画成这种形状', 'This kind of feature is not drawn as that shape') },
  'map.wrong-place': { status: 422, text: text('该类要素不属于这种地点', 'This kind of feature does not belong to that kind of place') },
  'map.drawn-already': {
    status: 409,
    text: text('该地点已有图形，请修改原图形', 'This place is drawn already; change the drawing it has'),
  },
  'map.overlap': { status: 409, text: text('与相邻网格重叠，未保存', 'It overlaps a neighbouring grid; nothing was saved') },
  'map.outside': { status: 422, text: text('超出所属社区边界', 'It reaches beyond the boundary of its community') },
} as const
