import { hash } from 'node:crypto'
import { type AnyEndpoint, type CacheRule, groupOf } from '@liren/contract'
import type { Context } from 'koa'
import { AppError } from '../errors.ts'
import type { Principal } from '../http/route.ts'
import type { Kernel } from '../kernel.ts'
import type { CacheEntry } from '../ports/ports.ts'
import { etagOf } from './conditional.ts'

export interface CachedAnswer {
  readonly body: Buffer
  readonly etag: string
  /** Seconds since it was read from the store. */
  readonly age: number
  /** Served although the store could not be asked for a newer one. */
  readonly stale: boolean
}

/** How long a caller who could be given an older answer waits for a newer one. */
const patienceMs = 2000
/** After a failed renewal the store is left alone for this long, per answer. */
const restMs = 1000
const maxFailing = 10_000

type Tools = Pick<Kernel, 'cache' | 'clock' | 'log' | 'metrics'>

/** Reads through the cache: fresh from memory, older while it is renewed behind, older still while the store is away. */
export function createCachedReads({ cache, clock, log, metrics }: Tools) {
  // One read per answer and state of its tags: whoever asks after a write does not join a read from before it.
  const flights = new Map<string, Promise<CacheEntry>>()
  const failedAt = new Map<string, number>()

  const read = (key: string, rule: CacheRule, tags: string[], mark: string, produce: () => Promise<string>): Promise<CacheEntry> => {
    const name = `${key} ${mark}`
    const flying = flights.get(name)
    if (flying) return flying
    const flight = (async () => {
      try {
        const entry = { value: await produce(), storedAt: clock.now(), tags }
        failedAt.delete(key)
        await cache.set(key, entry, rule.fresh + rule.stale, mark)
        return entry
      } catch (error) {
        if (isOutage(error)) noteFailure(key)
        throw error
      } finally {
        flights.delete(name)
      }
    })()
    flights.set(name, flight)
    return flight
  }

  const noteFailure = (key: string) => {
    if (failedAt.size >= maxFailing) failedAt.clear()
    failedAt.set(key, clock.now())
  }

  const answer = (entry: CacheEntry, stale: boolean, result: string): CachedAnswer => {
    metrics.cacheRead.inc({ result })
    const age = Math.max(0, Math.floor((clock.now() - entry.storedAt) / 1000))
    return { ...leavingAs(entry), age, stale }
  }

  /** `key` names the answer and whom it is for; `tags` are what a write invalidates. */
  return async (key: string, rule: CacheRule, tags: string[], produce: () => Promise<string>): Promise<CachedAnswer> => {
    const found = await cache.get(key)
    if (found && clock.now() - found.storedAt < rule.fresh * 1000) return answer(found, false, 'fresh')
    const failed = failedAt.get(key)
    const resting = failed !== undefined && clock.now() - failed < restMs
    if (found) {
      if (!resting) {
        const renewal = read(key, rule, tags, await cache.mark(tags), produce)
        renewal.catch((error: unknown) => log.warn({ err: error, key }, 'a cached answer could not be renewed'))
      }
      return answer(found, failed !== undefined, failed === undefined ? 'renewing' : 'outage')
    }
    const last = await cache.last(key)
    if (last && resting) return answer(last, true, 'outage')
    try {
      const mark = await cache.mark(tags)
      const reading = read(key, rule, tags, mark, produce)
      return answer(last ? await within(reading, clock) : await reading, false, 'miss')
    } catch (error) {
      if (!last || !isOutage(error)) throw error
      noteFailure(key)
      log.warn({ err: error, key }, 'served an older answer')
      return answer(last, true, 'outage')
    }
  }
}

const leaving = new WeakMap<CacheEntry, Pick<CachedAnswer, 'body' | 'etag'>>()

/** Made once for as long as the entry is kept in this process. */
function leavingAs(entry: CacheEntry): Pick<CachedAnswer, 'body' | 'etag'> {
  let made = leaving.get(entry)
  if (!made) {
    made = { body: Buffer.from(entry.value), etag: etagOf(entry.value) }
    leaving.set(entry, made)
  }
  return made
}

