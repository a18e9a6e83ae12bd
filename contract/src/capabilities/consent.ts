import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const consentActions = ['given', 'withdrawn'] as const
export type ConsentAction = (typeof consentActions)[number]

/** How somebody let us know. */
export const consentChannels = ['app', 'field', 'counter', 'paper', 'phone'] as const
export type ConsentChannel = (typeof consentChannels)[number]

/** What the law lets data be used for: because the person said so, because a contract needs it, or because a law says so. */
export const consentBases = ['consent', 'contract', 'law'] as const

export const consentErrors = {
  'consent.text-outdated': { status: 409, text: text('告知内容已更新，请阅读最新版本', 'The text has changed: read the newest version') },
  'consent.purpose-closed': { status: 422, text: text('此用途尚未启用或已停用', 'This purpose is not open') },
  'consent.not-asked': { status: 422, text: text('此用途依法或依合同处理，无需授权', 'This purpose does not rest on consent') },
  'consent.evidence-missing': { status: 422, text: text('线下取得的同意须附凭证', 'Consent that was given on paper needs its proof') },
  'consent.evidence-unknown': { status: 422, text: text('有附件没有上传成功，请重新上传', 'A file is missing, please upload it again') },
  'consent.assessment-missing': {
    status: 422,
    text: text('启用新用途前须完成个人信息保护影响评估', 'A purpose is opened only with its impact assessment'),
  },
} as const

const purposeCode = () => z.string().check(z.regex(/^[a-z][a-z0-9-]{1,23}$/))
const said = (max: number) =>
  z.object({
    zh: z.string().check(z.trim(), z.minLength(2), z.maxLength(max)),
    en: z.string().check(z.trim(), z.minLength(2), z.maxLength(max)),
  })
const sentence = (max: number) => z.string().check(z.trim(), z.minLength(2), z.maxLength(max))

/** After GB/T 39335: what is at stake for the people, and what is done about it. */
const assessmentSchema = z.object({
  necessity: sentence(500),
  risk: sentence(500),
  measures: sentence(500),
  assessor: sentence(40),
  concludedOn: daySchema(),
})

export const consentPurposeSchema = L1(
  z.object({
    code: z.string(),
    text: textSchema,
    basis: z.enum(consentBases),
    /** Sensitive data: asked for by itself, never together with something else. */
    isSeparate: z.boolean(),
    isOpen: z.boolean(),
    /** What people are told, in its newest version. */
    body: textSchema,
    textVersion: z.number(),
    publishedAt: instantSchema(),
    /** What still works without it. */
    without: textSchema,
    version: versionSchema(),
  }),
)
export type ConsentPurpose = z.infer<typeof consentPurposeSchema>

export const consentEntrySchema = L2(
  z.object({
    id: idSchema(),
    purpose: z.string(),
    purposeText: textSchema,
    textVersion: z.number(),
    action: z.enum(consentActions),
    channel: z.enum(consentChannels),
    at: instantSchema(),
    /** Who wrote it down, where it was not the person. */
    by: z.nullable(z.string()),
    evidence: z.array(idSchema()),
    note: z.nullable(z.string()),
  }),
)
export type ConsentEntry = z.infer<typeof consentEntrySchema>

const mineSchema = L2(
  z.object({
    purpose: consentPurposeSchema,
    state: z.enum(['given', 'withdrawn', 'never']),
    at: z.nullable(instantSchema()),
    /** Consent was given to an older text: it must be asked for again. */
    isOutdated: z.boolean(),
  }),
)

const byPurpose = z.object({ purpose: purposeCode() })
const byId = z.object({ id: idSchema() })
const write = { idempotent: 'natural', rate: 'write', errors: consentErrors } as const

