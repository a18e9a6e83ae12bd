import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { boundsSchema } from './answers.ts'
import { stageNames } from './stage.ts'

/** A model counts once somebody has seen what it holds. */
export const meshStates = {
  draft: text('待启用', 'Not yet in use'),
  used: text('使用中', 'In use'),
  retired: text('已停用', 'Retired'),
} as const
export type MeshState = keyof typeof meshStates
export const meshStateNames = Object.keys(meshStates) as [MeshState, ...MeshState[]]

/** A page would have to load and hold all of it. */
export const maxMeshBytes = 8 * 1024 * 1024

const words = (least: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(60))
const range = (least: number, most: number) => [z.minimum(least), z.maximum(most)] as const

const anchor = {
  longitude: z.number().check(...range(-180, 180)),
  latitude: z.number().check(...range(-85, 85)),
  elevation: z.number().check(...range(-500, 9000)),
  heading: z.number().check(...range(0, 360)),
  scale: z.number().check(...range(0.0001, 1000)),
}
const anchorQuery = {
  longitude: z.coerce.number().check(...range(-180, 180)),
  latitude: z.coerce.number().check(...range(-85, 85)),
  elevation: z._default(z.coerce.number().check(...range(-500, 9000)), 0),
  heading: z._default(z.coerce.number().check(...range(0, 360)), 0),
  scale: z._default(z.coerce.number().check(...range(0.0001, 1000)), 1),
}
const revisionSchema = () => z.number().check(z.int(), z.minimum(1))

/** One state of a model: a file where its anchor puts it. */
const revision = {
  revision: revisionSchema(),
  name: z.string(),
  source: z.string(),
  stage: z.enum(stageNames),
  takenOn: daySchema(),
  ...anchor,
  bounds: boundsSchema,
  /** Metres above the ground between which it stands. */
  base: z.number(),
  top: z.number(),
  count: z.number(),
  triangles: z.number(),
  bytes: z.number(),
  digest: z.string(),
  addedAt: instantSchema(),
}
const summary = {
  id: idSchema(),
  state: z.enum(meshStateNames),
  placeId: idSchema(),
  placeName: z.string(),
  /** The revision that counts, and the newest there is. */
  used: z.nullable(revisionSchema()),
  latest: revisionSchema(),
  ...revision,
  version: versionSchema(),
}
export const meshSummarySchema = L2(z.object(summary))
export type MeshSummary = z.infer<typeof meshSummarySchema>

export const meshSchema = L2(
  z.object({
    ...summary,
    elements: z.array(
      z.object({
        key: z.string(),
        name: z.string(),
        longitude: z.number(),
        latitude: z.number(),
        base: z.number(),
        top: z.number(),
        triangles: z.number(),
      }),
    ),
    /** The newest first. */
    revisions: z.array(z.object(revision)),
  }),
)
export type Mesh = z.infer<typeof meshSchema>
export type MeshElementFacts = Mesh['elements'][number]

export const meshErrors = {
  'map.mesh-too-large': { status: 413, text: text('模型文件超过 8 MB', 'The file is larger than 8 MB') },
  'map.mesh-not-read': { status: 422, text: text('模型文件无法读取，未保存', 'The model cannot be read; nothing was saved') },
  'map.mesh-far': {
    status: 422,
    text: text('模型离所选地点过远，请检查锚点坐标', 'The model would stand far from that place; check its anchor'),
  },
  'map.mesh-wide': {
    status: 422,
    text: text('模型超过 5 公里，请检查比例（单位须为米）', 'The model is wider than 5 km; check its scale (its unit is the metre)'),
  },
} as const

const byId = z.object({ id: idSchema() })
const reading = { permission: 'map.read', scope: 'place' } as const
const editing = { permission: 'map.edit', scope: 'place', errors: meshErrors } as const
const uploading = { ...editing, idempotent: 'key', rate: 'upload', upload: true, audit: 'map.mesh-added' } as const
const told = { name: words(1), source: words(2), stage: z.enum(stageNames), takenOn: daySchema() }
const whichRevision = z.optional(z.coerce.number().check(z.int(), z.minimum(1)))

export const meshEndpoints = {
  meshes: endpoint({
    id: 'map.meshes',
    method: 'GET',
    path: '/api/map/meshes',
    summary: text('三维模型列表', 'Models on the map'),
    ...reading,
    query: z.object({ state: z.optional(z.enum(meshStateNames)), placeId: z.optional(idSchema()), ...pageQuery }),
    response: pageOf(meshSummarySchema),
    rate: 'read',
  }),
  mesh: endpoint({
    id: 'map.mesh',
    method: 'GET',
    path: '/api/map/meshes/:id',
    summary: text('一个三维模型：构件与版本', 'One model with what is in it and its revisions'),
    ...reading,
    params: byId,
    query: z.object({ revision: whichRevision }),
    response: meshSchema,
    rate: 'read',
  }),
  meshContent: endpoint({
    id: 'map.mesh-content',
    method: 'GET',
    path: '/api/map/meshes/:id/content',
    summary: text('三维模型的文件（glb）', 'The file of a model (glb)'),
    ...reading,
    params: byId,
    query: z.object({ revision: whichRevision }),
    rate: 'content',
    raw: true,
  }),
  addMesh: endpoint({
    id: 'map.add-mesh',
    method: 'POST',
    path: '/api/map/meshes',
    summary: text(
      '导入三维模型（glb 文件与锚点），核对后启用',
      'Import a model (a glb file and its anchor), to be looked at before it counts',
    ),
    ...uploading,
    query: z.object({ ...told, placeId: idSchema(), ...anchorQuery }),
    response: meshSchema,
    status: 201,
  }),
  replaceMesh: endpoint({
    id: 'map.replace-mesh',
    method: 'POST',
    path: '/api/map/meshes/:id/file',
    summary: text('为三维模型导入新文件，成为新版本', 'Import another file for a model, as a new revision'),
    ...uploading,
    params: byId,
    query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
    response: meshSchema,
    status: 201,
  }),
  changeMesh: endpoint({
    id: 'map.change-mesh',
    method: 'PATCH',
    path: '/api/map/meshes/:id',
    summary: text('修改三维模型的说明或锚点，成为新版本', 'Say differently what a model is or where it stands, as a new revision'),
    ...editing,
    params: byId,
    body: z.object({ version: versionSchema(), ...z.partial(z.object({ ...told, ...anchor })).shape }),
    response: meshSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'map.mesh-changed',
  }),
  useMesh: endpoint({
    id: 'map.use-mesh',
    method: 'POST',
    path: '/api/map/meshes/:id/use',
    summary: text('启用三维模型的一个版本，或停用模型', 'Let a revision of a model count, or retire the model'),
    ...editing,
    params: byId,
    body: z.object({ version: versionSchema(), revision: z.nullable(revisionSchema()) }),
    response: meshSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'map.mesh-used',
  }),
} as const