/** A refusal is an answer about this caller; only trouble of our own is bridged with an older answer. */
const isOutage = (error: unknown): boolean => !(error instanceof AppError) || error.status >= 500

async function within<T>(work: Promise<T>, clock: Kernel['clock']): Promise<T> {
  const waiting = new AbortController()
  const late = clock.sleep(patienceMs, waiting.signal).then(() => {
    throw new Error('the store takes too long')
  })
  late.catch(() => {})
  try {
    return await Promise.race([work, late])
  } finally {
    waiting.abort()
    work.catch(() => {})
  }
}

/** Who may share an answer: everybody; those with exactly the same rights at the same places; or the caller alone. */
export function audienceOf(vary: CacheRule['vary'], principal: Principal): string {
  if (vary === 'public') return 'public'
  if (vary === 'subject') return `subject:${principal.kind}:${principal.id}:${principal.end}:${rightsOf(principal)}`
  return `place:${rightsOf(principal)}`
}

const known = new WeakMap<Principal, string>()

/** A digest of everything that decides what a caller gets to see. */
function rightsOf(principal: Principal): string {
  const before = known.get(principal)
  if (before !== undefined) return before
  const parts = [
    [principal.kind, principal.end, principal.exclusive ?? ''],
    principal.grants.map((grant) => `${grant.permission} ${grant.range} ${grant.placePath}`).sort(),
    [...principal.permissions].sort(),
    [...principal.fieldRules].map(([key, rule]) => `${key} ${rule}`).sort(),
    [...principal.houseIds].sort(),
  ]
  const digest = hash('sha256', JSON.stringify(parts), 'base64url')
  known.set(principal, digest)
  return digest
}

/** The same question always has the same key, in whatever order its parts were written. */
export function cacheKey(endpoint: AnyEndpoint, rule: CacheRule, principal: Principal, ask: { params: unknown; query: unknown }): string {
  const question = hash('sha256', canonical([ask.params, ask.query]), 'base64url')
  return `${endpoint.id}:${audienceOf(rule.vary, principal)}:${question}`
}

function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join(',')}]`
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  const entries = Object.entries(value).filter(([, item]) => item !== undefined)
  entries.sort(([a], [b]) => (a < b ? -1 : 1))
  return `{${entries.map(([key, item]) => `${JSON.stringify(key)}:${canonical(item)}`).join(',')}}`
}

const engines = new WeakMap<Kernel, ReturnType<typeof createCachedReads>>()

/** The answer of a cached endpoint, from wherever it can be had. */
export async function cachedRead(
  kernel: Kernel,
  koa: Context,
  endpoint: AnyEndpoint,
  principal: Principal,
  query: unknown,
  produce: () => Promise<string>,
): Promise<CachedAnswer> {
  const rule = endpoint.cache
  if (!rule) throw new Error(`${endpoint.id} is not cached`)
  const engine = engines.get(kernel) ?? createCachedReads(kernel)
  engines.set(kernel, engine)
  const key = cacheKey(endpoint, rule, principal, { params: koa.params, query })
  return engine(key, rule, [groupOf(endpoint), ...(rule.groups ?? [])], produce)
}

/** Sends it: body, validators and how old it is. */
export function sendCached(koa: Context, endpoint: AnyEndpoint, answer: CachedAnswer): void {
  koa.status = endpoint.status ?? 200
  koa.type = 'application/json; charset=utf-8'
  koa.set('etag', answer.etag)
  koa.set('age', String(answer.age))
  // Others in between must not keep what was made for one caller; browsers ask again and mostly hear "unchanged".
  koa.set('cache-control', endpoint.cache?.vary === 'public' ? 'public, no-cache' : 'private, no-cache')
  if (answer.stale) {
    koa.set('warning', '111 liren "Revalidation Failed"')
    koa.set('x-liren-stale', '1')
  }
  koa.body = answer.body
}

/** Forgets the cached answers of these groups; called after the commit of every write. */
export const invalidateGroups = (kernel: Pick<Kernel, 'cache'>, groups: readonly string[]): Promise<void> => kernel.cache.invalidate(groups)
