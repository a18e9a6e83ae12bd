import type { QueryOf } from '@liren/contract'
import type {
  GovReport,
  GovScene,
  GovSubject,
  GovTrace,
  govActions,
  govdataEndpoints,
  govOutcomes,
} from '@liren/contract/capabilities/govdata'
import { namesOf } from '../../kernel/identity/directory.ts'
import { iso } from '../../kernel/iso.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { combine } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { keyset } from '../../kernel/store/page.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { allItems, type ItemRow } from './row.ts'

interface Line {
  readonly action: (typeof govActions)[number]
  readonly scene: GovScene
  readonly reason: string
  readonly actorId: string
  readonly fileId: string
  readonly outcome: (typeof govOutcomes)[number]
  readonly why?: string | undefined
}

/** One line for each look at an item, whatever came of it. */
export async function trace(kernel: Kernel, item: ItemRow, line: Line, tx?: Tx): Promise<void> {
  const { action, scene, reason, actorId, fileId, outcome, why } = line
  const row = {
    ...{ id: kernel.ids.next(), item_id: item.id, action, scene, reason, actor_id: actorId, subject: item.subject, file_id: fileId },
    ...{ auth_number: item.auth_number, outcome, why: why?.slice(0, 40) ?? null, done_at: kernel.clock.now() },
  }
  await insertOnce(kernel.store, 'govdata_traces', row, tx)
}

interface TraceRow {
  readonly id: string
  readonly item_id: string
  readonly action: GovTrace['action']
  readonly scene: GovScene | null
  readonly reason: string
  readonly actor_id: string | null
  readonly subject: GovSubject
  readonly file_id: string | null
  readonly auth_number: string | null
  readonly outcome: GovTrace['outcome']
  readonly why: string | null
  readonly done_at: number
}

/** The latest first, of one item or of all. */
export async function pageOfTraces(kernel: Kernel, query: QueryOf<typeof govdataEndpoints.trace>) {
  const limit = query.limit ?? 20
  const items = new Map((await allItems(kernel)).map((item) => [item.id, item]))
  const wanted = [...items.values()].find(({ code }) => code === query.item)
  if (query.item !== undefined && !wanted) return { items: [] }
  const keys = keyset(query, ['id desc'], { item: query.item ?? '' })
  const where = combine('AND', [...(wanted ? [{ sql: 'item_id = ?', params: [wanted.id] }] : []), keys.seek()])
  const rows = await kernel.store.rows<TraceRow>(
    `SELECT * FROM govdata_traces WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
    where.params,
  )
  const page = keys.page(rows, limit, (row) => [row.id])
  const names = await namesOf(
    kernel,
    page.items.flatMap(({ actor_id }) => actor_id ?? []),
  )
  return {
    ...page,
    items: page.items.map((row): GovTrace => {
      const item = items.get(row.item_id)
      return {
        ...{ id: row.id, item: item?.code ?? '', name: item?.name ?? '', action: row.action, scene: row.scene, reason: row.reason },
        ...{ who: row.actor_id === null ? null : (names.get(row.actor_id) ?? ''), subject: row.subject, fileId: row.file_id },
        ...{ authorisation: row.auth_number, outcome: row.outcome, why: row.why, at: iso(Number(row.done_at)) },
      }
    }),
  }
}

interface Sum {
  readonly item_id: string
  readonly uses: number
  readonly refused: number
  readonly pulls: number
  readonly askers: number
  readonly last_at: number | null
}

/** How often each item was used, refused and pulled between two moments, and by how many people. */
export async function reportOf(kernel: Kernel, from: number, to: number): Promise<GovReport[]> {
  const sums = await kernel.store.rows<Sum>(
    `SELECT item_id, SUM(CASE WHEN action = 'use' AND outcome = 'done' THEN 1 ELSE 0 END) AS uses,
       SUM(CASE WHEN outcome = 'refused' THEN 1 ELSE 0 END) AS refused,
       SUM(CASE WHEN action = 'pull' AND outcome = 'done' THEN 1 ELSE 0 END) AS pulls,
       COUNT(DISTINCT actor_id) AS askers, MAX(done_at) AS last_at
     FROM govdata_traces WHERE done_at >= ? AND done_at < ? GROUP BY item_id`,
    [from, to],
  )
  const by = new Map(sums.map((sum) => [sum.item_id, sum]))
  return (await allItems(kernel)).map(({ id, code, name }) => {
    const sum = by.get(id)
    return {
      ...{ item: code, name, uses: Number(sum?.uses ?? 0), refused: Number(sum?.refused ?? 0), pulls: Number(sum?.pulls ?? 0) },
      ...{ people: Number(sum?.askers ?? 0), lastAt: sum?.last_at == null ? null : iso(Number(sum.last_at)) },
    }
  })
}
