import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { daySchema, idSchema, instantSchema } from '../kernel/id.ts'
import { L2, L4 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'
import { fileErrors } from './file.ts'

export const faceErrors = {
  ...fileErrors,
  'face.picture-only': { status: 415, text: text('人脸只能是照片', 'A face is a photo') },
  'face.none': { status: 404, text: text('没有保存人脸信息', 'No face is kept') },
} as const

const byPerson = z.object({ id: idSchema() })
const reason = () => z.string().check(z.trim(), z.minLength(2), z.maxLength(200))

/** What is left of a face that was deleted: that it was there, and when it went. */
const goneSchema = L2(
  z.object({
    id: idSchema(),
    takenAt: instantSchema(),
    consentOn: z.nullable(daySchema()),
    goneAt: instantSchema(),
    reason: z.nullable(z.string()),
    /** SM3 of the bytes that were there, and a code of the house over digest and moment. */
    digest: z.string(),
    proof: z.string(),
  }),
)
export type FaceGone = z.infer<typeof goneSchema>

export const faceEndpoints = {
  take: endpoint({
    id: 'face.take',
    method: 'POST',
    path: '/api/faces',
    summary: text('上传人脸照片（加密存放，须随单独同意一并提交）', 'Bring a picture of a face: sealed at once, kept only with a consent'),
    permission: 'signed-in',
    scope: 'self',
    response: L2(z.object({ id: idSchema() })),
    status: 201,
    idempotent: 'key',
    rate: 'upload',
    audit: 'face.taken',
    errors: faceErrors,
    upload: true,
  }),
  reveal: endpoint({
    id: 'face.reveal',
    method: 'POST',
    path: '/api/people/:id/face/reveal',
    summary: text('查看人脸（须写明原因，留下记录）', 'Show the face of a person, for a reason that is written down'),
    permission: 'person.reveal',
    scope: 'place',
    params: byPerson,
    body: z.object({ reason: reason() }),
    response: z.object({ image: L4(z.string()), consentOn: L2(z.nullable(daySchema())) }),
    idempotent: 'natural',
    rate: 'write',
    audit: 'face.revealed',
    errors: faceErrors,
  }),
  withdraw: endpoint({
    id: 'face.withdraw',
    method: 'POST',
    path: '/api/people/:id/face/withdraw',
    summary: text('撤回人脸同意并删除', 'Consent was withdrawn: delete the face'),
    permission: 'person.write',
    scope: 'place',
    params: byPerson,
    body: z.object({ reason: reason() }),
    response: goneSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'face.deleted',
    errors: faceErrors,
  }),
  withdrawOwn: endpoint({
    id: 'face.withdraw-own',
    method: 'POST',
    path: '/api/faces/withdraw',
    summary: text('撤回我的人脸同意并删除', 'Withdraw my consent and delete my face'),
    permission: 'signed-in',
    scope: 'self',
    response: goneSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'face.deleted',
    errors: faceErrors,
  }),
  gone: endpoint({
    id: 'face.gone',
    method: 'GET',
    path: '/api/people/:id/face/gone',
    summary: text('人脸删除凭证', 'Proofs of faces that were deleted'),
    permission: 'person.read',
    scope: 'place',
    params: byPerson,
    response: z.object({ items: z.array(goneSchema) }),
    rate: 'read',
  }),
} as const

export const face = capability({
  name: 'face',
  text: text('人脸', 'Faces'),
  permissions: [],
  events: ['face.deleted'],
  endpoints: faceEndpoints,
})
