import { dataClasses, domainCodes, grades, protections, warehouses } from '../catalogue/domains.ts'
import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export * from '../catalogue/domains.ts'

export const catalogueErrors = {
  'catalogue.nobody': { status: 422, text: text('责任人须是在用的后台账号', 'Whoever answers for data needs an account that is in use') },
  'catalogue.same': {
    status: 422,
    text: text('最终责任人与授权管理人不能是同一人', 'Whoever answers for data does not also manage who may see them'),
  },
  'catalogue.unchanged': { status: 409, text: text('内容与现行版本相同', 'The text is that of the version in force') },
} as const

const someone = L2(z.nullable(z.object({ id: idSchema(), name: z.string() })))
const word = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
const said = (most: number) => z.object({ zh: word(2, most), en: word(2, most) })

export const catalogueDomainSchema = L1(
  z.object({
    domain: z.enum(domainCodes),
    text: textSchema,
    warehouse: z.enum(warehouses),
    class: z.enum(dataClasses),
    owner: z.string(),
    /** Who answers for the data in the end, and who decides who may see them; nobody as long as nobody was named. */
    responsible: someone,
    manager: someone,
    tables: z.number(),
    fields: z.number(),
    byGrade: z.object({ L1: z.number(), L2: z.number(), L3: z.number(), L4: z.number() }),
    sealed: z.number(),
    version: versionSchema(),
  }),
)
export type CatalogueDomainItem = z.infer<typeof catalogueDomainSchema>

export const catalogueFieldSchema = L1(
  z.object({
    table: z.string(),
    tableText: textSchema,
    column: z.string(),
    text: textSchema,
    domain: z.enum(domainCodes),
    class: z.enum(dataClasses),
    /** Null where nobody graded it: a fault of the catalogue. */
    grade: z.nullable(z.enum(grades)),
    protection: z.enum(protections),
    /** Columns by which the sealed value is found without being opened. */
    indexes: z.array(z.string()),
    retention: z.nullable(z.object({ text: textSchema, days: z.number() })),
    owner: z.string(),
    responsible: L2(z.nullable(z.string())),
    manager: L2(z.nullable(z.string())),
  }),
)
export type CatalogueField = z.infer<typeof catalogueFieldSchema>

export const catalogueFaults = [
  'table-unknown',
  'table-gone',
  'field-ungraded',
  'field-unsealed',
  'field-undergraded',
  'steward-missing',
] as const
export type CatalogueFault = (typeof catalogueFaults)[number]

export const cataloguePolicies = ['classification', 'security', 'privacy'] as const
const policyCode = () => z.enum(cataloguePolicies)

export const cataloguePolicySchema = L1(
  z.object({
    code: policyCode(),
    text: textSchema,
    body: textSchema,
    textVersion: z.number(),
    publishedAt: instantSchema(),
    publishedBy: L2(z.nullable(z.string())),
  }),
)
export type CataloguePolicy = z.infer<typeof cataloguePolicySchema>

const read = { permission: 'catalogue.read', scope: 'none', rate: 'read' } as const
const manage = { permission: 'catalogue.manage', scope: 'none', rate: 'write', idempotent: 'natural', errors: catalogueErrors } as const
const byDomain = z.object({ domain: z.enum(domainCodes) })
const byPolicy = z.object({ policy: policyCode() })

export const catalogueEndpoints = {
  domains: endpoint({
    id: 'catalogue.domains',
    method: 'GET',
    path: '/api/catalogue/domains',
    summary: text('数据目录：各类数据与责任人', 'Kinds of data, and who answers for them'),
    ...read,
    response: z.object({ items: z.array(catalogueDomainSchema) }),
  }),
  fields: endpoint({
    id: 'catalogue.fields',
    method: 'GET',
    path: '/api/catalogue/fields',
    summary: text('数据字典：每张表的每个字段', 'Every field of every table'),
    ...read,
    query: z.object({
      ...pageQuery,
      q: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(40))),
      grade: z.optional(z.enum(grades)),
      domain: z.optional(z.enum(domainCodes)),
      protection: z.optional(z.enum(protections)),
    }),
    response: pageOf(catalogueFieldSchema),
  }),
  faults: endpoint({
    id: 'catalogue.faults',
    method: 'GET',
    path: '/api/catalogue/faults',
    summary: text('数据目录的缺口', 'What the catalogue lacks'),
    ...read,
    response: L1(z.object({ items: z.array(z.object({ fault: z.enum(catalogueFaults), name: z.string() })) })),
  }),
  steward: endpoint({
    id: 'catalogue.steward',
    method: 'PUT',
    path: '/api/catalogue/domains/:domain',
    summary: text('指定数据所有者、最终责任人与授权管理人', 'Name who owns data, answers for them, and decides who may see them'),
    ...manage,
    scope: 'place',
    params: byDomain,
    body: z.object({ owner: word(2, 60), responsibleId: idSchema(), managerId: idSchema(), version: versionSchema() }),
    response: catalogueDomainSchema,
    audit: 'catalogue.steward-set',
  }),
  grants: endpoint({
    id: 'catalogue.grants',
    method: 'GET',
    path: '/api/catalogue/domains/:domain/grants',
    summary: text('谁可以看这类数据，由谁授予', 'Who may see these data, and who let them'),
    permission: 'catalogue.read',
    scope: 'place',
    rate: 'read',
    params: byDomain,
    response: L2(
      z.object({
        items: z.array(
          z.object({
            id: idSchema(),
            who: z.string(),
            isDepartment: z.boolean(),
            role: z.string(),
            place: z.string(),
            /** Null where the house itself gave it, when it was set up. */
            approvedBy: z.nullable(z.string()),
            approvedAt: instantSchema(),
            until: z.nullable(instantSchema()),
          }),
        ),
        isCut: z.boolean(),
      }),
    ),
  }),
  policies: endpoint({
    id: 'catalogue.policies',
    method: 'GET',
    path: '/api/catalogue/policies',
    summary: text('分类分级、安全与隐私策略', 'Policies of classes, security and privacy in force'),
    ...read,
    response: z.object({ items: z.array(cataloguePolicySchema) }),
  }),
  policyVersions: endpoint({
    id: 'catalogue.policy-versions',
    method: 'GET',
    path: '/api/catalogue/policies/:policy/versions',
    summary: text('策略历次版本', 'Every version of a policy'),
    ...read,
    params: byPolicy,
    response: z.object({ items: z.array(cataloguePolicySchema) }),
  }),
  publish: endpoint({
    id: 'catalogue.publish',
    method: 'POST',
    path: '/api/catalogue/policies/:policy/versions',
    summary: text('发布策略新版本', 'Publish a new version of a policy'),
    ...manage,
    params: byPolicy,
    body: z.object({ body: said(4000), textVersion: z.number().check(z.int(), z.minimum(1)) }),
    response: cataloguePolicySchema,
    status: 201,
    audit: 'catalogue.policy-published',
  }),
} as const

/** What the house keeps: every table and field with its class and grade, and who answers for it. */
export const catalogue = capability({
  name: 'catalogue',
  text: text('数据目录', 'Data catalogue'),
  permissions: [
    permission('catalogue.read', '查看数据目录与策略', 'See the data catalogue and its policies', ['admin']),
    permission('catalogue.manage', '指定数据责任人与发布策略', 'Name who answers for data, and publish policies', ['admin'], 'security'),
  ],
  events: ['catalogue.changed'],
  endpoints: catalogueEndpoints,
})
