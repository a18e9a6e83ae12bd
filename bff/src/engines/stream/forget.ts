import type { Kernel } from '../../kernel/kernel.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { whole } from './shape.ts'

const dayMs = 86_400_000

/** How long figures are kept. */
export const resultDays = 180
const perRound = 200

interface HeadRow {
  readonly stream_id: string
  readonly device_id: string
  readonly mark_at: number | null
  readonly per: 'device' | 'place'
  readonly is_removed: number
  readonly length_seconds: number
  readonly lateness_seconds: number
}

/**
 * Clears away steps that no window can look at any more, figures that were kept long enough, and everything of windows
 * that were deleted. Small transactions, each of which may be the last before a crash.
 */
export async function forgetStreams(kernel: Kernel, now: number): Promise<number> {
  const { store } = kernel
  let gone = 0
  for (let after = ['', '']; ; ) {
    const heads = await unscoped<HeadRow>(store, 'what is old goes wherever it stands', {
      sql: `SELECT h.stream_id, h.device_id, h.mark_at, s.per, s.is_removed, s.length_seconds, s.lateness_seconds
       FROM stream_heads h JOIN streams s ON s.id = h.stream_id
       WHERE (h.stream_id = ? AND h.device_id > ?) OR h.stream_id > ? ORDER BY h.stream_id, h.device_id LIMIT ${perRound}`,
      params: [after[0] as string, after[1] as string, after[0] as string],
    })
    const last = heads.at(-1)
    if (!last) return gone
    for (const head of heads) gone += await forgetOf(kernel, head, now)
    after = [last.stream_id, last.device_id]
  }
}

async function forgetOf({ store }: Kernel, head: HeadRow, now: number): Promise<number> {
  const of = [head.stream_id, head.device_id]
  const isWhole = head.device_id === whole
  if (head.is_removed === 1) {
    const panes = await store.run('DELETE FROM stream_panes WHERE stream_id = ? AND device_id = ?', of)
    const results = await store.run('DELETE FROM stream_results WHERE stream_id = ? AND device_id = ?', of)
    return panes + results + (await store.run('DELETE FROM stream_heads WHERE stream_id = ? AND device_id = ?', of))
  }
  let gone = 0
  // Steps below a window over a place go by how far the place has come, those of one device by its own word.
  if (head.mark_at !== null && (isWhole || head.per === 'device')) {
    const until = Number(head.mark_at) - (Number(head.length_seconds) + Number(head.lateness_seconds)) * 1000
    const where = isWhole ? 'stream_id = ?' : 'stream_id = ? AND device_id = ?'
    const params = isWhole ? [head.stream_id] : of
    gone += await store.run(`DELETE FROM stream_panes WHERE ${where} AND start_at < ?`, [...params, until])
  }
  if (isWhole || head.per === 'device')
    gone += await store.run('DELETE FROM stream_results WHERE stream_id = ? AND device_id = ? AND end_at < ?', [
      ...of,
      now - resultDays * dayMs,
    ])
  return gone
}
