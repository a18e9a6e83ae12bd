import { type AnyEndpoint, groupOf } from '@liren/contract'
import type { Context } from 'koa'
import { appendEvents, scheduleJob, wakeWorker } from '../background/outbox.ts'
import { AppError, refuse } from '../errors.ts'
import { failpoint } from '../failpoint.ts'
import type { Kernel } from '../kernel.ts'
import type { Tx } from '../store/store.ts'
import { cachedRead, invalidateGroups, sendCached } from '../web/cached-read.ts'
import { createShedder, processLag } from '../web/shed.ts'
import { authorize, scopeOf } from './access.ts'
import { createClearing } from './clearing.ts'
import { type Claim, claimKey, type KeptAnswer, KeyUsed, keptAnswer, readKey } from './idempotency.ts'
import { compileAnswer, compileWritableCheck } from './present.ts'
import { rateRules } from './rates.ts'
import type { DomainEvent, Principal, RequestContext, Route, ScheduledJob, Scope } from './route.ts'
import { parseParts } from './validate.ts'

/** Says who is asking. An unknown or ended token is anonymous with a reason, never an exception that hides the route. */
export interface Authenticator {
  authenticate(request: Context): Authenticated | Promise<Authenticated>
}
interface Authenticated {
  readonly principal: Principal
  readonly expired: boolean
}

interface Asked {
  readonly principal: Principal
  readonly scope: Scope
  readonly parts: Record<string, unknown>
}

