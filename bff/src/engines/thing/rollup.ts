import { dayOf, startOfDay } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { upsertRows } from '../../kernel/store/upsert.ts'
import { hourMs } from './points.ts'

const dayMs = 86_400_000

/** How long each kind is kept. Sums by day stay until the device's estate is taken down. */
export const keepMs = { points: 30 * dayMs, minute: 90 * dayMs, hour: 3 * 365 * dayMs } as const

interface Sum {
  points: number
  total: number
  least: number
  most: number
}

const add = (sum: Sum | undefined, other: Sum): Sum =>
  sum === undefined
    ? { ...other }
    : {
        ...{ points: sum.points + other.points, total: sum.total + other.total },
        ...{ least: Math.min(sum.least, other.least), most: Math.max(sum.most, other.most) },
      }

interface Mark {
  readonly series_id: number
  readonly hour_at: number
  readonly marks: number
}

/** Adds up the hours whose points changed: minutes and hour from the points, the day from its hours. */
export async function rollUp(kernel: Kernel, limit = 500): Promise<number> {
  const marks = await kernel.store.rows<Mark>(
    `SELECT series_id, hour_at, marks FROM device_stale_hours ORDER BY series_id, hour_at LIMIT ${Math.trunc(limit)}`,
  )
  for (const mark of marks)
    await kernel.store.tx(async (tx) => {
      const id = Number(mark.series_id)
      const hour = Number(mark.hour_at)
      // A point that arrives meanwhile marks the hour again, and this row stays for the next round.
      const mine = await kernel.store.run(
        'DELETE FROM device_stale_hours WHERE series_id = ? AND hour_at = ? AND marks = ?',
        [id, hour, mark.marks],
        tx,
      )
      if (mine !== 1) return
      await rollHour(kernel, id, hour, tx)
      await rollDay(kernel, id, hour, tx)
    })
  return marks.length
}

async function rollHour(kernel: Kernel, id: number, hour: number, tx: Tx): Promise<void> {
  const points = await kernel.store.rows<{ at: number; value: number }>(
    'SELECT at, value FROM device_points WHERE series_id = ? AND at >= ? AND at < ?',
    [id, hour, hour + hourMs],
    tx,
  )
  const sums = new Map<string, { step: number; start: number; sum: Sum }>()
  for (const { at, value } of points)
    for (const [step, start] of [
      [60, Number(at) - (Number(at) % 60_000)],
      [3600, hour],
    ] as const) {
      const one = Number(value)
      const key = `${step} ${start}`
      sums.set(key, { step, start, sum: add(sums.get(key)?.sum, { points: 1, total: one, least: one, most: one }) })
    }
  // The points of so old an hour were cleared away: what came late is added to what was added up then.
  const closed = await kernel.store.rows(
    'SELECT series_id FROM device_rollups WHERE series_id = ? AND step = 3600 AND start_at = ? AND is_closed = 1',
    [id, hour],
    tx,
  )
  if (closed.length > 0) {
    const before = await kernel.store.rows<{ step: number; start_at: number } & Sum>(
      'SELECT step, start_at, points, total, least, most FROM device_rollups WHERE series_id = ? AND step < 86400 AND start_at >= ? AND start_at < ?',
      [id, hour, hour + hourMs],
      tx,
    )
    for (const row of before) {
      const key = `${row.step} ${Number(row.start_at)}`
      const known = sums.get(key)
      if (known) known.sum = add(known.sum, row)
    }
    await kernel.store.run('DELETE FROM device_points WHERE series_id = ? AND at >= ? AND at < ?', [id, hour, hour + hourMs], tx)
  }
  await writeSums(kernel, id, [...sums.values()], tx)
}

async function rollDay(kernel: Kernel, id: number, hour: number, tx: Tx): Promise<void> {
  const zone = kernel.config.LIREN_TIME_ZONE
  const start = startOfDay(dayOf(hour, zone), zone)
  const end = startOfDay(dayOf(start + dayMs + 2 * hourMs, zone), zone)
  const [row] = await kernel.store.rows<{ n: number | null } & Omit<Sum, 'points'>>(
    'SELECT SUM(points) AS n, SUM(total) AS total, MIN(least) AS least, MAX(most) AS most FROM device_rollups WHERE series_id = ? AND step = 3600 AND start_at >= ? AND start_at < ?',
    [id, start, end],
    tx,
  )
  if (row?.n === null || row === undefined) return
  const sum = { points: Number(row.n), total: Number(row.total), least: Number(row.least), most: Number(row.most) }
  await writeSums(kernel, id, [{ step: 86_400, start, sum }], tx)
}

const writeSums = (kernel: Kernel, id: number, sums: readonly { step: number; start: number; sum: Sum }[], tx: Tx): Promise<void> =>
  upsertRows(
    kernel.store,
    'device_rollups',
    ['series_id', 'step', 'start_at'],
    sums.map(({ step, start, sum }) => ({
      ...{ series_id: id, step, start_at: start, points: sum.points },
      ...{ total: sum.total, least: sum.least, most: sum.most },
    })),
    tx,
  )

/** Clears away what was kept long enough, some series at a time. Points whose hour still waits to be added up stay. */
export async function forgetOld(kernel: Kernel, now: number): Promise<void> {
  const { store } = kernel
  const cutoff = now - keepMs.points - ((now - keepMs.points) % hourMs)
  for (let after = 0; ; ) {
    const some = await store.rows<{ id: number }>('SELECT id FROM device_series WHERE id > ? ORDER BY id LIMIT 200', [after])
    const last = some.at(-1)
    if (!last) return
    const range = [after, Number(last.id)]
    await store.tx(async (tx) => {
      const waiting = 'SELECT series_id FROM device_stale_hours WHERE series_id > ? AND series_id <= ? AND hour_at < ? LIMIT 1'
      if ((await store.rows(waiting, [...range, cutoff], tx)).length > 0) return
      await store.run(
        'UPDATE device_rollups SET is_closed = 1 WHERE series_id > ? AND series_id <= ? AND step = 3600 AND start_at < ? AND is_closed = 0',
        [...range, cutoff],
        tx,
      )
      await store.run('DELETE FROM device_points WHERE series_id > ? AND series_id <= ? AND at < ?', [...range, cutoff], tx)
      for (const [step, kept] of [
        [60, keepMs.minute],
        [3600, keepMs.hour],
      ] as const)
        await store.run(
          'DELETE FROM device_rollups WHERE series_id > ? AND series_id <= ? AND step = ? AND start_at < ?',
          [...range, step, now - kept],
          tx,
        )
    })
    after = Number(last.id)
  }
}
