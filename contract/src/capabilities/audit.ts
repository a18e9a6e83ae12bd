import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2, L3 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const auditKinds = ['business', 'host', 'application', 'database', 'system'] as const
export const auditResults = ['done', 'refused', 'failed'] as const
export const actorKinds = ['anonymous', 'user', 'app', 'device', 'system'] as const
/** How a trail can differ from what it was; see the security documentation. */
export const tamperClasses = ['edited', 'deleted', 'inserted', 'reordered', 'tail-cut', 'rolled-back', 'rewritten', 'split-view'] as const

const word = (max: number) => z.string().check(z.minLength(1), z.maxLength(max))
const placePath = () => z.string().check(z.regex(/^\/([A-Za-z0-9-]+\/)*$/), z.maxLength(190))
const sentence = (max: number) => z.string().check(z.trim(), z.minLength(1), z.maxLength(max))

export const auditEntrySchema = L3(
  z.object({
    id: idSchema(),
    at: instantSchema(),
    kind: z.enum(auditKinds),
    actorId: z.nullable(z.string()),
    actorKind: z.enum(actorKinds),
    actorName: z.nullable(z.string()),
    action: z.string(),
    subject: z.string(),
    subjectId: z.nullable(z.string()),
    placePath: z.string(),
    result: z.enum(auditResults),
    ip: z.nullable(z.string()),
    requestId: z.nullable(z.string()),
    reason: z.nullable(z.string()),
  }),
)
export type AuditEntryView = z.infer<typeof auditEntrySchema>

export const auditEntryDetailSchema = L3(
  z.object({
    ...auditEntrySchema.shape,
    before: z.nullable(z.record(z.string(), z.unknown())),
    after: z.nullable(z.record(z.string(), z.unknown())),
    /** Its number in the trail; null in the seconds before it gets one. */
    seq: z.nullable(z.number()),
    /** Whether it is still what was written. */
    intact: z.boolean(),
    /** Size of the first signed checkpoint that covers it. */
    checkpoint: z.nullable(z.number()),
  }),
)

/** A signed statement about the first `size` entries. Whoever keeps it can prove later that history was changed. */
export const checkpointSchema = L2(z.object({ size: z.number(), at: instantSchema(), text: z.string(), signature: z.string() }))

export const tamperFindingSchema = z.object({
  class: z.enum(tamperClasses),
  seq: z.nullable(z.number()),
  entryId: z.nullable(z.string()),
  detail: z.string(),
})

export const verificationSchema = L2(
  z.object({
    id: idSchema(),
    state: z.enum(['waiting', 'sound', 'broken', 'failed']),
    askedAt: instantSchema(),
    finishedAt: z.nullable(instantSchema()),
    entries: z.number(),
    findings: z.array(tamperFindingSchema),
  }),
)

export const auditPolicySchema = L2(
  z.object({
    userId: idSchema(),
    userName: z.nullable(z.string()),
    reads: z.boolean(),
    reason: z.string(),
    updatedAt: instantSchema(),
    version: versionSchema(),
  }),
)

/** What the rules found in a month's log: how often, and the worst examples to begin with. */
export const anomalySchema = z.object({
  rule: z.string(),
  text: textSchema,
  count: z.number(),
  examples: z.array(z.object({ who: z.nullable(z.string()), count: z.number(), entryId: z.nullable(z.string()) })),
})

export const auditReviewSchema = L3(
  z.object({
    id: idSchema(),
    /** `2026-01` */
    month: z.string(),
    state: z.enum(['open', 'concluded']),
    entries: z.number(),
    anomalies: z.array(anomalySchema),
    conclusion: z.nullable(z.string()),
    reviewerId: z.nullable(z.string()),
    createdAt: instantSchema(),
    concludedAt: z.nullable(instantSchema()),
    version: versionSchema(),
  }),
)

export const alterationSchema = L2(
  z.object({
    id: idSchema(),
    table: z.string(),
    rowId: z.string(),
    kind: z.string(),
    foundAt: instantSchema(),
    settledAt: z.nullable(instantSchema()),
  }),
)

export const auditArchiveSchema = L2(
  z.object({
    id: idSchema(),
    firstSeq: z.number(),
    lastSeq: z.number(),
    file: z.string(),
    digest: z.string(),
    writtenAt: instantSchema(),
    removedAt: z.nullable(instantSchema()),
  }),
)

const read = { permission: 'audit.read', rate: 'read' } as const

