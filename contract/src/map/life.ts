import { photoLinkSchema } from '../capabilities/file.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { stageNames } from './stage.ts'

/** How far a part of the work of a stage is; a later entry says the next state, the earlier one stays. */
export const stageStates = {
  pending: text('未开始', 'Not begun'),
  running: text('进行中', 'Under way'),
  done: text('已完成', 'Done'),
  accepted: text('已验收', 'Accepted'),
  faulty: text('有问题', 'Has defects'),
} as const
export type StageState = keyof typeof stageStates
const stateNames = Object.keys(stageStates) as [StageState, ...StageState[]]

/** More belongs into an archive of its own. */
export const mostStageEntries = 2000

/** A place of ours, or an element of the building model by its GlobalId: the same over all stages. */
const keyPattern = /^(place-[0-9a-hjkmnp-tv-z]{26}|ifc-[0-3][0-9A-Za-z_$]{21})$/
export const lifeKeySchema = () => z.string().check(z.regex(keyPattern))
export const lifeKeyOfPlace = (placeId: string): string => `place-${placeId}`
export const lifeKeyOfIfc = (guid: string): string => `ifc-${guid}`

const words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))

export const stageEntrySchema = L2(
  z.object({
    id: idSchema(),
    stage: z.enum(stageNames),
    kind: z.enum(['document', 'state']),
    name: z.string(),
    /** Of a state only. */
    state: z.nullable(z.enum(stateNames)),
    note: z.nullable(z.string()),
    source: z.string(),
    takenOn: daySchema(),
    element: lifeKeySchema(),
    elementName: z.string(),
    /** Of a document only. */
    file: z.nullable(photoLinkSchema),
    addedAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type StageEntry = z.infer<typeof stageEntrySchema>

export const lifeErrors = {
  'map.stage-element': {
    status: 422,
    text: text('该构件不在此楼栋或其最新模型中', 'That element is neither in this building nor in its newest model'),
  },
  'map.stage-file': { status: 422, text: text('文件不存在或不是您上传的', 'That file is not there, or is not yours') },
  'map.stage-what': {
    status: 422,
    text: text('请上传文件或选择状态，二者择一', 'Bring a file or say a state, one of the two'),
  },
  'map.stage-full': { status: 409, text: text('该楼栋的阶段资料已达 2000 条', 'This building has 2,000 entries already') },
} as const

const byId = z.object({ id: idSchema() })
const told = {
  stage: z.enum(stageNames),
  name: words(1, 60),
  source: words(2, 60),
  takenOn: daySchema(),
  element: z.optional(lifeKeySchema()),
}
const note = z.optional(z.nullable(words(1, 300)))

export const lifeEndpoints = {
  stageEntries: endpoint({
    id: 'map.stage-entries',
    method: 'GET',
    path: '/api/map/buildings/:id/stages',
    summary: text('一栋楼各阶段的资料与状态', 'Documents and states of a building by stage'),
    permission: 'map.read',
    scope: 'place',
    params: byId,
    query: z.object({ stage: z.optional(z.enum(stageNames)), element: z.optional(lifeKeySchema()), ...pageQuery }),
    response: pageOf(stageEntrySchema),
    rate: 'read',
  }),
  stageCounts: endpoint({
    id: 'map.stage-counts',
    method: 'GET',
    path: '/api/map/buildings/:id/stage-counts',
    summary: text('一栋楼各阶段资料的数量', 'How many entries each stage of a building has'),
    permission: 'map.read',
    scope: 'place',
    params: byId,
    response: L2(
      z.object({ placeId: idSchema(), name: z.string(), stages: z.array(z.object({ stage: z.enum(stageNames), count: z.number() })) }),
    ),
    rate: 'read',
  }),
  addStageEntry: endpoint({
    id: 'map.add-stage-entry',
    method: 'POST',
    path: '/api/map/buildings/:id/stages',
    summary: text('为楼栋或构件登记一个阶段的资料或状态', 'Attach a document or a state of a stage to a building or an element of it'),
    permission: 'map.edit',
    scope: 'place',
    params: byId,
    /** A document brings its file, a state says which: one of the two. */
    body: z.object({ ...told, note, fileId: z.optional(idSchema()), state: z.optional(z.enum(stateNames)) }),
    response: stageEntrySchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'map.stage-entry-added',
    errors: lifeErrors,
  }),
  removeStageEntry: endpoint({
    id: 'map.remove-stage-entry',
    method: 'DELETE',
    path: '/api/map/stage-entries/:id',
    summary: text('移除一条阶段资料', 'Take an entry of a stage away'),
    permission: 'map.edit',
    scope: 'place',
    params: byId,
    query: z.object({ version: z.coerce.number().check(z.int(), z.minimum(0)) }),
    status: 204,
    idempotent: 'natural',
    rate: 'write',
    audit: 'map.stage-entry-removed',
  }),
} as const