export const consent = capability({
  name: 'consent',
  text: text('授权同意', 'Consent'),
  permissions: [
    permission('consent.read', '查看授权记录', 'See who consented to what', ['admin', 'grid', 'staff']),
    permission('consent.record', '登记授权', 'Record a consent', ['admin', 'grid', 'staff']),
    permission('consent.manage', '维护授权用途与告知', 'Maintain purposes and notices', ['admin']),
  ],
  events: ['consent.given', 'consent.withdrawn', 'consent.purpose-saved'],
  endpoints: {
    purposes: endpoint({
      id: 'consent.purposes',
      method: 'GET',
      path: '/api/consents/purposes',
      summary: text('授权用途与告知', 'Purposes and what people are told'),
      permission: 'signed-in',
      scope: 'none',
      response: z.object({ items: z.array(consentPurposeSchema) }),
      rate: 'read',
    }),
    texts: endpoint({
      id: 'consent.texts',
      method: 'GET',
      path: '/api/consents/purposes/:purpose/texts',
      summary: text('告知历史版本', 'Every version of a text'),
      permission: 'signed-in',
      scope: 'none',
      params: byPurpose,
      response: z.object({ items: z.array(L1(z.object({ textVersion: z.number(), body: textSchema, publishedAt: instantSchema() }))) }),
      rate: 'read',
    }),
    assessment: endpoint({
      id: 'consent.assessment',
      method: 'GET',
      path: '/api/consents/purposes/:purpose/assessment',
      summary: text('个人信息保护影响评估', 'Impact assessment of a purpose'),
      permission: 'consent.manage',
      scope: 'none',
      params: byPurpose,
      response: z.object({ assessment: z.nullable(L2(assessmentSchema)) }),
      rate: 'read',
    }),
    savePurpose: endpoint({
      id: 'consent.save-purpose',
      method: 'PUT',
      path: '/api/consents/purposes/:purpose',
      summary: text('保存授权用途', 'Save a purpose; a changed text becomes a new version'),
      permission: 'consent.manage',
      scope: 'none',
      params: byPurpose,
      body: z.object({
        text: said(40),
        basis: z.enum(consentBases),
        isSeparate: z.boolean(),
        isOpen: z.boolean(),
        body: said(2000),
        without: said(300),
        assessment: z.optional(L2(assessmentSchema)),
        version: versionSchema(),
      }),
      response: consentPurposeSchema,
      audit: 'consent.purpose-saved',
      ...write,
    }),
    mine: endpoint({
      id: 'consent.mine',
      method: 'GET',
      path: '/api/consents/mine',
      summary: text('我的授权', 'What I consented to'),
      permission: 'signed-in',
      scope: 'self',
      response: z.object({ items: z.array(mineSchema) }),
      rate: 'read',
    }),
    ledger: endpoint({
      id: 'consent.ledger',
      method: 'GET',
      path: '/api/consents/mine/ledger',
      summary: text('我的授权记录', 'Everything I gave and withdrew'),
      permission: 'signed-in',
      scope: 'self',
      query: z.object(pageQuery),
      response: pageOf(consentEntrySchema),
      rate: 'read',
    }),
    give: endpoint({
      id: 'consent.give',
      method: 'POST',
      path: '/api/consents/mine/:purpose/give',
      summary: text('同意授权', 'Consent to a purpose'),
      permission: 'signed-in',
      scope: 'self',
      params: byPurpose,
      body: z.object({ textVersion: z.number().check(z.int(), z.minimum(1)) }),
      response: mineSchema,
      audit: 'consent.given',
      ...write,
    }),
    withdraw: endpoint({
      id: 'consent.withdraw',
      method: 'POST',
      path: '/api/consents/mine/:purpose/withdraw',
      summary: text('撤回授权', 'Withdraw a consent'),
      permission: 'signed-in',
      scope: 'self',
      params: byPurpose,
      response: mineSchema,
      audit: 'consent.withdrawn',
      ...write,
    }),
    ofPerson: endpoint({
      id: 'consent.of-person',
      method: 'GET',
      path: '/api/people/:id/consents',
      summary: text('人员授权记录', 'Consents of a person'),
      permission: 'consent.read',
      scope: 'place',
      params: byId,
      query: z.object(pageQuery),
      response: pageOf(consentEntrySchema),
      rate: 'read',
    }),
    record: endpoint({
      id: 'consent.record',
      method: 'POST',
      path: '/api/people/:id/consents',
      summary: text('登记人员授权', 'Write down what a person consented to'),
      permission: 'consent.record',
      scope: 'place',
      params: byId,
      body: z.object({
        purpose: purposeCode(),
        action: z.enum(consentActions),
        textVersion: z.number().check(z.int(), z.minimum(1)),
        channel: z.enum(['field', 'counter', 'paper', 'phone']),
        evidence: z.optional(z.array(idSchema()).check(z.maxLength(4))),
        note: z.optional(sentence(200)),
      }),
      response: consentEntrySchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'consent.recorded',
      errors: consentErrors,
    }),
  },
})
