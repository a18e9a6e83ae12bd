import { endpoint } from '../kernel/endpoint.ts'
import { idSchema, instantSchema, versionSchema } from '../kernel/id.ts'
import { L2 } from '../kernel/level.ts'
import { pageOf, pageQuery } from '../kernel/page.ts'
import { text } from '../kernel/text.ts'
import { z } from '../kernel/zod.ts'

/** Held in memory while it is checked and given out. */
export const maxFirmwareBytes = 16 * 1024 * 1024

export const packageErrors = {
  'firmware.product-unknown': { status: 422, text: text('没有这个产品', 'There is no such product') },
  'firmware.release-taken': { status: 409, text: text('该产品的这个版本已经登记', 'This version of the product is kept already') },
  'firmware.too-large': { status: 413, text: text('固件包超过 16 MB', 'The package is larger than 16 MB') },
  'firmware.empty': { status: 422, text: text('固件包是空的', 'The package is empty') },
  'firmware.storage-full': { status: 409, text: text('存储空间不足', 'There is not enough room left') },
  'firmware.withdrawn': { status: 409, text: text('固件包已撤回', 'The package was withdrawn') },
  'firmware.broken': {
    status: 409,
    text: text('固件包与签名不符，不能使用', 'The package does not match its signature and is not used'),
  },
  'firmware.link-invalid': { status: 403, text: text('下载链接无效或已过期', 'The link is not valid any more') },
} as const

export const words = (least: number, most: number) => z.string().check(z.trim(), z.minLength(least), z.maxLength(most))
/** As devices report it, sign for sign. */
export const releaseWord = () => z.string().check(z.regex(/^[0-9A-Za-z][0-9A-Za-z._+-]{0,39}$/))

const about = { productId: idSchema(), release: releaseWord(), notes: words(2, 300) }
export const byId = z.object({ id: idSchema() })
const because = z.object({ reason: words(2, 200), version: versionSchema() })

export const firmwarePackageSchema = L2(
  z.object({
    id: idSchema(),
    product: z.object({ id: idSchema(), code: z.string(), name: z.string(), protocol: z.string() }),
    release: z.string(),
    notes: z.string(),
    /** Where a maker keeps it; null when the house does. */
    address: z.nullable(z.string()),
    bytes: z.number(),
    sm3: z.string(),
    /** SM2 of the house over product, version, bytes and digest. */
    signature: z.string(),
    /** Checked at this moment. */
    isSigned: z.boolean(),
    /** Devices of this product can be told by their protocol. */
    canBeRolled: z.boolean(),
    releasedAt: instantSchema(),
    releasedBy: z.nullable(z.string()),
    withdrawn: z.nullable(z.object({ at: instantSchema(), by: z.nullable(z.string()), reason: z.string() })),
    version: versionSchema(),
  }),
)
export type FirmwarePackage = z.infer<typeof firmwarePackageSchema>

const reading = { permission: 'firmware.read', scope: 'place', rate: 'read' } as const
const keeping = { permission: 'firmware.keep', scope: 'place', errors: packageErrors } as const

export const packageEndpoints = {
  packages: endpoint({
    id: 'firmware.packages',
    method: 'GET',
    path: '/api/firmware/packages',
    summary: text('固件包', 'Packages, newest first'),
    ...reading,
    query: z.object({ ...pageQuery, productId: z.optional(idSchema()) }),
    response: pageOf(firmwarePackageSchema),
  }),
  upload: endpoint({
    id: 'firmware.upload',
    method: 'POST',
    path: '/api/firmware/packages',
    summary: text('发布固件包（multipart，字段名 file）', 'Release a package (multipart, field `file`)'),
    ...keeping,
    query: z.object(about),
    response: firmwarePackageSchema,
    status: 201,
    idempotent: 'key',
    rate: 'upload',
    upload: true,
    audit: 'firmware.released',
  }),
  refer: endpoint({
    id: 'firmware.refer',
    method: 'POST',
    path: '/api/firmware/referred-packages',
    summary: text('登记厂商地址上的固件包', 'Release a package that its maker keeps'),
    ...keeping,
    body: z.object({
      ...about,
      /** Without a name and password in it: whoever reads commands reads this. */
      address: z.string().check(z.regex(/^https?:\/\/[^\s@/]+\/[^\s@]*$/), z.maxLength(400)),
      bytes: z.number().check(z.int(), z.minimum(1), z.maximum(2_000_000_000)),
      sm3: z.string().check(z.regex(/^[0-9a-f]{64}$/)),
    }),
    response: firmwarePackageSchema,
    status: 201,
    idempotent: 'key',
    rate: 'write',
    audit: 'firmware.released',
  }),
  withdraw: endpoint({
    id: 'firmware.withdraw',
    method: 'POST',
    path: '/api/firmware/packages/:id/withdraw',
    summary: text('撤回固件包，链接即刻失效', 'Withdraw a package; its links end at once'),
    ...keeping,
    params: byId,
    body: because,
    response: firmwarePackageSchema,
    idempotent: 'natural',
    rate: 'write',
    audit: 'firmware.withdrawn',
  }),
  content: endpoint({
    id: 'firmware.content',
    method: 'GET',
    path: '/api/firmware/packages/:id/content',
    summary: text('设备按签名链接下载固件', 'A device fetches a package by its signed link'),
    permission: 'public',
    scope: 'none',
    params: byId,
    query: z.object({
      device: idSchema(),
      exp: z.coerce.number().check(z.int(), z.minimum(0)),
      sig: z.string().check(z.regex(/^[A-Za-z0-9_.-]{20,120}$/)),
    }),
    errors: packageErrors,
    rate: 'content',
    raw: true,
  }),
} as const
