import { alarmKindNames } from '../alarm/kinds.ts'
import { hintStateNames } from '../hint/models.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { scoreGrades, scoreItemKindNames, scoreSettingNames, scoreTrendNames } from '../score/words.ts'

export * from '../score/words.ts'

export const scoreErrors = {
  'score.community': { status: 422, text: text('请选择您负责的社区', 'Choose a community that you answer for') },
  'score.values': { status: 422, text: text('分值或起点不符合要求', 'Points or limits are not as they have to be') },
} as const
const errors = scoreErrors

const level = z.union([z.literal(1), z.literal(2), z.literal(3), z.literal(4)])
const gradeNames = Object.keys(scoreGrades) as [keyof typeof scoreGrades, ...(keyof typeof scoreGrades)[]]

const summary = {
  /** The id of the organisation: each has one score. */
  id: idSchema(),
  name: z.string(),
  /** Kind of organisation, by the words of its file. */
  kind: z.nullable(z.string()),
  place: z.string(),
  score: z.number(),
  level,
  trend: z.enum(scoreTrendNames),
  /** Since when it is at this level. */
  since: instantSchema(),
  changedAt: instantSchema(),
}
export const scoreRowSchema = L2(z.object(summary))
export type ScoreRow = z.infer<typeof scoreRowSchema>

const itemSchema = z.object({
  kind: z.enum(scoreItemKindNames),
  /** The check or inspection: how it was graded. An alarm: of which kind and level. */
  grade: z.nullable(z.enum(gradeNames)),
  alarm: z.nullable(z.object({ kind: z.enum(alarmKindNames), level })),
  name: z.nullable(z.string()),
  /** What stands behind it: the organisation’s own file, a key place, an alarm. */
  ref: z.object({ subject: z.enum(['org', 'key-place', 'alarm']), id: idSchema() }),
  at: instantSchema(),
  rightedAt: z.nullable(instantSchema()),
  /** What it counts when it is new, how many of it, and what is left of that now. */
  weight: z.number(),
  points: z.number(),
})
export type ScoreItem = z.infer<typeof itemSchema>

const values = z.record(z.enum(scoreSettingNames), z.number())

export const scoreSchema = L2(
  z.object({
    ...summary,
    items: z.array(itemSchema),
    /** Newest first; a point only where the score changed. */
    history: z.array(z.object({ at: instantSchema(), score: z.number(), level })),
    values,
    /** The warning that stands, with how often it was raised since. */
    warning: z.nullable(z.object({ id: idSchema(), state: z.enum(hintStateNames), at: instantSchema(), times: z.number() })),
  }),
)
export type Score = z.infer<typeof scoreSchema>

export const scoreSettingSchema = L2(
  z.object({
    community: z.object({ id: idSchema(), name: z.string() }),
    values,
    changedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)
export type ScoreSetting = z.infer<typeof scoreSettingSchema>

const reading = { permission: 'score.read', scope: 'place', errors, rate: 'read' } as const
const place = { placeId: z.optional(idSchema()), kind: z.optional(z.string().check(z.maxLength(40))) }

export const scoreEndpoints = {
  list: endpoint({
    id: 'score.list',
    method: 'GET',
    path: '/api/org-scores',
    summary: text('单位隐患评分列表', 'Organisations by their hazard score'),
    ...reading,
    query: z.object({ ...pageQuery, ...place, level: z.optional(z.coerce.number().check(z.int(), z.minimum(1), z.maximum(4))) }),
    response: pageOf(scoreRowSchema),
  }),
  counts: endpoint({
    id: 'score.counts',
    method: 'GET',
    path: '/api/org-scores/counts',
    summary: text('各风险等级的单位数', 'How many organisations are at each level; 1000 means that many or more'),
    ...reading,
    query: z.object(place),
    response: L2(z.object({ levels: z.array(z.object({ level, count: z.number() })) })),
  }),
  read: endpoint({
    id: 'score.read',
    method: 'GET',
    path: '/api/org-scores/:id',
    summary: text('一家单位的评分、各项得分与变化', 'The score of one organisation, what it is made of, and how it changed'),
    ...reading,
    params: z.object({ id: idSchema() }),
    response: scoreSchema,
  }),
  settings: endpoint({
    id: 'score.settings',
    method: 'GET',
    path: '/api/org-score-settings',
    summary: text('评分设置', 'Points and limits of communities'),
    ...reading,
    response: z.object({ items: z.array(scoreSettingSchema) }),
  }),
  saveSetting: endpoint({
    id: 'score.save-setting',
    method: 'PUT',
    path: '/api/org-score-settings',
    summary: text('修改评分设置并重新计算', 'Change points and limits; everything is scored anew'),
    permission: 'score.manage',
    scope: 'place',
    errors,
    body: z.object({ communityId: idSchema(), values, version: versionSchema() }),
    response: scoreSettingSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'score.setting-saved',
  }),
} as const

export const score = capability({
  name: 'score',
  text: text('单位隐患评分', 'Hazard score'),
  endpoints: scoreEndpoints,
  permissions: [
    permission('score.read', '查看单位隐患评分', 'See hazard scores of organisations', ['admin', 'grid']),
    permission('score.manage', '修改评分设置', 'Change points and limits of scores', ['admin']),
  ],
  events: ['score.changed'],
})