/** Every route, in the same order: rate, identity, permission, scope, schema, idempotency, transaction, handler, presenter. */
export function createPipeline(kernel: Kernel, authenticator: Authenticator) {
  // Tests share their machine with others and would be turned away for it.
  const shed = createShedder(kernel.config.mode === 'test' ? () => 0 : processLag, kernel.metrics)
  const cleared = createClearing(kernel)
  return (route: Route): ((koa: Context) => Promise<void>) => {
    const { endpoint } = route
    const writes = endpoint.method !== 'GET'
    const answerOf = endpoint.response ? compileAnswer(endpoint.response) : () => nothing
    const notWritable = compileWritableCheck(endpoint.body)
    const status = endpoint.status ?? 200

    const ask = async (koa: Context): Promise<Asked> => {
      shed(endpoint)
      const { principal, expired } = await authenticator.authenticate(koa)
      koa.state.principal = principal
      const bucket = principal.kind === 'anonymous' ? `ip:${koa.ip}` : `${principal.kind}:${principal.id}`
      const rule = rateRules[endpoint.rate]
      const rate = await kernel.limiter.take(`${endpoint.rate}|${bucket}`, rule.points * kernel.config.LIREN_RATE_FACTOR, rule.seconds)
      if (!rate.allowed) throw refuse('rate.limited', { retryAfter: rate.retryAfter })
      if (expired && endpoint.permission !== 'public') throw refuse('identity.expired')
      const on = kernel.traffic.isOn(endpoint)
      if (!(on === true || (await on))) throw refuse('unavailable')
      authorize(endpoint, principal, kernel.clock.now())
      const scope = scopeOf(endpoint, principal)
      const parts = parseParts([
        { name: 'params', schema: endpoint.params, value: koa.params },
        { name: 'query', schema: endpoint.query, value: koa.query },
        { name: 'body', schema: endpoint.body, value: endpoint.upload ? undefined : (koa.state.body ?? {}) },
      ])
      const forbidden = notWritable(parts.body, principal.fieldRules)
      if (forbidden.length > 0)
        throw refuse('permission.field', { faults: forbidden.map((path) => ({ path, zh: '无权填写', en: 'You may not write this' })) })
      return { principal, scope, parts }
    }

    const read = async (koa: Context, asked: Asked): Promise<void> => {
      const call = requestContext(kernel, route, koa, asked, undefined)
      const produce = async () => {
        const answer = await cleared(koa, endpoint, asked.principal, await route.handle(call.ctx, undefined), undefined)
        return answerOf(answer, asked.principal.fieldRules)
      }
      const text = async () => (await produce()).toString()
      // what other systems get is looked through for each of them
      const kept =
        asked.principal.kind === 'app'
          ? undefined
          : endpoint.cache && (await cachedRead(kernel, koa, endpoint, asked.principal, asked.parts.query, text))
      const body = kept ? kept.body : await produce()
      // Wherever the answer comes from: who has seen it is written down before it leaves.
      if (endpoint.audit || (await readsAreWatched(asked.principal)))
        await writeAudit(kernel, route, koa, asked.principal, call.detail(), 'done', undefined)
      if (kept) sendCached(koa, endpoint, kept)
      else if (!endpoint.raw) send(koa, { status, body })
    }

    /** Some people's reads are written down as well; see the audit policies. */
    const readsAreWatched = async (principal: Principal) => principal.kind === 'user' && (await kernel.audit.policyFor(principal.id)).reads

    const write = async (koa: Context, asked: Asked): Promise<void> => {
      const key = readKey(endpoint, koa.get('idempotency-key') || undefined)
      let told = false
      const prepared = await route.prepare?.(requestContext(kernel, route, koa, asked, undefined).ctx)
      const content = key === undefined ? '' : JSON.stringify([koa.params, asked.parts.body ?? contentOf(prepared)])
      let claim: Claim | undefined
      const work = kernel.store.tx<KeptAnswer>(async (tx) => {
        claim = key === undefined ? undefined : claimKey(kernel, tx, { endpoint, principal: asked.principal, key, content })
        const call = requestContext(kernel, route, koa, asked, tx)
        const answer = await cleared(koa, endpoint, asked.principal, await route.handle(call.ctx, prepared), tx)
        const body = answerOf(answer, asked.principal.fieldRules)
        const kept = { status, body }
        if (endpoint.audit) await writeAudit(kernel, route, koa, asked.principal, call.detail(), 'done', tx)
        await appendEvents(kernel, call.events, tx)
        for (const job of call.jobs) await scheduleJob(kernel, job, tx)
        told = call.events.length > 0
        claim?.keep(kept)
        return kept
      })
      const answer = await work.catch((error: unknown) => given(claim, error))
      if (told) wakeWorker(kernel)
      await invalidateGroups(kernel, [groupOf(endpoint)])
      await failpoint('http.before-answer')
      if (!endpoint.raw) send(koa, answer)
    }

    /** Work that was undone, or refused before its key was looked at, may have been done by an earlier request. */
    const given = async (claim: Claim | undefined, error: unknown): Promise<KeptAnswer> => {
      const open = error instanceof KeyUsed || (error instanceof AppError && claim && !claim.confirmed())
      const kept = open && claim ? await keptAnswer(kernel, claim) : undefined
      if (kept) return kept
      throw error instanceof KeyUsed ? refuse('request.in-flight', { retryAfter: 1 }) : error
    }

    return async (koa) => {
      koa.state.endpoint = endpoint
      const started = performance.now()
      let failed = true
      try {
        const asked = await ask(koa)
        await (writes ? write(koa, asked) : read(koa, asked))
        failed = false
      } catch (error) {
        await auditRefusal(kernel, route, koa, error)
        throw error
      } finally {
        kernel.traffic.record(endpoint.id, callerOf(koa.state.principal as Principal | undefined), performance.now() - started, failed)
      }
    }
  }
}

const nothing = Buffer.alloc(0)

/** Partners are counted one by one; people by the end they work at. */
const callerOf = (principal: Principal | undefined): string =>
  principal === undefined || principal.kind === 'anonymous' ? 'guest' : principal.kind === 'user' ? principal.end : principal.id

/** What an upload brought, as its `prepare` describes it: the same key with another file is another request. */
const contentOf = (prepared: unknown): unknown => (prepared as { content?: unknown } | undefined)?.content ?? null

function send(koa: Context, answer: KeptAnswer): void {
  koa.status = answer.status
  if (answer.status === 204) return
  koa.type = 'application/json; charset=utf-8'
  // Made for one caller at one moment: nobody keeps it, so nobody needs a tag to ask about it again.
  if (!koa.response.get('cache-control')) koa.set('cache-control', 'no-store')
  koa.body = answer.body
}

type AuditDetail = Parameters<RequestContext['audit']>[0]

