import type { Kernel } from '../../kernel/kernel.ts'
import { among, type Condition, combine } from '../../kernel/store/condition.ts'
import type { Tx } from '../../kernel/store/store.ts'
import type { Pane } from './shape.ts'

export interface Head {
  readonly mark: number | undefined
  readonly taken: number
  readonly late: number
  readonly dropped: number
  readonly ahead: number
}

export interface KnownResult {
  readonly value: number | null
  readonly points: number
  readonly devices: number
  readonly revision: number
  readonly late: number
  readonly dropped: number
  readonly writtenAt: number
  readonly correctedAt: number | null
}

/** So many ranges are asked for at once. */
const perQuestion = 100

async function inParts<T>(all: readonly T[], read: (part: readonly T[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < all.length; from += perQuestion) await read(all.slice(from, from + perQuestion))
}

/**
 * How far devices and places have come, locked in the order of their key: of windows over a place the heads of all its
 * devices, of the others those of the devices that speak.
 */
export async function readHeads(
  kernel: Kernel,
  places: readonly string[],
  own: { readonly streams: readonly string[]; readonly devices: readonly string[] },
  tx: Tx,
): Promise<Map<string, Map<string, Head>>> {
  const parts: Condition[] = []
  if (places.length > 0) parts.push(among('stream_id', places))
  if (own.streams.length > 0) parts.push(combine('AND', [among('stream_id', own.streams), among('device_id', own.devices)]))
  const where = combine('OR', parts)
  const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
  const rows = await kernel.store.rows<{ stream_id: string; device_id: string; mark_at: number | null } & Record<keyof Head, number>>(
    `SELECT stream_id, device_id, mark_at, taken, late, dropped, ahead FROM stream_heads WHERE ${where.sql} ORDER BY stream_id, device_id${lock}`,
    where.params,
    tx,
  )
  const heads = new Map<string, Map<string, Head>>()
  for (const row of rows) {
    const of = heads.get(row.stream_id) ?? new Map<string, Head>()
    heads.set(row.stream_id, of)
    of.set(row.device_id, {
      mark: row.mark_at === null ? undefined : Number(row.mark_at),
      ...{ taken: Number(row.taken), late: Number(row.late), dropped: Number(row.dropped), ahead: Number(row.ahead) },
    })
  }
  return heads
}

/** A stretch of one window: of one device, or of all. */
export interface Stretch {
  readonly streamId: string
  readonly deviceId: string | undefined
  readonly from: number
  readonly until: number
}

const within = (column: string, { streamId, deviceId, from, until }: Stretch): Condition => ({
  sql: `stream_id = ? ${deviceId === undefined ? '' : 'AND device_id = ? '}AND ${column} >= ? AND ${column} < ?`,
  params: [streamId, ...(deviceId === undefined ? [] : [deviceId]), from, until],
})

interface PaneRow {
  readonly stream_id: string
  readonly device_id: string
  readonly start_at: number
  readonly points: number
  readonly total: number
  readonly least: number
  readonly most: number
  readonly first_at: number
  readonly first_value: number
  readonly last_at: number
  readonly last_value: number
}

/** The steps that lie in these stretches, with the window that they belong to. */
export async function readPanes(kernel: Kernel, stretches: readonly Stretch[], tx: Tx): Promise<{ streamId: string; pane: Pane }[]> {
  const found: { streamId: string; pane: Pane }[] = []
  await inParts(stretches, async (part) => {
    const where = combine(
      'OR',
      part.map((one) => within('start_at', one)),
    )
    const rows = await kernel.store.rows<PaneRow>(`SELECT * FROM stream_panes WHERE ${where.sql}`, where.params, tx)
    for (const row of rows)
      found.push({
        streamId: row.stream_id,
        pane: {
          ...{ deviceId: row.device_id, start: Number(row.start_at), points: Number(row.points), total: Number(row.total) },
          ...{ least: Number(row.least), most: Number(row.most), firstAt: Number(row.first_at), first: Number(row.first_value) },
          ...{ lastAt: Number(row.last_at), last: Number(row.last_value) },
        },
      })
  })
  return found
}

export const paneRow = (streamId: string, pane: Pane) => ({
  ...{ stream_id: streamId, device_id: pane.deviceId, start_at: pane.start, points: pane.points, total: pane.total },
  ...{ least: pane.least, most: pane.most, first_at: pane.firstAt, first_value: pane.first },
  ...{ last_at: pane.lastAt, last_value: pane.last },
})

export const resultKey = (streamId: string, deviceId: string, end: number): string => `${streamId} ${deviceId} ${end}`

interface ResultRow extends Record<'points' | 'device_count' | 'revision' | 'late' | 'dropped' | 'written_at' | 'end_at', number> {
  readonly stream_id: string
  readonly device_id: string
  readonly value: number | null
  readonly corrected_at: number | null
}

/** What is written of the windows that end in these stretches. */
export async function readResults(kernel: Kernel, stretches: readonly Stretch[], tx: Tx): Promise<Map<string, KnownResult>> {
  const found = new Map<string, KnownResult>()
  await inParts(stretches, async (part) => {
    const where = combine(
      'OR',
      part.map((one) => within('end_at', one)),
    )
    const rows = await kernel.store.rows<ResultRow>(`SELECT * FROM stream_results WHERE ${where.sql}`, where.params, tx)
    for (const row of rows)
      found.set(resultKey(row.stream_id, row.device_id, Number(row.end_at)), {
        ...{ value: row.value === null ? null : Number(row.value), points: Number(row.points), devices: Number(row.device_count) },
        ...{ revision: Number(row.revision), late: Number(row.late), dropped: Number(row.dropped) },
        ...{ writtenAt: Number(row.written_at), correctedAt: row.corrected_at === null ? null : Number(row.corrected_at) },
      })
  })
  return found
}

export const resultRow = (streamId: string, deviceId: string, end: number, one: KnownResult) => ({
  ...{ stream_id: streamId, device_id: deviceId, end_at: end, value: one.value, points: one.points, device_count: one.devices },
  ...{ revision: one.revision, late: one.late, dropped: one.dropped, written_at: one.writtenAt, corrected_at: one.correctedAt },
})
