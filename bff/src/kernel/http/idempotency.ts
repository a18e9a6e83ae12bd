import type { AnyEndpoint } from '@liren/contract'
import { refuse } from '../errors.ts'
import type { Kernel } from '../kernel.ts'
import { insertOnceStatement } from '../store/insert-once.ts'
import type { Tx } from '../store/store.ts'
import type { Principal } from './route.ts'

const table = 'idempotency_keys'
const keyPattern = /^[A-Za-z0-9_-]{16,80}$/

export interface KeptAnswer {
  readonly status: number
  /** As it leaves: JSON, or nothing. */
  readonly body: Buffer
}

/** Thrown in the transaction of a request whose key was used before: what it did is undone, the kept answer is given. */
export class KeyUsed extends Error {}

export interface Claim {
  readonly id: string
  readonly contentHash: string
  /** Whether the database has confirmed that the key is new. */
  readonly confirmed: () => boolean
  /** Keeps the answer with the key, in the same transaction. */
  keep(answer: KeptAnswer): void
}

type Asked = { readonly endpoint: AnyEndpoint; readonly principal: Principal; readonly key: string; readonly content: string }

/**
 * The key's row is the first thing its transaction writes: a second request with the same key waits for the
 * first to commit and then reads its answer, whatever process it reached. Keys belong to one caller. The row goes
 * to the database with the first statement of the work; work that only writes sends it together with the answer.
 */
export function claimKey(kernel: Kernel, tx: Tx, asked: Asked): Claim {
  const { crypto, store, clock, sealer } = kernel
  const id = idOf(kernel, asked)
  const contentHash = crypto.sm3(asked.content).toString('hex')
  const rowWith = (status: number, answer: string | null) => ({
    id,
    endpoint: asked.endpoint.id,
    content_hash: contentHash,
    status,
    answer,
    created_at: clock.now(),
  })
  const insert = insertOnceStatement(store, table, rowWith(0, null))
  let confirmed = false
  const write = store.later(insert.sql, insert.params, tx, {
    check: (changed) => {
      if (!insert.made(changed)) throw new KeyUsed()
      confirmed = true
    },
  })
  return {
    id,
    contentHash,
    confirmed: () => confirmed,
    keep({ status, body }) {
      // Answers may hold personal data, so they are kept sealed.
      const sealed = sealer.seal(body.toString(), { table, column: 'answer', row: id })
      if (!write.sent) write.replace(Object.values(rowWith(status, sealed)))
      else store.later(`UPDATE ${table} SET status = ?, answer = ? WHERE id = ?`, [status, sealed, id], tx)
    },
  }
}

/** The answer that was given under this key; undefined when there was none. */
export async function keptAnswer(kernel: Kernel, claim: Pick<Claim, 'id' | 'contentHash'>): Promise<KeptAnswer | undefined> {
  const [kept] = await kernel.store.rows<{ content_hash: string; status: number; answer: string | null }>(
    `SELECT content_hash, status, answer FROM ${table} WHERE id = ?`,
    [claim.id],
  )
  if (!kept) return undefined
  if (kept.status === 0 || kept.answer === null) throw refuse('request.in-flight', { retryAfter: 1 })
  if (kept.content_hash !== claim.contentHash) throw refuse('request.key-reused')
  return { status: kept.status, body: Buffer.from(kernel.sealer.open(kept.answer, { table, column: 'answer', row: claim.id })) }
}

const idOf = ({ crypto }: Kernel, { principal, endpoint, key }: Asked): string =>
  crypto.sm3(`${principal.kind}:${principal.id}|${endpoint.id}|${key}`).toString('hex')

export function readKey(endpoint: AnyEndpoint, header: string | undefined): string | undefined {
  if (endpoint.idempotent !== 'key') return undefined
  if (!header) throw refuse('request.key-missing')
  if (!keyPattern.test(header))
    throw refuse('request.invalid', {
      faults: [{ path: 'header.idempotency-key', zh: '应为 16 到 80 位字母数字', en: '16 to 80 letters and digits' }],
    })
  return header
}
