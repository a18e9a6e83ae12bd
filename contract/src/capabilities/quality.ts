import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { field, L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { type Text, text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** What can be wrong with a file. Every rule says what it means; none of them changes anything by itself. */
export const qualityRules = {
  missing: text('应有的信息缺失', 'Something that should be known is not'),
  invalid: text('与现行填写规则不符', 'Against the rules of today'),
  'id-birthday': text('证件号与出生日期不一致', 'The identity number says another birthday'),
  'id-sex': text('证件号与性别不一致', 'The identity number says another sex'),
  plate: text('没有有效车牌', 'No valid number plate'),
  'no-home': text('没有关联住所', 'Not linked to any home'),
  'no-owner': text('没有登记所有人', 'No owner is known'),
  'no-tenant': text('已出租但没有租客', 'Let, and no tenant is known'),
  'no-head': text('没有登记负责人', 'Nobody is known to lead it'),
  expired: text('证照或有效期已过', 'A paper or validity has run out'),
  stale: text('超期未核实', 'Not confirmed for too long'),
} as const satisfies Record<string, Text>
export type QualityRule = keyof typeof qualityRules
export const qualityRuleCodes = Object.keys(qualityRules) as [QualityRule, ...QualityRule[]]

const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))
const byArchive = z.object({ archive: archiveName() })
const share = () => z.number()

const figures = {
  files: z.number(),
  /** In [0, 1]: how much of what should be known is known. */
  complete: share(),
  /** In [0, 1]: confirmed within the days that the archive asks for. */
  fresh: share(),
  /** Files with at least one fault. */
  faulty: z.number(),
}

export const qualityFiguresSchema = L1(
  z.object({ archive: z.string(), text: textSchema, ...figures, day: z.nullable(z.string()), measuredAt: z.nullable(instantSchema()) }),
)
export type QualityFigures = z.infer<typeof qualityFiguresSchema>

export const qualityFaultSchema = L2(
  z.object({
    archive: z.string(),
    fileId: idSchema(),
    title: field(z.string(), { level: 'L3', mask: 'name' }),
    place: z.nullable(z.string()),
    faults: z.array(z.object({ rule: z.enum(qualityRuleCodes), text: textSchema, fields: z.array(textSchema) })),
    foundAt: instantSchema(),
  }),
)
export type QualityFault = z.infer<typeof qualityFaultSchema>

/** How often files of an archive are looked at again; each time a file falls due somebody is asked to confirm it. */
export const qualityPeriodSchema = L1(
  z.object({
    archive: z.string(),
    text: textSchema,
    days: z.number(),
    /** Without it the days are those the archive comes with, and nobody is asked. */
    isSet: z.boolean(),
    open: z.number(),
    version: versionSchema(),
  }),
)
export type QualityPeriod = z.infer<typeof qualityPeriodSchema>

export const qualityTaskSchema = L2(
  z.object({
    id: idSchema(),
    fileId: idSchema(),
    title: field(z.string(), { level: 'L3', mask: 'name' }),
    place: z.nullable(z.string()),
    dueOn: daySchema(),
    state: z.enum(['open', 'done']),
    doneAt: z.nullable(instantSchema()),
  }),
)
export type QualityTask = z.infer<typeof qualityTaskSchema>

const read = { permission: 'quality.read', scope: 'place', rate: 'search' } as const

export const quality = capability({
  name: 'quality',
  text: text('数据质量', 'Data quality'),
  permissions: [
    permission('quality.read', '查看数据质量', 'See data quality', ['admin', 'grid']),
    permission('quality.measure', '重新计算数据质量', 'Measure data quality again', ['admin']),
  ],
  events: [],
  endpoints: {
    summary: endpoint({
      id: 'quality.summary',
      method: 'GET',
      path: '/api/quality',
      summary: text('各档案的数据质量', 'Figures of every archive'),
      ...read,
      response: z.object({ items: z.array(qualityFiguresSchema) }),
    }),
    grids: endpoint({
      id: 'quality.grids',
      method: 'GET',
      path: '/api/quality/:archive/grids',
      summary: text('各网格的数据质量', 'Figures grid by grid'),
      ...read,
      params: byArchive,
      response: z.object({ items: z.array(L1(z.object({ gridId: z.nullable(idSchema()), name: z.nullable(z.string()), ...figures }))) }),
    }),
    trend: endpoint({
      id: 'quality.trend',
      method: 'GET',
      path: '/api/quality/:archive/trend',
      summary: text('数据质量走势', 'Figures of the last thirty days'),
      ...read,
      params: byArchive,
      response: z.object({ items: z.array(L1(z.object({ day: z.string(), ...figures }))) }),
    }),
    faults: endpoint({
      id: 'quality.faults',
      method: 'GET',
      path: '/api/quality/:archive/faults',
      summary: text('有问题的档案', 'Files with something wrong'),
      ...read,
      params: byArchive,
      query: z.object({ ...pageQuery, rule: z.optional(z.enum(qualityRuleCodes)), gridId: z.optional(idSchema()) }),
      response: pageOf(qualityFaultSchema),
    }),
    periods: endpoint({
      id: 'quality.periods',
      method: 'GET',
      path: '/api/quality-periods',
      summary: text('各档案的复核周期', 'How often files are looked at again'),
      ...read,
      response: z.object({ items: z.array(qualityPeriodSchema) }),
    }),
    setPeriod: endpoint({
      id: 'quality.set-period',
      method: 'PUT',
      path: '/api/quality-periods/:archive',
      summary: text('设定复核周期', 'Say how often files are looked at again'),
      permission: 'quality.measure',
      scope: 'place',
      params: byArchive,
      body: z.object({ days: z.number().check(z.int(), z.minimum(7), z.maximum(3650)), version: versionSchema() }),
      response: qualityPeriodSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'quality.period-set',
    }),
    tasks: endpoint({
      id: 'quality.tasks',
      method: 'GET',
      path: '/api/quality/:archive/tasks',
      summary: text('到期待复核的档案', 'Files that are due to be confirmed'),
      ...read,
      params: byArchive,
      query: z.object({ ...pageQuery, state: z.optional(z.enum(['open', 'done'])) }),
      response: pageOf(qualityTaskSchema),
    }),
    measure: endpoint({
      id: 'quality.measure',
      method: 'POST',
      path: '/api/quality/measure',
      summary: text('立即重新计算', 'Measure now'),
      permission: 'quality.measure',
      scope: 'none',
      status: 202,
      response: L1(z.object({ isScheduled: z.boolean() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'quality.measured',
    }),
  },
})
