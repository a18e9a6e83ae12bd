import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L1, L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { permission } from '../kernel/permission.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** applied → issued → (revoked | expired), or refused. A renewal is a new application that names the one it follows. */
export const certificateStates = ['applied', 'issued', 'refused', 'revoked', 'expired'] as const
/** Whose: a device shows it to the bridge, a bridge signs its batches and answers TLS by it. */
export const certificateOwners = ['device', 'bridge'] as const
export const certificateKeys = ['p256', 'rsa', 'sm2'] as const
export const revocationReasons = ['unspecified', 'key-compromise', 'affiliation-changed', 'superseded', 'ceased'] as const

const code = () => z.string().check(z.regex(/^[a-z0-9][a-z0-9-]{0,39}$/))
const byId = z.object({ id: idSchema() })
/** PKCS #10 in PEM. The private half stays where it was made. */
const request = () => z.string().check(z.minLength(100), z.maxLength(8000))
const sentence = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))

export const certificateErrors = {
  'certificate.owner-unknown': { status: 422, text: text('没有这台设备或网桥', 'There is no such device or bridge') },
  'certificate.unreadable': {
    status: 422,
    text: text('证书申请无法识别，请粘贴完整的 PEM', 'This is no certificate request; paste the whole PEM'),
  },
  'certificate.name': {
    status: 422,
    text: text('证书申请中的名称（CN）必须只有一个，且等于编码', 'The request must carry one name (CN), and it must be the code'),
  },
  'certificate.key': {
    status: 422,
    text: text('只接受 P-256、SM2 或 2048 位以上 RSA 密钥', 'Only keys of P-256, SM2, or RSA from 2048 bits are taken'),
  },
  'certificate.signature': {
    status: 422,
    text: text('证书申请的签名与密钥不符', 'The request is not signed with its own key'),
  },
  'certificate.key-used': {
    status: 409,
    text: text('这把密钥已用于其他证书，请生成新的密钥', 'This key belongs to another certificate; please make a new one'),
  },
  'certificate.pending': { status: 409, text: text('已有一份申请等待签发', 'Another application of it is waiting already') },
  'certificate.state': { status: 409, text: text('证书已不在这个状态', 'The certificate is not in that state any more') },
  'certificate.own': { status: 403, text: text('不能签发自己提出的申请', 'Nobody decides about an application of their own') },
  'certificate.retired': { status: 409, text: text('设备已退役', 'This device is retired') },
} as const

const head = {
  id: idSchema(),
  ownerKind: z.enum(certificateOwners),
  ownerId: idSchema(),
  ownerCode: z.string(),
  ownerName: z.string(),
  state: z.enum(certificateStates),
  keyKind: z.enum(certificateKeys),
  serial: z.nullable(z.string()),
  fingerprint: z.nullable(z.string()),
  appliedAt: instantSchema(),
  appliedBy: z.string(),
  decidedAt: z.nullable(instantSchema()),
  decidedBy: z.nullable(z.string()),
  fetchedAt: z.nullable(instantSchema()),
  from: z.nullable(instantSchema()),
  until: z.nullable(instantSchema()),
  revokedAt: z.nullable(instantSchema()),
  reason: z.nullable(z.enum(revocationReasons)),
  note: z.nullable(z.string()),
  /** The certificate that this one follows; both are believed until the older one is revoked or expires. */
  followsId: z.nullable(idSchema()),
  version: versionSchema(),
  can: z.array(z.enum(['issue', 'refuse', 'fetch', 'renew', 'revoke'])),
}
export const certificateSchema = L2(z.object(head))
export type Certificate = z.infer<typeof certificateSchema>

const writes = { idempotent: 'natural', rate: 'write', errors: certificateErrors } as const

