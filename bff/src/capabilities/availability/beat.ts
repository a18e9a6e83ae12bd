import type { HealthReport } from '../../kernel/health/health.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'

/** How often the house says that it serves, and how long without that counts as an outage. */
export const beatMs = 10_000
export const gapMs = 3 * beatMs

interface Beat {
  readonly since_at: number
  readonly beat_at: number
  readonly failing: string
}

const house = 'house'

export async function lastBeat({ store }: Pick<Kernel, 'store'>): Promise<Beat | undefined> {
  const [row] = await store.rows<Beat>('SELECT since_at, beat_at, failing FROM availability_beats WHERE id = ?', [house])
  return row && { since_at: Number(row.since_at), beat_at: Number(row.beat_at), failing: row.failing }
}

/**
 * One beat. With several processes any of them may beat: the one that moves the row on from where it saw it also
 * writes down the gap before, so a gap is there once. While checks fail nothing beats, but which they are is kept.
 */
export async function beat(kernel: Kernel, { ready, checks }: Pick<HealthReport, 'ready' | 'checks'>): Promise<void> {
  const { store } = kernel
  const now = kernel.clock.now()
  if (!ready) {
    const failing = checks.filter(({ vital, state }) => vital && state === 'bad').map(({ name }) => name)
    await store.run('UPDATE availability_beats SET failing = ? WHERE id = ?', [failing.join(' ').slice(0, 200), house])
    return
  }
  await store.tx(async (tx) => {
    const [before] = await store.rows<Beat>('SELECT since_at, beat_at, failing FROM availability_beats WHERE id = ?', [house], tx)
    if (!before) {
      await insertOnce(store, 'availability_beats', { id: house, since_at: now, beat_at: now, failing: '' }, tx)
      return
    }
    const from = Number(before.beat_at)
    // a clock that was put back tells nothing; the row waits until it is reached again
    if (from >= now) return
    const moved = await store.run(
      "UPDATE availability_beats SET beat_at = ?, failing = '' WHERE id = ? AND beat_at = ?",
      [now, house, from],
      tx,
    )
    if (moved !== 1 || now - from <= gapMs) return
    const cause = before.failing === '' ? 'stopped' : 'failing'
    await insertOnce(store, 'outages', { id: kernel.ids.next(), from_at: from, to_at: now, cause, failing: before.failing, version: 1 }, tx)
  })
}
