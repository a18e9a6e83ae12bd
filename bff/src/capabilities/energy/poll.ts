import { z } from '@liren/contract'
import { getOut, OutgoingRefused } from '../../kernel/adapters/outgoing.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import { keepReadings } from './count.ts'
import { type FeedRow, hostsAllowed, keyAt } from './feeds.ts'
import type { MeterRow, Reading } from './row.ts'

/** What a utility answers: totals in kWh or m³ by the numbers on its meters, a page at a time. */
const answerSchema = z.object({
  readings: z
    .array(
      z.object({
        number: z.string().check(z.minLength(1), z.maxLength(40)),
        total: z.number().check(z.minimum(0), z.maximum(1e12)),
        at: z.iso.datetime({ offset: true }),
      }),
    )
    .check(z.maxLength(1000)),
  next: z.optional(z.nullable(z.string().check(z.maxLength(200)))),
})
type Told = z.infer<typeof answerSchema>['readings']

const mostPages = 50
const mostBytes = 2_000_000
/** Readings of a day may come late. */
const lookBackMs = 2 * 86_400_000

export interface Polled {
  readonly taken: number
  readonly unknown: number
  readonly fault: string | null
}

/** Asks every feed that is on; one that does not answer holds up no other. */
export async function pollFeeds(kernel: Kernel): Promise<void> {
  for (let after = ''; ; ) {
    const feeds = await unscoped<FeedRow>(kernel.store, 'the clock asks utilities for the house', {
      sql: 'SELECT * FROM energy_feeds WHERE is_on = 1 AND id > ? ORDER BY id LIMIT 50',
      params: [after],
    })
    const last = feeds.at(-1)
    if (!last) return
    for (const feed of feeds) {
      const { taken, unknown, fault } = await pollFeed(kernel, feed)
      await kernel.store.run('UPDATE energy_feeds SET polled_at = ?, n_taken = ?, n_unknown = ?, fault = ? WHERE id = ?', [
        ...[fault === null ? kernel.clock.now() : feed.polled_at, taken, unknown, fault, feed.id],
      ])
    }
    after = last.id
  }
}

async function pollFeed(kernel: Kernel, feed: FeedRow): Promise<Polled> {
  let [taken, unknown] = [0, 0]
  const since = Math.max(0, Number(feed.polled_at ?? 0) - lookBackMs)
  try {
    let cursor: string | null | undefined
    for (let page = 0; page < mostPages; page++) {
      const answer = await ask(kernel, feed, since, cursor ?? undefined)
      const kept = await keep(kernel, feed, answer.readings)
      taken += kept.taken
      unknown += kept.unknown
      cursor = answer.next
      if (!cursor) return { taken, unknown, fault: null }
    }
    return { taken, unknown, fault: 'too-many-pages' }
  } catch (error) {
    return { taken, unknown, fault: faultOf(error) }
  }
}

class FeedFault extends Error {}

function faultOf(error: unknown): string {
  if (error instanceof FeedFault) return error.message
  if (error instanceof OutgoingRefused) return error.reason
  const { name, code } = error as { name?: string; code?: string }
  return name === 'TimeoutError' ? 'timeout' : (code ?? 'no-answer').toLowerCase().slice(0, 60)
}

async function ask(kernel: Kernel, feed: FeedRow, since: number, cursor: string | undefined) {
  const url = new URL(feed.url)
  url.searchParams.set('since', new Date(since).toISOString())
  if (cursor !== undefined) url.searchParams.set('cursor', cursor)
  const key = feed.key_sealed === null ? undefined : kernel.sealer.open(feed.key_sealed, { ...keyAt, row: feed.id })
  const { status, text } = await getOut({
    ...{ url: url.href, timeoutMs: 10_000, allowed: hostsAllowed(kernel), mostBytes },
    headers: { accept: 'application/json', ...(key === undefined ? {} : { authorization: `Bearer ${key}` }) },
  })
  if (status !== 200) throw new FeedFault(`status-${status}`)
  const parsed = answerSchema.safeParse(parse(text))
  if (!parsed.success) throw new FeedFault('not-readings')
  return parsed.data
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    throw new FeedFault('not-json')
  }
}

/** Counts the readings of registered meters at the feed's place; a number that nobody registered is only counted. */
async function keep(kernel: Kernel, feed: FeedRow, told: Told): Promise<{ taken: number; unknown: number }> {
  const byNumber = new Map<string, Reading[]>()
  for (const { number, total, at } of told) {
    const list = byNumber.get(number) ?? []
    byNumber.set(number, list)
    list.push({ carrier: feed.carrier, total, rate: null, at: Date.parse(at) })
  }
  if (byNumber.size === 0) return { taken: 0, unknown: 0 }
  return kernel.store.tx(async (tx) => {
    const where = among('number', [...byNumber.keys()])
    const lock = kernel.store.dialect === 'sqlite' ? '' : ' FOR UPDATE'
    const meters = await unscoped<MeterRow>(
      kernel.store,
      'a utility reads the meters of one place, and no others',
      {
        sql: `SELECT * FROM energy_meters WHERE carrier = ? AND ${where.sql} ORDER BY id${lock}`,
        params: [feed.carrier, ...where.params],
      },
      tx,
    )
    // a meter with a device of its own is counted by what that says, once
    const mine = meters.filter((meter) => meter.place_path.startsWith(feed.place_path) && meter.device_id === null)
    const taken = await keepReadings(
      kernel,
      mine.map((meter) => ({ meter, readings: byNumber.get(meter.number) ?? [] })),
      tx,
    )
    return { taken, unknown: byNumber.size - mine.length }
  })
}
