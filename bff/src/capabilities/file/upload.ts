import { fileErrors } from '@liren/contract/capabilities/file'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { PrepareContext } from '../../kernel/http/route.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { inspect } from '../../kernel/upload/inspect.ts'
import { receiveFile } from '../../kernel/upload/receive.ts'
import { unattachedMs } from './read.ts'
import { mainKey, thumbKey } from './row.ts'

export interface Uploaded {
  readonly id: string
  /** Digest of the bytes as they came: a repeated request must bring the same file. */
  readonly content: string
}

/** What one person may have waiting, and send in a day. */
const maxWaiting = 60
const maxBytesPerDay = 500 * 1024 * 1024
/** Below this much free space nothing more is taken: the database needs the rest. */
const spareBytes = 256 * 1024 * 1024
/** Uploads are held in memory while they are looked at. */
const maxReceiving = 8

/**
 * Receives, checks and stores a file before the transaction opens. The row says `receiving` until then, so that
 * bytes whose transaction never came are found and removed.
 */
export function createUpload(kernel: Kernel) {
  const { store, files, limiter, crypto, ids, clock, metrics } = kernel
  let receiving = 0

  async function take(ctx: PrepareContext): Promise<Uploaded> {
    const { principal } = ctx
    await checkRoom(principal.id)
    const bytes = await receiveFile(ctx.koa.req)
    const day = await limiter.take(`upload-bytes|${principal.id}`, maxBytesPerDay, 86_400, bytes.length)
    if (!day.allowed) throw refuse('rate.limited', { retryAfter: day.retryAfter })
    const accepted = await inspect(bytes)
    const id = ids.next()
    const now = clock.now()
    await store.run(
      `INSERT INTO files (id, owner_id, state, kind, type, bytes, width, height, digest, level, created_at, expires_at)
       VALUES (?, ?, 'receiving', ?, ?, ?, ?, ?, ?, 'L3', ?, ?)`,
      [
        id,
        principal.id,
        accepted.kind,
        accepted.type,
        accepted.main.length,
        accepted.width,
        accepted.height,
        crypto.sm3(accepted.main).toString('hex'),
        now,
        now + unattachedMs,
      ],
    )
    await files.put(mainKey(id), accepted.main, accepted.type)
    if (accepted.thumb) await files.put(thumbKey(id), accepted.thumb, 'image/jpeg')
    return { id, content: crypto.sm3(bytes).toString('hex') }
  }

  async function checkRoom(ownerId: string): Promise<void> {
    const free = await files.free()
    if (free !== undefined && free < spareBytes) throw refuse('storage.full', { retryAfter: 60 })
    const [waiting] = await store.rows<{ count: number }>(
      "SELECT COUNT(*) AS count FROM files WHERE owner_id = ? AND state = 'kept' AND expires_at > ?",
      [ownerId, clock.now()],
    )
    if (Number(waiting?.count ?? 0) >= maxWaiting) throw refuseWith(fileErrors, 'file.quota')
  }

  return async (ctx: PrepareContext): Promise<Uploaded> => {
    // Refused with the body still on its way: the connection cannot be used again.
    if (receiving >= maxReceiving) {
      ctx.koa.set('connection', 'close')
      throw refuse('unavailable', { retryAfter: 2 })
    }
    receiving++
    try {
      return await take(ctx)
    } catch (error) {
      ctx.koa.set('connection', 'close')
      metrics.uploadRefused.inc({ code: (error as { code?: string }).code ?? 'internal' })
      throw error
    } finally {
      receiving--
    }
  }
}
