import type { Readable } from 'node:stream'
import type { Context } from 'koa'

const sheets = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'

/** A workbook is saved, never shown inside our origin, and never kept on its way. */
export const sendWorkbook = (koa: Context, name: string, content: Readable): void => sendSaved(koa, sheets, 'workbook.xlsx', name, content)

/** The same for what only a partner opens. */
export const sendPackage = (koa: Context, name: string, content: Readable): void =>
  sendSaved(koa, 'application/octet-stream', 'package.lpkg', name, content)

/** Saved by its own program, and never shown inside our origin. */
export function sendSaved(koa: Context, type: string, plainName: string, name: string, content: Readable): void {
  koa.status = 200
  koa.type = type
  koa.set('content-disposition', `attachment; filename="${plainName}"; filename*=UTF-8''${encodeURIComponent(name)}`)
  koa.set('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  koa.set('cache-control', 'private, no-store')
  koa.body = content
}
