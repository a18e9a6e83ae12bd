import { file as contract, type File } from '@liren/contract/capabilities/file'
import type { Capability } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { sendContent } from './content.ts'
import { expireFiles } from './expire.ts'
import { fileLinks } from './links.ts'
import { fileData } from './personal.ts'
import { mayRead } from './read.ts'
import { type FileRow, keptFile } from './row.ts'
import { documentSearchable } from './searchable.ts'
import { createUpload, type Uploaded } from './upload.ts'

/** Pictures and documents: received, checked, redrawn, private, and gone unless a record takes them. */
export function file(kernel: Kernel): Capability {
  const { upload, read, content, remove } = contract.endpoints
  const present = (ctx: Pick<RequestContext, 'principal' | 'now'>, row: FileRow): File => ({
    id: row.id,
    kind: row.kind,
    type: row.type,
    bytes: Number(row.bytes),
    width: row.width,
    height: row.height,
    createdAt: new Date(Number(row.created_at)).toISOString(),
    ...fileLinks(kernel, ctx.principal, ctx.now)(row.id),
  })

  return {
    contract,
    personal: [fileData(kernel)],
    searchables: [documentSearchable(kernel)],
    routes: [
      route(upload, createUpload(kernel), async (ctx, uploaded: Uploaded) => {
        const kept = await kernel.store.run("UPDATE files SET state = 'kept' WHERE id = ? AND state = 'receiving'", [uploaded.id], ctx.tx)
        const row = kept === 1 ? await keptFile(kernel, uploaded.id, ctx.tx) : undefined
        if (!row) throw refuse('unavailable', { retryAfter: 1 })
        ctx.audit({ subjectId: row.id, after: { type: row.type, bytes: Number(row.bytes) } })
        return present(ctx, row)
      }),
      route(read, async (ctx) => {
        const row = await keptFile(kernel, ctx.params.id)
        // Somebody else's file and no file look the same.
        if (!row || (row.owner_id !== ctx.principal.id && !(await mayRead(kernel, ctx.principal, row.id)))) throw refuse('not-found')
        return present(ctx, row)
      }),
      route(content, (ctx) => sendContent(kernel, ctx as RequestContext)),
      route(remove, async (ctx) => {
        const removed = await kernel.store.run(
          "UPDATE files SET state = 'gone' WHERE id = ? AND owner_id = ? AND state = 'kept' AND expires_at IS NOT NULL",
          [ctx.params.id, ctx.principal.id],
          ctx.tx,
        )
        if (removed !== 1) throw refuse('not-found')
        ctx.audit({ subjectId: ctx.params.id })
      }),
    ],
    jobs: [
      {
        kind: 'file.expire',
        text: { zh: '清理未使用的上传文件', en: 'Remove uploads that nothing uses' },
        every: 15 * 60_000,
        run: async (_, { now }) => {
          while ((await expireFiles(kernel, now)) > 0);
        },
      },
    ],
  }
}
