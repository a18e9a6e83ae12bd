import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text, textSchema } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const shareErrors = {
  'share.receiver-refused': {
    status: 422,
    text: text('对方无权查看这条记录，不能转给他', 'They may not see this record themselves, so it cannot be shared with them'),
  },
  'share.ended': { status: 410, text: text('转发已到期或已收回', 'This share has ended or was taken back') },
  'share.out-of-reach': { status: 403, text: text('您无权查看转来的记录', 'What was shared is not within your reach') },
} as const

export const shareReceiverKinds = ['user', 'department'] as const
export type ShareReceiverKind = (typeof shareReceiverKinds)[number]
export const shareStates = ['open', 'ended', 'revoked'] as const
export type ShareState = (typeof shareStates)[number]
export const shareMostDays = 30

const subject = () => z.string().check(z.regex(/^[a-z][a-z-]{1,39}$/))
const record = { subject: subject(), recordId: idSchema() }
const named = z.object({ id: idSchema(), name: z.string() })
const byId = z.object({ id: idSchema() })

export const shareSchema = L2(
  z.object({
    id: idSchema(),
    subject: z.string(),
    kind: textSchema,
    recordId: idSchema(),
    /** As any list of the viewer's would show it; null once it is out of the viewer's reach. */
    title: z.nullable(z.string()),
    hint: z.nullable(z.string()),
    sender: z.string(),
    receiver: z.object({ kind: z.enum(shareReceiverKinds), name: z.string() }),
    reason: z.string(),
    state: z.enum(shareStates),
    until: instantSchema(),
    createdAt: instantSchema(),
    /** How often it was opened, and when last. */
    opens: z.number(),
    lastOpenedAt: z.nullable(instantSchema()),
    can: z.array(z.enum(['open', 'revoke'])),
    version: versionSchema(),
  }),
)
export type Share = z.infer<typeof shareSchema>

const sending = { permission: 'share.send', scope: 'self', errors: shareErrors } as const
const own = { permission: 'signed-in', scope: 'self', errors: shareErrors } as const

/** Records passed on inside the house. A share shows the way and says why; it never lets anybody see more than before. */
export const share = capability({
  name: 'share',
  text: text('记录转发', 'Sharing'),
  permissions: [permission('share.send', '转发档案与记录给同事', 'Share files and records with colleagues', ['admin'])],
  events: ['share.sent', 'share.revoked'],
  endpoints: {
    list: endpoint({
      id: 'share.list',
      method: 'GET',
      path: '/api/shares',
      summary: text('转给我的与我转出的', 'What was shared with me, or by me'),
      ...own,
      query: z.object({ ...pageQuery, box: z._default(z.enum(['received', 'sent']), 'received') }),
      response: pageOf(shareSchema),
      rate: 'read',
    }),
    receivers: endpoint({
      id: 'share.receivers',
      method: 'GET',
      path: '/api/shares/receivers',
      summary: text('可以转给谁', 'Who may be given a record'),
      ...sending,
      query: z.object({ ...record, q: z.optional(z.string().check(z.trim(), z.maxLength(40))) }),
      response: L2(z.object({ people: z.array(named), departments: z.array(named) })),
      rate: 'read',
    }),
    send: endpoint({
      id: 'share.send',
      method: 'POST',
      path: '/api/shares',
      summary: text('转发一条记录', 'Share a record'),
      ...sending,
      body: z.object({
        ...record,
        receiverKind: z.enum(shareReceiverKinds),
        receiverId: idSchema(),
        reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(200)),
        days: z.number().check(z.int(), z.minimum(1), z.maximum(shareMostDays)),
      }),
      response: shareSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'share.sent',
    }),
    open: endpoint({
      id: 'share.open',
      method: 'POST',
      path: '/api/shares/:id/open',
      summary: text('打开转来的记录', 'Open what was shared'),
      ...own,
      params: byId,
      /** `mark` is drawn over the record: who looks, when, by which share. */
      response: L2(z.object({ share: shareSchema, mark: z.string() })),
      idempotent: 'natural',
      rate: 'write',
      audit: 'share.opened',
    }),
    revoke: endpoint({
      id: 'share.revoke',
      method: 'POST',
      path: '/api/shares/:id/revoke',
      summary: text('收回转发', 'Take a share back'),
      ...own,
      params: byId,
      body: z.object({ version: versionSchema() }),
      response: shareSchema,
      idempotent: 'natural',
      rate: 'write',
      audit: 'share.revoked',
    }),
  },
})
