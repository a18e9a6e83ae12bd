import { presenceClasses } from '../device-register.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { thingModelSchema } from '../thing/model.ts'

export const productStates = ['draft', 'released', 'retired'] as const
/** High: a device proves itself by certificate. Low: by a secret of its own. */
export const securityGrades = ['high', 'low'] as const
/** What GB/T 36951 asks of a terminal, as far as one can tick it off for a model of device. */
export const terminalChecks = ['identity', 'access-control', 'update', 'log', 'failure', 'data', 'interface', 'environment'] as const

const code = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
const words = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))

const head = {
  code: z.string(),
  name: z.string(),
  /** An item of the dictionary `device-type`. */
  category: z.string(),
  /** What kind of thing it is to programs: door, meter, pile … */
  kind: z.string(),
  protocol: z.string(),
  manufacturer: z.string(),
  /** The maker's own name for it. */
  model: z.string(),
  grade: z.enum(securityGrades),
  /** How long such a device may be silent before it counts as gone. */
  presence: z.enum(presenceClasses),
  /** Instead of what its class says. */
  silenceSeconds: z.nullable(z.number()),
  /** Days between two maintenances; null where none is needed. */
  maintenanceDays: z.nullable(z.number()),
}

export const productSchema = L2(
  z.object({
    id: idSchema(),
    ...head,
    state: z.enum(productStates),
    /** Evidence of the terminal's own security, one sentence for each point that was looked at. */
    checklist: z.record(z.string(), z.string()),
    /** The released model, 0 before the first. */
    modelNumber: z.number(),
    hasDraft: z.boolean(),
    isBuiltin: z.boolean(),
    version: versionSchema(),
  }),
)
export type Product = z.infer<typeof productSchema>

const modelVersion = L2(
  z.object({
    number: z.number(),
    state: z.enum(['draft', 'released', 'superseded']),
    model: thingModelSchema,
    releasedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)

const writable = {
  name: words(60),
  category: code(),
  kind: code(),
  protocol: code(),
  manufacturer: words(60),
  model: words(60),
  grade: z.enum(securityGrades),
  presence: z.enum(presenceClasses),
  silenceSeconds: z.nullable(z.number().check(z.int(), z.minimum(5), z.maximum(30 * 86_400))),
  maintenanceDays: z.nullable(z.number().check(z.int(), z.minimum(1), z.maximum(3650))),
  checklist: z.partialRecord(z.enum(terminalChecks), words(200)),
}

export const productErrors = {
  'product.category-unknown': { status: 422, text: text('设备类型字典中没有这一类', 'The dictionary of device types has no such type') },
  'product.not-draft': { status: 409, text: text('只有草稿可以修改或发布', 'Only a draft can be changed or released') },
  'product.model-unfit': { status: 422, text: text('物模型不符合设备词汇表', 'The model does not fit the vocabulary of devices') },
  'product.retired': { status: 409, text: text('产品已停用', 'This product is retired') },
  'product.in-use': { status: 409, text: text('仍有设备属于这个产品', 'There are devices of this product') },
} as const

const byId = z.object({ id: idSchema() })

export const product = capability({
  name: 'product',
  text: text('产品与物模型', 'Products and thing models'),
  permissions: [
    permission('product.read', '查看产品与物模型', 'See products and thing models', ['admin', 'staff']),
    permission('product.manage', '维护产品与物模型', 'Manage products and thing models', ['admin']),
  ],
  events: ['product.changed', 'product.released'],
  endpoints: {
    list: endpoint({
      id: 'product.list',
      method: 'GET',
      path: '/api/products',
      summary: text('产品列表', 'Products'),
      permission: 'product.read',
      scope: 'none',
      query: z.object({
        ...pageQuery,
        q: z.optional(z.string().check(z.trim(), z.maxLength(60))),
        category: z.optional(code()),
        protocol: z.optional(code()),
        state: z.optional(z.enum(productStates)),
      }),
      response: pageOf(productSchema),
      rate: 'read',
    }),
    read: endpoint({
      id: 'product.read',
      method: 'GET',
      path: '/api/products/:id',
      summary: text('产品与它的物模型', 'A product and its models, newest first'),
      permission: 'product.read',
      scope: 'none',
      params: byId,
      response: z.object({ product: productSchema, models: z.array(modelVersion) }),
      rate: 'read',
    }),
    types: endpoint({
      id: 'product.types',
      method: 'GET',
      path: '/api/products/:id/types',
      summary: text('由物模型生成的类型', 'Types for programs, generated from the released model'),
      permission: 'product.read',
      scope: 'none',
      params: byId,
      response: L2(z.object({ typescript: z.string(), schema: z.record(z.string(), z.unknown()) })),
      rate: 'read',
    }),
    create: endpoint({
      id: 'product.create',
      method: 'POST',
      path: '/api/products',
      summary: text('新建产品', 'Register a product, as a draft'),
      permission: 'product.manage',
      scope: 'none',
      body: z.object({ code: code(), ...writable, thing: z.optional(thingModelSchema) }),
      response: productSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'product.created',
      errors: productErrors,
    }),
    update: endpoint({
      id: 'product.update',
      method: 'PATCH',
      path: '/api/products/:id',
      summary: text('修改产品', 'Change a product'),
      permission: 'product.manage',
      scope: 'none',
      params: byId,
      body: z.object({
        ...(Object.fromEntries(Object.entries(writable).map(([name, schema]) => [name, z.optional(schema)])) as {
          [K in keyof typeof writable]: z.ZodMiniOptional<(typeof writable)[K]>
        }),
        version: versionSchema(),
      }),
      response: productSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'product.changed',
      errors: productErrors,
    }),
    saveModel: endpoint({
      id: 'product.save-model',
      method: 'PUT',
      path: '/api/products/:id/model',
      summary: text('保存物模型草稿', 'Save the draft of the next model'),
      permission: 'product.manage',
      scope: 'none',
      params: byId,
      body: z.object({ model: thingModelSchema, version: versionSchema() }),
      response: modelVersion,
      idempotent: 'natural',
      rate: 'write',
      audit: 'product.model-saved',
      errors: productErrors,
    }),
    release: endpoint({
      id: 'product.release',
      method: 'POST',
      path: '/api/products/:id/release',
      summary: text('发布物模型', 'Release the draft: every device of the product speaks it from now on'),
      permission: 'product.manage',
      scope: 'none',
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: productSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'product.released',
      errors: productErrors,
    }),
    retire: endpoint({
      id: 'product.retire',
      method: 'POST',
      path: '/api/products/:id/retire',
      summary: text('停用产品', 'Retire a product that no device is of any more'),
      permission: 'product.manage',
      scope: 'none',
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: productSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'product.retired',
      errors: productErrors,
    }),
  },
})
