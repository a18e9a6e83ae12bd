import type { Page } from '@liren/contract'
import type { EdgeAnswer, EdgeRefusal, EdgeRequest, RequestAnswer } from '@liren/contract/edge/asks'
import type { EdgeRequestView } from '@liren/contract/edge/endpoints'
import { releasedModels } from '../../../engines/thing/index.ts'
import { refuse } from '../../../kernel/errors.ts'
import type { Scope } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { combine } from '../../../kernel/store/condition.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { devicesWhere, type KnownDevice, readShadow } from '../../device/read.ts'
import { detectIn, historyOf } from './history.ts'
import { iso, ofNode } from './row.ts'

interface RequestRow {
  readonly id: string
  readonly content: string
  readonly answer: string | null
  readonly refusal: EdgeRefusal | null
  readonly asked_at: number
}

export const hourMs = 3_600_000
/** So many questions of one node an hour; beyond that it is refused and nothing is reckoned or kept. */
export const mostInAnHour = 120
const mostValues = 200

const answered = (row: Pick<RequestRow, 'answer' | 'refusal'>, id: string): RequestAnswer => ({
  id,
  answer: row.answer === null ? null : (JSON.parse(row.answer) as EdgeAnswer),
  refusal: row.refusal,
})

/** Answers what a node asks: once for each of its own numbers, for its own devices, and only while it may ask. */
export async function answerRequest(
  kernel: Kernel,
  bridgeId: string,
  asked: { id: string; request: EdgeRequest },
  now: number,
  tx: Tx,
): Promise<RequestAnswer & { isNew: boolean }> {
  // The node's row is held, so that its questions are counted one after the other.
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const [node] = await kernel.store.rows<{ may_ask: number }>(`SELECT may_ask FROM bridges WHERE id = ?${lock}`, [bridgeId], tx)
  const known = 'SELECT answer, refusal FROM edge_requests WHERE bridge_id = ? AND request_key = ?'
  const [before] = await ofNode<RequestRow>(kernel, known, [bridgeId, asked.id], tx)
  if (before) return { ...answered(before, asked.id), isNew: false }
  const count = 'SELECT COUNT(*) AS n FROM edge_requests WHERE bridge_id = ? AND asked_at > ?'
  const [lately] = await ofNode<{ n: number }>(kernel, count, [bridgeId, now - hourMs], tx)
  if (Number(lately?.n) >= mostInAnHour) return { id: asked.id, answer: null, refusal: 'too-many', isNew: false }
  const own = { sql: "code = ? AND bridge_id = ? AND stage <> 'retired'", params: [asked.request.device, bridgeId] }
  const [device] = await devicesWhere(kernel, own, 1, tx)
  const told = await reckon(kernel, node?.may_ask === 1, device, asked.request, now, tx)
  const row = {
    answer: 'answer' in told ? JSON.stringify(told.answer) : null,
    refusal: 'refusal' in told ? told.refusal : null,
  }
  await insertOnce(
    kernel.store,
    'edge_requests',
    {
      ...{
        id: kernel.ids.next(),
        bridge_id: bridgeId,
        place_path: device?.placePath ?? null,
        request_key: asked.id,
        kind: asked.request.kind,
        asked_at: now,
      },
      ...{ content: JSON.stringify(asked.request), ...row },
    },
    tx,
  )
  return { ...answered(row, asked.id), isNew: true }
}

async function reckon(
  kernel: Kernel,
  mayAsk: boolean,
  device: KnownDevice | undefined,
  request: EdgeRequest,
  now: number,
  tx: Tx,
): Promise<{ readonly answer: EdgeAnswer } | { readonly refusal: EdgeRefusal }> {
  if (!mayAsk) return { refusal: 'not-allowed' }
  if (!device) return { refusal: 'not-yours' }
  if (request.kind === 'device.last') {
    const { reported } = await readShadow(kernel, device.id, tx)
    const values = Object.entries(reported)
      .slice(0, mostValues)
      .map(([property, { v, at }]) => ({ property, value: v, at }))
    return { answer: { kind: 'device.last', values } }
  }
  const model = (await releasedModels(kernel, device.productId === null ? [] : [device.productId], tx)).get(device.productId ?? '')
  const property = model?.properties.find(
    ({ from }) => from?.event === request.type && from.field === request.path && from.part === undefined,
  )
  if (!property) return { refusal: 'unknown-measure' }
  const measured = { deviceId: device.id, property: property.code, days: request.days }
  if (request.kind === 'history.summary') return { answer: await historyOf(kernel, measured, now, tx) }
  return { answer: await detectIn(kernel, { ...measured, above: request.above, below: request.below }, now, tx) }
}

export async function listRequests(
  kernel: Kernel,
  bridgeId: string,
  scope: Scope,
  query: { cursor?: string | undefined; limit?: number | undefined },
): Promise<Page<EdgeRequestView>> {
  const limit = query.limit ?? 20
  const keys = keyset(query, ['id desc'], { bridge: bridgeId })
  const where = combine('AND', [
    { sql: 'bridge_id = ?', params: [bridgeId] },
    // of a device that is none of this node's nothing is told but its code
    combine('OR', [underPlaces('place_path', scope.places), { sql: 'place_path IS NULL', params: [] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<RequestRow>(kernel.store, scope, 'edge_requests', {
    sql: `SELECT id, content, answer, refusal, asked_at FROM edge_requests WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return {
    ...page,
    items: page.items.map((row) => {
      const { answer, refusal } = answered(row, row.id)
      return { id: row.id, request: JSON.parse(row.content) as EdgeRequest, answer, refusal, askedAt: iso(row.asked_at) }
    }),
  }
}

/** Lets a node ask, or no longer, by whoever has seen it in its present version. */
export async function allowRequests(kernel: Kernel, code: string, body: { mayAsk: boolean; version: number }, tx: Tx): Promise<void> {
  const changed = await kernel.store.run(
    'UPDATE bridges SET may_ask = ?, version = version + 1 WHERE code = ? AND version = ? AND removed_at IS NULL',
    [body.mayAsk, code, body.version],
    tx,
  )
  if (changed !== 1) throw refuse('stale')
}