/** A fresh context per attempt: a transaction that is run again must not carry over what its first try said. */
function requestContext(kernel: Kernel, route: Route, koa: Context, asked: Asked, tx: Tx | undefined) {
  let detail: AuditDetail = {}
  const events: DomainEvent[] = []
  const jobs: ScheduledJob[] = []
  const audit: RequestContext['audit'] = (more) => {
    detail = { ...detail, ...more }
    koa.state.audited = detail
  }
  const emit: RequestContext['emit'] = async (event) => {
    if (!tx) throw mustWrite(route, 'emit')
    events.push(event)
  }
  const schedule: RequestContext['schedule'] = async (job) => {
    if (!tx) throw mustWrite(route, 'schedule')
    jobs.push(job)
  }
  const ctx: RequestContext = new Attempt(kernel, route, koa, asked, tx, { audit, emit, schedule })
  return { ctx, events, jobs, detail: () => detail }
}

const mustWrite = (route: Route, what: string) => new Error(`${route.endpoint.id} is a read and cannot ${what}`)

/**
 * A class for its getter: in a literal it would give every request a shape of its own, and a shape keeps what its getter sees,
 * which was the whole exchange, until the old generation is collected.
 */
class Attempt implements RequestContext {
  readonly #route: Route
  readonly #tx: Tx | undefined
  readonly endpoint: AnyEndpoint
  readonly params: never
  readonly query: never
  readonly body: never
  readonly principal: Principal
  readonly scope: Scope
  readonly requestId: string
  readonly ip: string
  readonly now: number
  readonly log: RequestContext['log']
  readonly audit: RequestContext['audit']
  readonly emit: RequestContext['emit']
  readonly schedule: RequestContext['schedule']
  readonly koa: Context

  constructor(
    kernel: Kernel,
    route: Route,
    koa: Context,
    { parts, principal, scope }: Asked,
    tx: Tx | undefined,
    does: Pick<RequestContext, 'audit' | 'emit' | 'schedule'>,
  ) {
    this.#route = route
    this.#tx = tx
    this.endpoint = route.endpoint
    this.params = parts.params as never
    this.query = parts.query as never
    this.body = parts.body as never
    this.principal = principal
    this.scope = scope
    this.requestId = koa.state.requestId as string
    this.ip = koa.ip
    this.now = kernel.clock.now()
    this.log = (koa.state.log as RequestContext['log'] | undefined) ?? kernel.log
    this.audit = does.audit
    this.emit = does.emit
    this.schedule = does.schedule
    this.koa = koa
  }

  get tx(): Tx {
    if (!this.#tx) throw mustWrite(this.#route, 'open a transaction')
    return this.#tx
  }
}

async function writeAudit(
  kernel: Kernel,
  route: Route,
  koa: Context,
  principal: Principal,
  detail: AuditDetail,
  result: 'done' | 'refused' | 'failed',
  tx: Tx | undefined,
): Promise<void> {
  await kernel.audit.write(
    {
      actorId: principal.kind === 'anonymous' ? null : principal.id,
      actorKind: principal.kind,
      action: route.endpoint.audit ?? route.endpoint.id,
      subject: detail.subject ?? groupOf(route.endpoint),
      subjectId: detail.subjectId ?? (koa.params as Record<string, string> | undefined)?.id ?? null,
      placePath: detail.placePath ?? null,
      result,
      ip: koa.ip,
      requestId: koa.state.requestId as string,
      reason: detail.reason,
      before: detail.before,
      after: detail.after,
    },
    tx,
  )
}

/** Refusals of people who are known, and of writes, are worth a line; a stranger's typing errors are not. */
async function auditRefusal(kernel: Kernel, route: Route, koa: Context, error: unknown): Promise<void> {
  const status = (error as { status?: number }).status ?? 500
  if (status === 400 || status === 429 || status === 503) return
  const principal = koa.state.principal as Principal | undefined
  // a list leaves no line of its own; whoever is known and reaches for what is not theirs does
  const isReaching = status === 403 && principal?.kind === 'user'
  if (!principal || !(route.endpoint.audit || isReaching)) return
  const reason = (error as { code?: string }).code ?? 'internal'
  const result = status >= 500 ? 'failed' : 'refused'
  // what it was about is known even when nothing came of it: whose password was tried, which row was asked for
  const { subject, subjectId, placePath } = (koa.state.audited as AuditDetail | undefined) ?? {}
  await writeAudit(kernel, route, koa, principal, { reason, subject, subjectId, placePath }, result, undefined).catch((failure: unknown) =>
    kernel.log.error({ err: failure }, 'a refusal could not be audited'),
  )
}
