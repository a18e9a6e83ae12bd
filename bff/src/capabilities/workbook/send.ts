import type { Readable } from 'node:stream'
import type { Context } from 'koa'

const type = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A workbook is saved, never shown inside our origin, and never kept on its way. */
export function sendWorkbook(koa: Context, name: string, content: Readable): void {
  koa.status = 200
  koa.type = type
  koa.set('content-disposition', `attachment; filename="workbook.xlsx"; filename*=UTF-8''${encodeURIComponent(name)}`)
  koa.set('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  koa.set('cache-control', 'private, no-store')
  koa.body = content
}
