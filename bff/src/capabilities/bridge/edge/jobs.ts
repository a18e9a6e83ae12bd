import type { BodyOf, QueryOf } from '@liren/contract'
import { type EdgeJobDetail, type EdgeJobSummary, type edgeEndpoints, edgeErrors } from '@liren/contract/edge/endpoints'
import { type EdgeLimits, type EdgeOrder, edgeStates, isEdgeEnd } from '@liren/contract/edge/jobs'
import { nextNumber } from '../../../engines/thing/index.ts'
import { refuse, refuseWith } from '../../../kernel/errors.ts'
import type { Principal } from '../../../kernel/http/route.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import { among, combine } from '../../../kernel/store/condition.ts'
import { insertOnce } from '../../../kernel/store/insert-once.ts'
import { keyset } from '../../../kernel/store/page.ts'
import { scopedRows } from '../../../kernel/store/scope.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { devicesWhere } from '../../device/read.ts'
import { compileWish, numberOf } from './compile.ts'
import { addStep, columns, findJob, iso, type JobRow, nodeId, ofNode, presentJob, type Reader, withinReach } from './row.ts'

/** Channel of the bus on which a waiting bridge is woken. */
export const jobChannel = 'edge-jobs'

type Start = BodyOf<(typeof edgeEndpoints)['startJob']>
interface Writer extends Reader {
  readonly principal: Principal
  readonly now: number
  readonly tx: Tx
}

/** More than this wait for one node at a time only when something is wrong with it. */
const mostOpen = 10
const usualTtlSeconds = 300
const listensMs = 15_000
/** Time enough for what the kind does, and for what a small machine can hold. */
const usualLimits = ({ kind, values }: EdgeOrder): EdgeLimits => ({
  ms: kind === 'devices.answer' ? values.seconds * 1000 + listensMs : 30_000,
  readings: 50_000,
})

export async function startJob(kernel: Kernel, code: string, body: Start, writer: Writer): Promise<EdgeJobSummary & { bridgeId: string }> {
  const { now, tx, principal } = writer
  const bridgeId = await nodeId(kernel, code, tx)
  // The number is taken first: its row is held until we are done, so that two at once are counted one after the other.
  const sequence = await nextNumber(kernel.store, `edge-jobs:${bridgeId}`, tx)
  const open = among(
    'state',
    edgeStates.filter((state) => !isEdgeEnd(state)),
  )
  const count = `SELECT COUNT(*) AS n FROM edge_jobs WHERE bridge_id = ? AND ${open.sql}`
  const [busy] = await ofNode<{ n: number }>(kernel, count, [bridgeId, ...open.params], tx)
  if (Number(busy?.n) >= mostOpen) throw refuseWith(edgeErrors, 'bridge.job-busy')
  const { order, placePath } = await compileWish(kernel, bridgeId, body.wish, writer)
  const limits = body.limits ?? usualLimits(order)
  const id = kernel.ids.next()
  const expiresAt = now + (body.ttlSeconds ?? usualTtlSeconds) * 1000
  const property = 'property' in body.wish ? body.wish.property : null
  const size = 'of' in order.values ? order.values.of.length : order.values.devices.length
  const isMade = await insertOnce(
    kernel.store,
    'edge_jobs',
    {
      ...{
        id,
        bridge_id: bridgeId,
        place_path: placePath,
        kind: order.kind,
        property,
        device_count: size,
        content: JSON.stringify(order.values),
        sequence,
        state: 'waiting',
      },
      ...{ limit_ms: limits.ms, limit_readings: limits.readings, asked_by: principal.id, asked_name: principal.name },
      ...{ issued_at: now, expires_at: expiresAt, ends_at: expiresAt + limits.ms },
    },
    tx,
  )
  if (!isMade) throw refuse('conflict')
  await addStep(kernel, id, 'waiting', now, tx)
  return { ...presentJob(await findJob(kernel, id, writer, tx)), bridgeId }
}

export async function listJobs(kernel: Kernel, bridgeId: string, reader: Reader, query: QueryOf<(typeof edgeEndpoints)['jobs']>) {
  const { cursor, limit = 20, state } = query
  const keys = keyset({ cursor }, ['id desc'], { bridge: bridgeId, state })
  const where = combine('AND', [
    { sql: 'bridge_id = ?', params: [bridgeId] },
    withinReach(reader),
    ...(state === undefined ? [] : [{ sql: 'state = ?', params: [state] }]),
    keys.seek(),
  ])
  const rows = await scopedRows<JobRow>(kernel.store, reader.scope, 'edge_jobs', {
    sql: `SELECT ${columns} FROM edge_jobs WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    params: where.params,
  })
  const page = keys.page(rows, limit, (row) => [row.id])
  return { ...page, items: page.items.map(presentJob) }
}

export async function readJob(kernel: Kernel, id: string, reader: Reader): Promise<EdgeJobDetail> {
  const row = await findJob(kernel, id, reader)
  const steps = await kernel.store.rows<{ state: JobRow['state']; at: number }>(
    'SELECT state, at FROM edge_job_steps WHERE job_id = ? ORDER BY id LIMIT 20',
    [id],
  )
  const order = { kind: row.kind, values: JSON.parse(row.content) } as EdgeOrder
  const codes = 'of' in order.values ? order.values.of.map(({ device }) => device) : order.values.devices
  const named = await devicesWhere(kernel, among('code', codes), codes.length)
  return {
    ...{ job: presentJob(row), property: row.property, order, result: row.result === null ? null : JSON.parse(row.result) },
    number: await numberOf(kernel, named, row.property),
    limits: { ms: Number(row.limit_ms), readings: Number(row.limit_readings) },
    steps: steps.map(({ state, at }) => ({ state, at: iso(at) })),
    names: Object.fromEntries(named.map(({ code, name }) => [code, name])),
  }
}

/** One that the node never asked for ends here and now; of any other the node is told, and its own word ends it. */
export async function cancelJob(kernel: Kernel, id: string, writer: Writer): Promise<EdgeJobSummary & { bridgeId: string }> {
  const { now, tx } = writer
  const row = await findJob(kernel, id, writer, tx)
  if (isEdgeEnd(row.state)) throw refuseWith(edgeErrors, 'bridge.job-over')
  if (row.state === 'waiting') {
    const sql = "UPDATE edge_jobs SET state = 'cancelled', cancel_at = ?, ended_at = ?, ended_by = 'house' WHERE id = ?"
    await kernel.store.run(sql, [now, now, id], tx)
    await addStep(kernel, id, 'cancelled', now, tx)
  } else if (row.cancel_at === null) await kernel.store.run('UPDATE edge_jobs SET cancel_at = ? WHERE id = ?', [now, id], tx)
  return { ...presentJob(await findJob(kernel, id, writer, tx)), bridgeId: row.bridge_id }
}