export const audit = capability({
  name: 'audit',
  text: text('审计', 'Audit'),
  events: ['audit.row-altered', 'audit.trail-broken', 'audit.review-due'],
  permissions: [
    permission('audit.read', '查看审计记录', 'See the audit trail', ['admin'], 'audit'),
    permission('audit.review', '审阅日志并给出结论', 'Review logs and conclude', ['admin'], 'audit'),
    permission('audit.policy', '设置人员审计策略', 'Set who is audited more closely', ['admin'], 'security'),
  ],
  endpoints: {
    list: endpoint({
      ...read,
      id: 'audit.list',
      method: 'GET',
      path: '/api/audit/entries',
      summary: text('查询审计记录', 'Search the audit trail'),
      scope: 'place',
      query: z.object({
        ...pageQuery,
        actorId: z.optional(word(64)),
        /** One action, or all that begin with it when it ends in a dot: `repair.` */
        action: z.optional(word(80)),
        subject: z.optional(word(64)),
        subjectId: z.optional(word(64)),
        result: z.optional(z.enum(auditResults)),
        kind: z.optional(z.enum(auditKinds)),
        placePath: z.optional(placePath()),
        from: z.optional(instantSchema()),
        to: z.optional(instantSchema()),
      }),
      response: pageOf(auditEntrySchema),
      rate: 'search',
      audit: 'audit.searched',
    }),
    get: endpoint({
      ...read,
      id: 'audit.get',
      method: 'GET',
      path: '/api/audit/entries/:id',
      summary: text('审计记录详情', 'One audit entry'),
      scope: 'place',
      params: z.object({ id: idSchema() }),
      response: auditEntryDetailSchema,
      audit: 'audit.read',
    }),
    status: endpoint({
      ...read,
      id: 'audit.status',
      method: 'GET',
      path: '/api/audit/status',
      summary: text('审计链状态', 'State of the trail'),
      scope: 'none',
      response: L2(
        z.object({
          /** Entries with a number. */
          sealed: z.number(),
          checkpointSize: z.number(),
          checkpointAt: z.nullable(instantSchema()),
          /** What the second place knows. */
          witnessSize: z.number(),
          /** Whether the database refuses changes by itself, or they are only found. */
          protection: z.enum(['refused', 'detected']),
          keepDays: z.number(),
          oldestAt: z.nullable(instantSchema()),
          lastVerification: z.nullable(verificationSchema),
        }),
      ),
    }),
    checkpoints: endpoint({
      ...read,
      id: 'audit.checkpoints',
      method: 'GET',
      path: '/api/audit/checkpoints',
      summary: text('签名检查点', 'Signed checkpoints'),
      scope: 'none',
      query: z.object({ ...pageQuery }),
      response: pageOf(checkpointSchema),
    }),
    verify: endpoint({
      ...read,
      id: 'audit.verify',
      method: 'POST',
      path: '/api/audit/verifications',
      summary: text('立即校验审计链', 'Verify the trail now'),
      scope: 'none',
      body: z.object({
        /** Checkpoints that the auditor kept: they show whether somebody was told another history. */
        kept: z.optional(
          z
            .array(z.object({ text: z.string().check(z.maxLength(500)), signature: z.string().check(z.maxLength(200)) }))
            .check(z.maxLength(50)),
        ),
      }),
      response: L2(z.object({ id: idSchema() })),
      status: 202,
      idempotent: 'key',
      audit: 'audit.verification-asked',
    }),
    verifications: endpoint({
      ...read,
      id: 'audit.verifications',
      method: 'GET',
      path: '/api/audit/verifications',
      summary: text('校验记录', 'Verifications'),
      scope: 'none',
      query: z.object({ ...pageQuery }),
      response: pageOf(verificationSchema),
    }),
    alterations: endpoint({
      ...read,
      id: 'audit.alterations',
      method: 'GET',
      path: '/api/audit/alterations',
      summary: text('绕过系统的数据改动', 'Rows that were changed behind the application'),
      scope: 'none',
      query: z.object({ ...pageQuery }),
      response: pageOf(alterationSchema),
    }),
    archives: endpoint({
      ...read,
      id: 'audit.archives',
      method: 'GET',
      path: '/api/audit/archives',
      summary: text('归档记录', 'Archived parts of the trail'),
      scope: 'none',
      query: z.object({ ...pageQuery }),
      response: pageOf(auditArchiveSchema),
    }),
    reviews: endpoint({
      ...read,
      id: 'audit.reviews',
      method: 'GET',
      path: '/api/audit/reviews',
      summary: text('月度日志审阅', 'Monthly log reviews'),
      scope: 'none',
      audit: 'audit.reviews-seen',
      query: z.object({ ...pageQuery }),
      response: pageOf(auditReviewSchema),
    }),
    conclude: endpoint({
      id: 'audit.conclude-review',
      method: 'POST',
      path: '/api/audit/reviews/:id/conclusion',
      summary: text('给出审阅结论', 'Conclude a review'),
      permission: 'audit.review',
      scope: 'none',
      params: z.object({ id: idSchema() }),
      body: z.object({ conclusion: sentence(1000), version: versionSchema() }),
      response: auditReviewSchema,
      rate: 'write',
      idempotent: 'natural',
      audit: 'audit.review-concluded',
    }),
    policies: endpoint({
      id: 'audit.policies',
      method: 'GET',
      path: '/api/audit/policies',
      summary: text('人员审计策略', 'People who are audited more strictly'),
      permission: 'audit.policy',
      scope: 'none',
      query: z.object({ ...pageQuery }),
      response: pageOf(auditPolicySchema),
      rate: 'read',
    }),
    setPolicy: endpoint({
      id: 'audit.set-policy',
      method: 'PUT',
      path: '/api/audit/policies/:userId',
      summary: text('设置一个人的审计策略', 'Set how strictly a person is audited'),
      permission: 'audit.policy',
      scope: 'none',
      params: z.object({ userId: idSchema() }),
      body: z.object({ reads: z.boolean(), reason: sentence(200) }),
      response: auditPolicySchema,
      rate: 'write',
      idempotent: 'natural',
      stepUp: true,
      audit: 'audit.policy-set',
    }),
  },
})
