import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { drillEndpoints } from './backup/drill.ts'
import { mediumEndpoints } from './backup/medium.ts'

export * from './backup/drill.ts'
export * from './backup/medium.ts'

export const backupKinds = ['full', 'incremental'] as const
export type BackupKind = (typeof backupKinds)[number]
export const backupStates = ['queued', 'running', 'done', 'failed', 'removed'] as const
export const backupPhases = ['waiting', 'database', 'rows', 'files', 'copy', 'done'] as const

export const backupErrors = {
  'backup.running': { status: 409, text: text('已有备份在进行，请等它完成', 'A backup is running already; wait until it is done') },
  'backup.no-full': {
    status: 409,
    text: text('还没有可用的全量备份，请先做一次全量备份', 'There is no full backup to follow yet; make a full one first'),
  },
  'backup.not-done': { status: 409, text: text('这份备份没有完成或已清理', 'This backup was not finished, or is gone') },
  'backup.full-too-rare': {
    status: 422,
    text: text('全量备份间隔不得超过 7 天', 'A full backup is made every 7 days at least'),
  },
} as const

export const backupSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(backupKinds),
    state: z.enum(backupStates),
    /** Its folder; null until it has begun. */
    name: z.nullable(z.string()),
    /** The full backup that an increment belongs to. */
    baseName: z.nullable(z.string()),
    /** By the plan, by hand, or found in the folder because a command made it. */
    origin: z.enum(['plan', 'hand', 'command']),
    phase: z.enum(backupPhases),
    progress: z.number(),
    bytes: z.number(),
    rows: z.number(),
    sha256: z.nullable(z.string()),
    sm3: z.nullable(z.string()),
    isSealed: z.boolean(),
    isLongTerm: z.boolean(),
    keepUntil: z.nullable(instantSchema()),
    copiedAt: z.nullable(instantSchema()),
    verifiedAt: z.nullable(instantSchema()),
    isSound: z.nullable(z.boolean()),
    fault: z.nullable(z.string()),
    begunAt: z.nullable(instantSchema()),
    finishedAt: z.nullable(instantSchema()),
  }),
)
export type Backup = z.infer<typeof backupSchema>

export const policySchema = L2(
  z.object({
    isOn: z.boolean(),
    /** By the clock of the community. */
    time: z.string(),
    fullDays: z.number(),
    keepDays: z.number(),
    verifyDays: z.number(),
    version: versionSchema(),
  }),
)
export type BackupPolicy = z.infer<typeof policySchema>

const byId = z.object({ id: idSchema() })
const days = (most: number) => z.number().check(z.int(), z.minimum(1), z.maximum(most))

export const backup = capability({
  name: 'backup',
  text: text('备份', 'Backups'),
  permissions: [
    permission('backup.read', '查看备份', 'See backups', ['admin'], 'system'),
    permission('backup.manage', '备份、校验与备份策略', 'Make and verify backups, set their policy', ['admin'], 'system'),
  ],
  events: ['backup.finished', 'backup.failed', 'backup.missed', 'backup.verified', 'backup.damaged'],
  endpoints: {
    list: endpoint({
      id: 'backup.list',
      method: 'GET',
      path: '/api/backups',
      summary: text('备份列表', 'List backups'),
      permission: 'backup.read',
      scope: 'none',
      query: z.object({ ...pageQuery, kind: z.optional(z.enum(backupKinds)) }),
      response: pageOf(backupSchema),
      rate: 'read',
    }),
    overview: endpoint({
      id: 'backup.overview',
      method: 'GET',
      path: '/api/backups/overview',
      summary: text('备份策略与概况', 'The policy of backups and how they stand'),
      permission: 'backup.read',
      scope: 'none',
      response: L2(
        z.object({
          policy: policySchema,
          running: z.nullable(backupSchema),
          lastFullAt: z.nullable(instantSchema()),
          lastAt: z.nullable(instantSchema()),
          nextAt: z.nullable(instantSchema()),
          /** Days of the last month without a backup in time, newest first. */
          missed: z.array(z.object({ day: daySchema(), madeGoodAt: z.nullable(instantSchema()) })),
          folder: z.string(),
          copyFolder: z.nullable(z.string()),
          keyFile: z.string(),
          /** Database and uploads are elsewhere, or the folder lies on the disk of the data. */
          warnings: z.array(z.enum(['same-disk', 'no-copy', 'files-elsewhere'])),
          restoreCommand: z.string(),
        }),
      ),
      rate: 'read',
    }),
    start: endpoint({
      id: 'backup.start',
      method: 'POST',
      path: '/api/backups',
      summary: text('立即备份', 'Make a backup now'),
      permission: 'backup.manage',
      scope: 'none',
      body: z.object({ kind: z.enum(backupKinds) }),
      response: backupSchema,
      status: 202,
      idempotent: 'key',
      rate: 'write',
      audit: 'backup.asked',
      errors: { 'backup.running': backupErrors['backup.running'], 'backup.no-full': backupErrors['backup.no-full'] },
    }),
    verify: endpoint({
      id: 'backup.verify',
      method: 'POST',
      path: '/api/backups/:id/verification',
      summary: text('校验备份', 'Look whether a backup is whole'),
      permission: 'backup.manage',
      scope: 'none',
      params: byId,
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'backup.verification-asked',
      errors: { 'backup.not-done': backupErrors['backup.not-done'] },
    }),
    setPolicy: endpoint({
      id: 'backup.set-policy',
      method: 'PUT',
      path: '/api/backups/policy',
      summary: text('设定备份策略', 'Set the policy of backups'),
      permission: 'backup.manage',
      scope: 'none',
      body: z.object({
        isOn: z.boolean(),
        time: z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$/)),
        fullDays: days(366),
        keepDays: days(3650),
        verifyDays: days(90),
        version: versionSchema(),
      }),
      response: policySchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'backup.policy-set',
      errors: { 'backup.full-too-rare': backupErrors['backup.full-too-rare'] },
    }),
    ...mediumEndpoints,
    ...drillEndpoints,
  },
})
