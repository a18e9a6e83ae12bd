import type { AnyEndpoint } from '@liren/contract'
import { refuse } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { insertOnce } from '../store/insert-once.ts'
import type { Tx } from '../store/store.ts'
import type { Principal } from './route.ts'

const table = 'idempotency_keys'
const keyPattern = /^[A-Za-z0-9_-]{16,80}$/

export interface KeptAnswer {
  readonly status: number
  readonly body: string
}

/**
 * The key's row is the first thing its transaction writes: a second request with the same key waits for the
 * first to commit and then reads its answer, whatever process it reached. Keys belong to one caller.
 */
export async function claimKey(
  kernel: Kernel,
  tx: Tx,
  request: { endpoint: AnyEndpoint; principal: Principal; key: string; content: string },
): Promise<{ id: string; kept: KeptAnswer | undefined }> {
  const { crypto, store, clock, sealer } = kernel
  const id = crypto.sm3(`${request.principal.kind}:${request.principal.id}|${request.endpoint.id}|${request.key}`).toString('hex')
  const contentHash = crypto.sm3(request.content).toString('hex')
  const row = { id, endpoint: request.endpoint.id, content_hash: contentHash, status: 0, answer: null, created_at: clock.now() }
  if (await insertOnce(store, table, row, tx)) return { id, kept: undefined }
  const [kept] = await store.rows<{ content_hash: string; status: number; answer: string | null }>(
    `SELECT content_hash, status, answer FROM ${table} WHERE id = ?`,
    [id],
    tx,
  )
  if (!kept || kept.status === 0 || kept.answer === null) throw refuse('request.in-flight', { retryAfter: 1 })
  if (kept.content_hash !== contentHash) throw refuse('request.key-reused')
  return { id, kept: { status: kept.status, body: sealer.open(kept.answer, { table, column: 'answer', row: id }) } }
}

/** Answers may hold personal data, so they are kept sealed. */
export async function keepAnswer(kernel: Kernel, tx: Tx, id: string, answer: KeptAnswer): Promise<void> {
  const sealed = kernel.sealer.seal(answer.body, { table, column: 'answer', row: id })
  await kernel.store.run(`UPDATE ${table} SET status = ?, answer = ? WHERE id = ?`, [answer.status, sealed, id], tx)
}

export function readKey(endpoint: AnyEndpoint, header: string | undefined): string | undefined {
  if (endpoint.idempotent !== 'key') return undefined
  if (!header) throw refuse('request.key-missing')
  if (!keyPattern.test(header))
    throw refuse('request.invalid', {
      faults: [{ path: 'header.idempotency-key', zh: '应为 16 到 80 位字母数字', en: '16 to 80 letters and digits' }],
    })
  return header
}
