import { endpoint } from '../../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../../kernel/id.ts'
import { L2 } from '../../kernel/level.ts'
import { pageOf, pageQuery } from '../../kernel/page.ts'
import { text } from '../../kernel/text.ts'
import { z } from '../../kernel/zod.ts'

/** What data lies on a disk, tape or stick that leaves the machine. */
export const contentClasses = {
  backup: text('业务数据备份', 'Backups of the house'),
  audit: text('审计档案', 'Audit archives'),
  personal: text('个人信息', 'Personal data'),
  plain: text('不含业务数据', 'No data of the house'),
} as const
export type ContentClass = keyof typeof contentClasses
export const mediumKinds = {
  disk: text('硬盘', 'Disk'),
  tape: text('磁带', 'Tape'),
  stick: text('移动存储', 'Removable store'),
  disc: text('光盘', 'Disc'),
  remote: text('异地存储', 'Store elsewhere'),
} as const
export const destructionMethods = {
  erased: text('多次覆写', 'Overwritten'),
  degaussed: text('消磁', 'Degaussed'),
  shredded: text('物理粉碎', 'Shredded'),
} as const

const errors = {
  'backup.medium-known': { status: 409, text: text('该编号的介质已登记', 'A medium with this number is registered') },
  'backup.medium-destroyed': { status: 409, text: text('该介质已销毁', 'This medium is destroyed') },
  'backup.medium-unsealed': {
    status: 422,
    text: text('存放到介质上的备份须加密并通过校验', 'A backup on a medium is sealed and was checked'),
  },
  'backup.proof-unknown': { status: 422, text: text('销毁凭证没有上传成功，请重新上传', 'The proof is missing, please upload it again') },
} as const

const keysOf = <T extends object>(table: T) => Object.keys(table) as [keyof T & string, ...(keyof T & string)[]]
const words = (most: number) => z.string().check(z.trim(), z.minLength(2), z.maxLength(most))

export const mediumSchema = L2(
  z.object({
    id: idSchema(),
    code: z.string(),
    kind: z.enum(keysOf(mediumKinds)),
    contentClass: z.enum(keysOf(contentClasses)),
    /** The unit or post that answers for it. */
    holder: z.string(),
    keptAt: z.string(),
    /** Backups that were put on it, each sealed and with its checksum. */
    backups: z.array(z.object({ id: idSchema(), name: z.string(), sha256: z.string() })),
    registeredAt: instantSchema(),
    destruction: z.nullable(
      z.object({
        at: instantSchema(),
        method: z.enum(keysOf(destructionMethods)),
        witness: z.string(),
        proof: z.nullable(z.object({ url: z.string(), thumb: z.string() })),
      }),
    ),
    version: versionSchema(),
  }),
)
export type Medium = z.infer<typeof mediumSchema>

const byId = z.object({ id: idSchema() })

export const mediumEndpoints = {
  media: endpoint({
    id: 'backup.media',
    method: 'GET',
    path: '/api/backup-media',
    summary: text('存储介质台账', 'The register of storage media'),
    permission: 'backup.read',
    scope: 'none',
    query: z.object(pageQuery),
    response: pageOf(mediumSchema),
    rate: 'read',
  }),
  registerMedium: endpoint({
    id: 'backup.register-medium',
    method: 'POST',
    path: '/api/backup-media',
    summary: text('登记存储介质', 'Register a storage medium'),
    permission: 'backup.manage',
    scope: 'none',
    body: z.object({
      code: z.string().check(z.trim(), z.regex(/^[A-Za-z0-9][A-Za-z0-9-]{1,39}$/)),
      kind: z.enum(keysOf(mediumKinds)),
      contentClass: z.enum(keysOf(contentClasses)),
      holder: words(60),
      keptAt: words(100),
    }),
    response: mediumSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'backup.medium-registered',
    errors: { 'backup.medium-known': errors['backup.medium-known'] },
  }),
  changeMedium: endpoint({
    id: 'backup.change-medium',
    method: 'PATCH',
    path: '/api/backup-media/:id',
    summary: text('变更介质保管或存入备份', 'Hand a medium on, or put a backup on it'),
    permission: 'backup.manage',
    scope: 'none',
    params: byId,
    body: z.object({
      holder: z.optional(words(60)),
      keptAt: z.optional(words(100)),
      backupId: z.optional(idSchema()),
      version: versionSchema(),
    }),
    response: mediumSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'backup.medium-changed',
    errors: {
      'backup.medium-destroyed': errors['backup.medium-destroyed'],
      'backup.medium-unsealed': errors['backup.medium-unsealed'],
    },
  }),
  destroyMedium: endpoint({
    id: 'backup.destroy-medium',
    method: 'POST',
    path: '/api/backup-media/:id/destruction',
    summary: text('登记介质销毁', 'Record that a medium was destroyed'),
    permission: 'backup.manage',
    scope: 'none',
    params: byId,
    body: z.object({
      method: z.enum(keysOf(destructionMethods)),
      /** The unit or post that watched. */
      witness: words(60),
      /** An uploaded photo or PDF of the record. */
      proofId: idSchema(),
      version: versionSchema(),
    }),
    response: mediumSchema,
    idempotent: 'key',
    rate: 'write',
    audit: 'backup.medium-destroyed',
    errors: {
      'backup.medium-destroyed': errors['backup.medium-destroyed'],
      'backup.proof-unknown': errors['backup.proof-unknown'],
    },
  }),
} as const
export const mediumErrors = errors
