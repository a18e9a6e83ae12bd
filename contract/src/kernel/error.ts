import { type Text, text, textSchema } from './text.ts'
import { z } from './zod.ts'

/** One fault of one input; `path` is written as the sender knows it: `body.phone`, `query.cursor`. */
export const faultSchema = z.object({ path: z.string(), zh: z.string(), en: z.string() })
export type Fault = z.infer<typeof faultSchema>

/** What every refusal and failure looks like, on every surface. */
export const errorSchema = z.object({
  error: z.object({
    code: z.string(),
    zh: z.string(),
    en: z.string(),
    /** Written into the log line of this very request, so that support can find it. */
    occurrence: z.string(),
    faults: z.array(faultSchema),
    /** Seconds after which trying again makes sense. */
    retryAfter: z.optional(z.number()),
    /** What the caller may need to go on, e.g. the version that won. Never personal data. */
    details: z.optional(z.record(z.string(), z.unknown())),
  }),
})
export type ErrorBody = z.infer<typeof errorSchema>
export { textSchema }

export interface ErrorKind {
  readonly status: number
  readonly text: Text
}

/** Codes that the kernel itself answers with. Capabilities add their own beside their endpoints. */
export const kernelErrors = {
  'request.invalid': { status: 400, text: text('填写的内容有误，请按提示修改', 'Some of the input is not valid') },
  'request.malformed': { status: 400, text: text('请求内容无法识别', 'The request could not be read') },
  'request.too-large': { status: 413, text: text('内容过大', 'The request is too large') },
  'request.unsupported-type': { status: 415, text: text('不支持这种内容格式', 'This content type is not supported') },
  'request.key-missing': { status: 400, text: text('缺少 Idempotency-Key', 'The Idempotency-Key header is missing') },
  'request.key-reused': { status: 422, text: text('同一提交编号被用于不同内容', 'This Idempotency-Key was used with other content') },
  'request.in-flight': { status: 409, text: text('正在处理，请稍候', 'The same request is still being handled') },
  'request.replayed': { status: 401, text: text('请求已被使用过', 'This signed request was used before') },
  'request.origin': { status: 403, text: text('来源不被允许', 'The origin of this request is not allowed') },
  'request.plaintext': { status: 426, text: text('请使用 https 访问', 'Please use https') },
  'identity.missing': { status: 401, text: text('请先登录', 'Please sign in first') },
  'identity.expired': { status: 401, text: text('登录已过期，请重新登录', 'Your session has ended, please sign in again') },
  'identity.password-change-required': { status: 403, text: text('请先修改初始密码', 'Please change the initial password first') },
  'identity.second-factor-required': { status: 403, text: text('请先完成二次验证', 'Please complete the second factor first') },
  'identity.step-up-required': { status: 403, text: text('此操作需要重新验证身份', 'This action needs a fresh verification') },
  'permission.denied': { status: 403, text: text('您没有此项权限，可向管理员申请', 'You do not have this permission') },
  'permission.field': { status: 403, text: text('您没有填写这些内容的权限', 'You may not write some of these fields') },
  'not-found': { status: 404, text: text('没有找到，或已被移除', 'Not found, or removed') },
  'method-not-allowed': { status: 405, text: text('不支持这种操作', 'This method is not supported here') },
  stale: { status: 409, text: text('内容已被他人更新，请查看最新内容', 'Somebody changed this in the meantime') },
  conflict: { status: 409, text: text('与现有数据冲突', 'This conflicts with existing data') },
  'rate.limited': { status: 429, text: text('操作过于频繁，请稍后再试', 'Too many requests, please wait a moment') },
  internal: { status: 500, text: text('系统出了点问题，内容未丢失，请稍后再试', 'Something went wrong on our side') },
  unavailable: { status: 503, text: text('服务暂不可用，请稍后再试', 'The service is not available for the moment') },
  'storage.full': { status: 507, text: text('存储空间不足，暂时无法保存', 'Storage is full, nothing can be saved for now') },
} as const satisfies Record<string, ErrorKind>

export type KernelErrorCode = keyof typeof kernelErrors
