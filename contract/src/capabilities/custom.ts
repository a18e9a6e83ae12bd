import { customCode, customKindNames } from '../archive/custom.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, type Level } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** Added fields of one archive at one community, withdrawn ones among them. */
export const mostCustomFields = 40
const levels = ['L1', 'L2', 'L3', 'L4'] as const satisfies readonly Level[]
const archiveName = () => z.string().check(z.regex(/^[a-z][a-z-]{0,23}$/))
const useCode = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))

const option = z.object({ code: z.string(), text: textSchema, isRetired: z.boolean() })

export const customFieldSchema = L1(
  z.object({
    id: idSchema(),
    archive: z.string(),
    /** The community whose files have it. */
    place: z.object({ id: idSchema(), name: z.string(), path: z.string() }),
    code: z.string(),
    label: textSchema,
    kind: z.enum(customKindNames),
    level: z.enum(levels),
    isRequired: z.boolean(),
    /** A column of the list as well. */
    isListed: z.boolean(),
    /** Only of public spaces with this use. */
    use: z.nullable(z.string()),
    options: z.array(option),
    /** Withdrawn fields are shown nowhere; what was written into them stays. */
    state: z.enum(['active', 'withdrawn']),
    addedAt: instantSchema(),
    version: versionSchema(),
  }),
)
export type CustomField = z.infer<typeof customFieldSchema>

export const customFieldErrors = {
  'custom.archive-unknown': { status: 422, text: text('没有这种档案', 'There is no archive of this name') },
  'custom.place-unfit': {
    status: 422,
    text: text('自定义字段按社区设置，请选择社区', 'Fields are added for a community: choose one'),
  },
  'custom.code-taken': { status: 409, text: text('该社区已有相同编码的字段', 'This community has a field of this code already') },
  'custom.label-taken': { status: 409, text: text('名称与已有字段相同，请换一个', 'There is a field of this name: choose another') },
  'custom.options-unfit': {
    status: 422,
    text: text('单选字段至少要有两个可选项，编码不能重复', 'A choice has two options at least, each with a code of its own'),
  },
  'custom.option-dropped': { status: 422, text: text('已有选项只能停用，不能删除', 'Existing options can be retired, not dropped') },
  'custom.use-unfit': { status: 422, text: text('只有公共空间可以按用途设置字段', 'Only public spaces have fields of one use') },
  'custom.level-unfit': {
    status: 422,
    text: text(
      '此类档案没有查看敏感信息的途径，不能设置三级或四级字段',
      'Files of this archive reveal nothing, so no field of L3 or L4 fits',
    ),
  },
  'custom.too-many': { status: 409, text: text('字段过多，请先停用不再使用的', 'There are too many fields for this archive') },
} as const
const errors = customFieldErrors

const words = (longest: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(longest))
const label = z.object({ zh: words(20), en: words(40) })
const options = z
  .array(z.object({ code: z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,29}$/)), text: label, isRetired: z.boolean() }))
  .check(z.maxLength(50))
const changeable = { label, isRequired: z.boolean(), isListed: z.boolean(), use: z.nullable(useCode()), options }

const managed = { permission: 'custom.manage', scope: 'place', errors } as const
const naturally = { idempotent: 'natural', rate: 'write' } as const
const byId = z.object({ id: idSchema() })
const withVersion = z.object({ version: versionSchema() })

/** Fields that a community adds to its archives by itself, without a release. */
export const custom = capability({
  name: 'custom',
  text: text('自定义字段', 'Custom fields'),
  permissions: [permission('custom.manage', '维护自定义字段', 'Add fields to archives', ['admin'])],
  events: ['custom.changed'],
  endpoints: {
    list: endpoint({
      id: 'custom.list',
      method: 'GET',
      path: '/api/custom-fields',
      summary: text('自定义字段列表', 'Fields that were added'),
      ...managed,
      query: z.object({ ...pageQuery, archive: z.optional(archiveName()), state: z.optional(z.enum(['active', 'withdrawn'])) }),
      response: pageOf(customFieldSchema),
      rate: 'read',
    }),
    /** For whoever reads the files: forms, pages, lists and workbooks are drawn from it. */
    shown: endpoint({
      id: 'custom.shown',
      method: 'GET',
      path: '/api/custom-fields/shown',
      summary: text('档案的自定义字段', 'Added fields of an archive'),
      permission: 'signed-in',
      scope: 'self',
      query: z.object({ archive: archiveName(), placeId: z.optional(idSchema()) }),
      response: z.object({ items: z.array(customFieldSchema) }),
      errors,
      rate: 'read',
    }),
    create: endpoint({
      id: 'custom.create',
      method: 'POST',
      path: '/api/custom-fields',
      summary: text('新增自定义字段', 'Add a field'),
      ...managed,
      body: z.object({
        archive: archiveName(),
        placeId: idSchema(),
        code: customCode(),
        kind: z.enum(customKindNames),
        level: z.enum(levels),
        ...changeable,
      }),
      response: customFieldSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'custom.added',
    }),
    update: endpoint({
      id: 'custom.update',
      method: 'PATCH',
      path: '/api/custom-fields/:id',
      summary: text('修改自定义字段', 'Change an added field'),
      ...managed,
      ...naturally,
      params: byId,
      body: z.object({ version: versionSchema(), ...changeable }),
      response: customFieldSchema,
      audit: 'custom.changed',
    }),
    withdraw: endpoint({
      id: 'custom.withdraw',
      method: 'POST',
      path: '/api/custom-fields/:id/withdraw',
      summary: text('停用自定义字段', 'Withdraw an added field'),
      ...managed,
      ...naturally,
      params: byId,
      body: withVersion,
      response: customFieldSchema,
      audit: 'custom.withdrawn',
    }),
    restore: endpoint({
      id: 'custom.restore',
      method: 'POST',
      path: '/api/custom-fields/:id/restore',
      summary: text('恢复自定义字段', 'Bring an added field back'),
      ...managed,
      ...naturally,
      params: byId,
      body: withVersion,
      response: customFieldSchema,
      audit: 'custom.restored',
    }),
  },
})
