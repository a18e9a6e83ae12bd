import { capability } from '../kernel/capability.ts'
import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

export const maxFileBytes = 10 * 1024 * 1024

export const fileErrors = {
  'file.missing': { status: 400, text: text('没有收到文件', 'No file was received') },
  'file.too-many': { status: 400, text: text('一次只能上传一个文件', 'One file at a time, please') },
  'file.too-large': { status: 413, text: text('文件超过 10 MB', 'The file is larger than 10 MB') },
  'file.empty': { status: 422, text: text('文件是空的', 'The file is empty') },
  'file.type-refused': {
    status: 415,
    text: text(
      '只支持 JPG、PNG、WebP、GIF、BMP 图片、PDF 和 UTF-8 纯文本',
      'Only JPG, PNG, WebP, GIF, BMP pictures, PDF and plain text in UTF-8 are taken',
    ),
  },
  'file.heic-refused': {
    status: 415,
    text: text(
      '暂不支持 HEIC 照片，请在相机设置中选择“兼容性最佳”或转存为 JPG',
      'HEIC photos cannot be read here; please save the photo as JPG',
    ),
  },
  'file.damaged': { status: 422, text: text('文件已损坏或不完整', 'The file is damaged or incomplete') },
  'file.too-many-pixels': { status: 422, text: text('图片尺寸过大', 'The picture has too many pixels') },
  'file.dangerous': { status: 422, text: text('文件包含不安全的内容，已拒收', 'The file contains dangerous content and was refused') },
  'file.quota': {
    status: 409,
    text: text('待提交的文件过多，请先提交或稍后再试', 'Too many files are waiting to be used, please try again later'),
  },
  'file.link-invalid': { status: 403, text: text('链接无效或已过期，请返回刷新', 'The link is not valid any more, please reload') },
} as const

export const fileSizes = ['full', 'thumb'] as const

/** A picture of a record, as its viewers get it. */
export const photoLinkSchema = L2(z.object({ id: z.string(), url: z.string(), thumb: z.string() }))

export const fileSchema = L2(
  z.object({
    id: idSchema(),
    kind: z.enum(['image', 'pdf', 'text']),
    type: z.string(),
    bytes: z.number(),
    width: z.nullable(z.number()),
    height: z.nullable(z.number()),
    createdAt: instantSchema(),
    /** Links work for some minutes and for whoever holds them; ask again rather than keep them. */
    url: z.string(),
    thumb: z.nullable(z.string()),
  }),
)
export type File = z.infer<typeof fileSchema>

export const file = capability({
  name: 'file',
  text: text('文件', 'Files'),
  permissions: [],
  endpoints: {
    upload: endpoint({
      id: 'file.upload',
      method: 'POST',
      path: '/api/files',
      summary: text('上传一个文件（multipart，字段名 file）', 'Upload one file (multipart, field `file`)'),
      permission: 'signed-in',
      scope: 'self',
      response: fileSchema,
      status: 201,
      idempotent: 'key',
      rate: 'upload',
      audit: 'file.uploaded',
      errors: fileErrors,
      upload: true,
    }),
    read: endpoint({
      id: 'file.read',
      method: 'GET',
      path: '/api/files/:id',
      summary: text('文件信息与新链接', 'A file with fresh links'),
      permission: 'signed-in',
      scope: 'related',
      params: z.object({ id: idSchema() }),
      response: fileSchema,
      rate: 'read',
    }),
    content: endpoint({
      id: 'file.content',
      method: 'GET',
      path: '/api/files/:id/content',
      summary: text('按签名链接取文件内容', 'The content of a file by its signed link'),
      permission: 'public',
      scope: 'none',
      params: z.object({ id: idSchema() }),
      query: z.object({
        size: z._default(z.enum(fileSizes), 'full'),
        exp: z.coerce.number().check(z.int(), z.minimum(0)),
        by: z.string().check(z.maxLength(64)),
        sig: z.string().check(z.regex(/^[A-Za-z0-9_.-]{20,120}$/)),
      }),
      errors: fileErrors,
      rate: 'content',
      raw: true,
    }),
    remove: endpoint({
      id: 'file.remove',
      method: 'DELETE',
      path: '/api/files/:id',
      summary: text('删除尚未提交的文件', 'Remove a file that is not part of a record yet'),
      permission: 'signed-in',
      scope: 'self',
      params: z.object({ id: idSchema() }),
      status: 204,
      idempotent: 'natural',
      rate: 'write',
      audit: 'file.removed',
      errors: fileErrors,
    }),
  },
})
