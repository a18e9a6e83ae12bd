import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { ifcKindNames } from './ifc.ts'
import { stageNames } from './stage.ts'

export const maxIfcBytes = 8 * 1024 * 1024

const elementSchema = z.object({
  guid: z.string(),
  kind: z.enum(ifcKindNames),
  name: z.string(),
  longName: z.string(),
  parent: z.nullable(z.string()),
  elevation: z.nullable(z.number()),
  /** Of a storey and all that stands on it: the floor of ours that it is, null where ours has none. */
  floor: z.nullable(z.number()),
  /** The place of ours that it is: of the building this building, of a space the house of its name on its floor. */
  placeId: z.nullable(idSchema()),
  placeName: z.nullable(z.string()),
  /** How many documents and states are attached to it. */
  entries: z.number(),
})
const revisionSchema = z.object({
  revision: z.number(),
  stage: z.enum(stageNames),
  source: z.string(),
  /** Since when it is so, and until when if that is known. */
  takenOn: daySchema(),
  validTo: z.nullable(daySchema()),
  schema: z.enum(['IFC2X3', 'IFC4']),
  project: z.string(),
  count: z.number(),
  bytes: z.number(),
  digest: z.string(),
  addedAt: instantSchema(),
})

export const ifcModelSchema = L2(
  z.object({
    placeId: idSchema(),
    placeName: z.string(),
    /** 0 until a file was imported. */
    version: versionSchema(),
    /** Whose elements these are; null until a file was imported. */
    shown: z.nullable(z.number()),
    elements: z.array(elementSchema),
    /** The newest first. */
    revisions: z.array(revisionSchema),
  }),
)
export type IfcModel = z.infer<typeof ifcModelSchema>
export type IfcModelElement = IfcModel['elements'][number]
export type IfcRevision = IfcModel['revisions'][number]

export const ifcPreviewSchema = L2(
  z.object({
    version: versionSchema(),
    revision: z.number(),
    schema: z.enum(['IFC2X3', 'IFC4']),
    project: z.string(),
    counts: z.array(z.object({ kind: z.enum(ifcKindNames), count: z.number() })),
    /** Elements in no storey: they are not taken. */
    loose: z.number(),
    /** Against the newest revision, by GlobalId. */
    change: z.object({ kept: z.number(), added: z.number(), gone: z.number() }),
    /** Entries on elements that stay, and on elements that this file no longer has: those stay with the building. */
    entries: z.object({ kept: z.number(), gone: z.number() }),
    /** Building, storeys and spaces with what of ours they are; as many as one looks through. */
    matches: z.array(elementSchema),
  }),
)
export type IfcPreview = z.infer<typeof ifcPreviewSchema>

export const ifcErrors = {
  'map.ifc-too-large': { status: 413, text: text('IFC 文件超过 8 MB', 'The file is larger than 8 MB') },
  'map.ifc-not-read': { status: 422, text: text('IFC 文件无法读取，未保存', 'The IFC file cannot be read; nothing was saved') },
  'map.ifc-period': { status: 422, text: text('结束日期早于开始日期', 'It ends before it begins') },
} as const

const byId = z.object({ id: idSchema() })
const uploading = {
  permission: 'map.edit',
  scope: 'place',
  params: byId,
  errors: ifcErrors,
  rate: 'upload',
  upload: true,
  idempotent: 'key',
} as const

export const ifcEndpoints = {
  ifcModel: endpoint({
    id: 'map.ifc-model',
    method: 'GET',
    path: '/api/map/buildings/:id/ifc',
    summary: text('一栋楼的建筑信息模型：构件与版本', 'The building model of a building: its elements and revisions'),
    permission: 'map.read',
    scope: 'place',
    params: byId,
    query: z.object({ revision: z.optional(z.coerce.number().check(z.int(), z.minimum(1))) }),
    response: ifcModelSchema,
    rate: 'read',
  }),
  previewIfc: endpoint({
    id: 'map.preview-ifc',
    method: 'POST',
    path: '/api/map/buildings/:id/ifc/preview',
    summary: text('预览 IFC 文件将对应哪些楼层与房屋，不保存', 'See which floors and houses an IFC file would attach to; nothing is saved'),
    ...uploading,
    response: ifcPreviewSchema,
    audit: 'map.ifc-previewed',
  }),
  importIfc: endpoint({
    id: 'map.import-ifc',
    method: 'POST',
    path: '/api/map/buildings/:id/ifc',
    summary: text('导入 IFC 文件，成为该楼栋模型的新版本', 'Import an IFC file as a revision of the model of a building'),
    ...uploading,
    query: z.object({
      version: z.coerce.number().check(z.int(), z.minimum(0)),
      stage: z.enum(stageNames),
      source: z.string().check(z.trim(), z.minLength(2), z.maxLength(60)),
      takenOn: daySchema(),
      validTo: z.optional(daySchema()),
    }),
    response: L2(z.object({ placeId: idSchema(), revision: z.number(), version: versionSchema() })),
    status: 201,
    audit: 'map.ifc-imported',
  }),
} as const
