import { fileErrors } from '@liren/contract/capabilities/file'
import type { Context } from 'koa'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { RequestContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { drawing } from '../../kernel/upload/drawing.ts'
import { isLinkGood, type LinkQuery } from './links.ts'
import { type FileRow, keptFile, mainKey, thumbKey } from './row.ts'

/** Sends a file to whoever holds a good link to it. */
export async function sendContent(kernel: Kernel, ctx: RequestContext): Promise<void> {
  const { id } = ctx.params as { id: string }
  const query = ctx.query as LinkQuery
  if (!isLinkGood(kernel, id, query, ctx.now)) throw refuseWith(fileErrors, 'file.link-invalid')
  const row = await keptFile(kernel, id)
  if (!row) throw refuse('not-found')
  const small = query.size === 'thumb'
  setHeaders(ctx.koa, row, small, Math.floor((query.exp - ctx.now) / 1000))
  if (ctx.koa.fresh) {
    ctx.koa.status = 304
    return
  }
  if (small && row.kind !== 'image') {
    ctx.koa.body = await pageIcon()
    return
  }
  const found = await kernel.files.open(small ? thumbKey(id) : mainKey(id))
  if (!found) throw refuse('not-found')
  if (!small && (row.level === 'L3' || row.level === 'L4')) await auditDownload(kernel, ctx, row, query.by)
  ctx.koa.length = found.size
  ctx.koa.body = found.stream
}

const endings: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpg', 'application/pdf': 'pdf' }

function setHeaders(koa: Context, row: FileRow, small: boolean, seconds: number): void {
  koa.status = 200
  koa.type = small ? (row.kind === 'image' ? 'image/jpeg' : 'image/png') : row.type
  const name = `${row.id}.${endings[row.type] ?? 'txt'}`
  // A document is never shown inside our origin: it is saved and opened by its own program.
  koa.set('content-disposition', row.kind !== 'image' && !small ? `attachment; filename="${name}"` : `inline; filename="${name}"`)
  koa.set('content-security-policy', "default-src 'none'; sandbox; frame-ancestors 'none'")
  koa.set('cache-control', `private, max-age=${seconds}, immutable`)
  koa.set('etag', `"${row.digest.slice(0, 32)}${small ? '-s' : ''}"`)
}

/** The link names for whom it was made; that is who is on record. */
async function auditDownload(kernel: Kernel, ctx: RequestContext, row: FileRow, by: string): Promise<void> {
  await kernel.audit.write({
    actorId: by || null,
    actorKind: by ? 'user' : 'anonymous',
    action: 'file.downloaded',
    subject: 'file',
    subjectId: row.id,
    placePath: null,
    result: 'done',
    ip: ctx.ip,
    requestId: ctx.requestId,
    after: { level: row.level },
  })
}

let icon: Promise<Buffer> | undefined

/** Stands for a document where a list shows small pictures. */
function pageIcon(): Promise<Buffer> {
  const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="240" height="240"><rect width="240" height="240" fill="#f3f4f6"/>
    <path d="M70 40h70l40 40v120H70z" fill="#fff" stroke="#9aa1ac" stroke-width="6"/><path d="M140 40v40h40" fill="none" stroke="#9aa1ac" stroke-width="6"/>
    <path d="M92 120h66M92 145h66M92 170h40" stroke="#d64545" stroke-width="8"/></svg>`
  icon ??= drawing().then((sharp) => sharp(Buffer.from(sheet)).png().toBuffer())
  return icon
}