export const certificate = capability({
  name: 'certificate',
  text: text('证书', 'Certificates'),
  permissions: [
    permission('certificate.read', '查看证书', 'See certificates', ['admin']),
    permission('certificate.apply', '申请与领取证书', 'Apply for and collect certificates', ['admin'], 'system'),
    permission('certificate.decide', '签发与吊销证书', 'Issue and revoke certificates', ['admin'], 'security'),
  ],
  events: ['certificate.changed', 'certificate.expiring'],
  endpoints: {
    list: endpoint({
      id: 'certificate.list',
      method: 'GET',
      path: '/api/certificates',
      summary: text('证书列表', 'Certificates'),
      permission: 'certificate.read',
      scope: 'place',
      query: z.object({
        ...pageQuery,
        q: z.optional(z.string().check(z.trim(), z.maxLength(60))),
        state: z.optional(z.enum(certificateStates)),
        ownerKind: z.optional(z.enum(certificateOwners)),
        /** Issued ones that end until this day. */
        endsBy: z.optional(daySchema()),
      }),
      response: pageOf(certificateSchema),
      rate: 'read',
    }),
    read: endpoint({
      id: 'certificate.read',
      method: 'GET',
      path: '/api/certificates/:id',
      summary: text('证书', 'A certificate'),
      permission: 'certificate.read',
      scope: 'place',
      params: byId,
      response: certificateSchema,
      rate: 'read',
    }),
    authorities: endpoint({
      id: 'certificate.authorities',
      method: 'GET',
      path: '/api/certificate-authorities',
      summary: text('本平台的签发机构证书与吊销列表', 'Our authorities and what they have revoked'),
      permission: 'public',
      scope: 'none',
      response: L1(
        z.object({ items: z.array(z.object({ kind: z.enum(['p256', 'sm2']), certificate: z.string(), revocationList: z.string() })) }),
      ),
      rate: 'read',
    }),
    apply: endpoint({
      id: 'certificate.apply',
      method: 'POST',
      path: '/api/certificates',
      summary: text('申请证书', 'Apply for a certificate'),
      permission: 'certificate.apply',
      scope: 'place',
      body: z.object({ ownerKind: z.enum(certificateOwners), ownerCode: code(), request: request() }),
      response: certificateSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'certificate.applied',
      errors: certificateErrors,
    }),
    renew: endpoint({
      id: 'certificate.renew',
      method: 'POST',
      path: '/api/certificates/:id/renew',
      summary: text('更新证书：申请接替的一份', 'Renew: apply for the one that follows'),
      permission: 'certificate.apply',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), request: request() }),
      response: certificateSchema,
      status: 201,
      idempotent: 'key',
      rate: 'write',
      audit: 'certificate.applied',
      errors: certificateErrors,
    }),
    issue: endpoint({
      id: 'certificate.issue',
      method: 'POST',
      path: '/api/certificates/:id/issue',
      summary: text('签发并登记证书', 'Issue it and register it with its owner'),
      permission: 'certificate.decide',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), days: z.number().check(z.int(), z.minimum(1), z.maximum(1095)) }),
      response: certificateSchema,
      audit: 'certificate.issued',
      ...writes,
    }),
    refuse: endpoint({
      id: 'certificate.refuse',
      method: 'POST',
      path: '/api/certificates/:id/refuse',
      summary: text('退回证书申请', 'Refuse an application'),
      permission: 'certificate.decide',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), note: sentence() }),
      response: certificateSchema,
      audit: 'certificate.refused',
      ...writes,
    }),
    fetch: endpoint({
      id: 'certificate.fetch',
      method: 'POST',
      path: '/api/certificates/:id/fetch',
      summary: text('领取证书', 'Fetch the certificate'),
      permission: 'certificate.apply',
      scope: 'place',
      params: byId,
      response: L2(z.object({ certificate: z.string(), authority: z.string() })),
      audit: 'certificate.fetched',
      ...writes,
    }),
    revoke: endpoint({
      id: 'certificate.revoke',
      method: 'POST',
      path: '/api/certificates/:id/revoke',
      summary: text('吊销并销毁证书', 'Revoke a certificate for good'),
      permission: 'certificate.decide',
      scope: 'place',
      params: byId,
      body: z.object({ version: versionSchema(), reason: z.enum(revocationReasons), note: sentence() }),
      response: certificateSchema,
      audit: 'certificate.revoked',
      ...writes,
    }),
  },
})
