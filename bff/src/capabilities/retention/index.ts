import { retention as contract, type RetentionClass, type RetentionRun } from '@liren/contract/capabilities/retention'
import type { CapabilityFactory } from '../../kernel/capability.ts'
import { isTextSigned } from '../../kernel/crypto/proof.ts'
import { refuse } from '../../kernel/errors.ts'
import { type RequestContext, route } from '../../kernel/http/route.ts'
import { namesOf } from '../../kernel/identity/directory.ts'
import { among, combine } from '../../kernel/store/condition.ts'
import { keyset } from '../../kernel/store/page.ts'
import { scopedRows, underPlaces } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { dayMs, previewOf } from './aged.ts'
import { retainedClasses } from './classes.ts'
import { type HoldRow, liftHold, placeHold, presentHolds } from './holds.ts'
import { type Rule, ruleOf, rulesOf, saveRule } from './rules.ts'
import { clearAway, type RunRow } from './run.ts'

const e = contract.endpoints
const iso = (at: number) => new Date(Number(at)).toISOString()

/** How long each class of data is kept, what was cleared away with a proof of it, and what may not go for now. */
export const retention: CapabilityFactory = (kernel) => {
  const { store } = kernel

  async function present(rules: readonly Rule[], tx?: Tx): Promise<RetentionClass[]> {
    const people = rules.flatMap(({ setBy }) => setBy ?? [])
    const names = people.length === 0 ? new Map<string, string>() : await namesOf(kernel, people, tx)
    const last = await store.rows<RunRow>(
      `SELECT r.* FROM retention_runs r JOIN (${rules.map(() => 'SELECT MAX(id) AS id FROM retention_runs WHERE class = ?').join(' UNION ALL ')}) newest ON newest.id = r.id`,
      rules.map(({ of }) => of.class),
      tx,
    )
    return rules.map(({ of, days, isOn, setBy, version }) => {
      const run = last.find((row) => row.class === of.class)
      return {
        ...{ class: of.class, text: of.text, action: of.action, leastDays: of.leastDays, basis: of.basis, usualDays: of.usualDays },
        ...{ days, isOn, setBy: setBy === null ? null : (names.get(setBy) ?? null), version },
        last: run ? { ranAt: iso(run.ran_at), deleted: run.deleted, held: run.held } : null,
      }
    })
  }
  const one = async (rule: Rule, tx?: Tx) => {
    const [shown] = await present([rule], tx)
    if (!shown) throw refuse('not-found')
    return shown
  }
  const presentRun = (row: RunRow): RetentionRun => {
    const of = retainedClasses(kernel).find((known) => known.class === row.class)
    const { text: proof, signature, key_version: keyVersion } = row
    const digest = proof === null ? '' : kernel.crypto.sm3(proof).toString('hex')
    return {
      ...{
        id: row.id,
        class: row.class,
        text: of?.text ?? { zh: row.class, en: row.class },
        action: of?.action ?? 'delete',
        days: row.days,
      },
      ...{ before: iso(row.ran_at - row.days * dayMs), deleted: row.deleted, held: row.held, ranAt: iso(row.ran_at), digest: row.digest },
      ...{ signature, proof, publicKey: keyVersion === null ? null : (kernel.keyring.publicKey('witness', keyVersion) ?? null) },
      isGood:
        proof !== null &&
        signature !== null &&
        keyVersion !== null &&
        isTextSigned(kernel, proof, { digest, signature, keyVersion }) &&
        says(row),
    }
  }
  /** The row tells what the signed text says; a row that somebody altered does not. */
  const says = (row: RunRow): boolean => {
    const { deleted, held, digest } = JSON.parse(row.text ?? '{}') as { deleted?: number; held?: number; digest?: string }
    return deleted === undefined || (deleted === row.deleted && held === row.held && digest === row.digest)
  }
  const shownHold = async (ctx: RequestContext, row: HoldRow) => {
    const [shown] = await presentHolds(kernel, ctx.principal, ctx.scope, [row], ctx.tx)
    if (!shown) throw refuse('not-found')
    return shown
  }
  const tell = (ctx: RequestContext, what: 'held' | 'lifted', row: HoldRow) =>
    ctx.emit({ name: `retention.${what}`, subject: row.subject, subjectId: row.subject_id, payload: { holdId: row.id } })

  return {
    contract,
    placedTables: ['legal_holds'],
    jobs: [
      {
        kind: 'retention.run',
        text: { zh: '清理到期数据', en: 'Clear away data whose time is over' },
        daily: '02:50',
        run: ({ askedBy }) => clearAway(kernel, typeof askedBy === 'string' ? askedBy : null),
      },
    ],
    routes: [
      route(e.classes, async () => ({ items: await present(await rulesOf(kernel)) })),

      route(e.save, async (ctx) => {
        const before = await ruleOf(kernel, ctx.params.class, ctx.tx)
        const rule = await saveRule(kernel, ctx.params.class, ctx.body, ctx.principal.id, ctx.tx)
        const said = ({ days, isOn }: Rule) => ({ days, isOn })
        ctx.audit({ subject: 'retention', subjectId: ctx.params.class, before: said(before), after: said(rule) })
        return one(rule, ctx.tx)
      }),

      route(e.preview, async ({ params, query }) => {
        const { of, days } = await ruleOf(kernel, params.class)
        return previewOf(kernel, of, Math.max(query.days ?? days, of.leastDays))
      }),

      route(e.runs, async ({ query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { class: query.class ?? '' })
        const after = keys.seek()
        const where = combine('AND', [after, ...(query.class ? [among('class', [query.class])] : [])])
        const rows = await store.rows<RunRow>(
          `SELECT * FROM retention_runs WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          where.params,
        )
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: page.items.map(presentRun) }
      }),

      route(e.run, async (ctx) => {
        await ctx.schedule({ kind: 'retention.run', key: 'now', at: ctx.now, payload: { askedBy: ctx.principal.id } })
        ctx.audit({ subject: 'retention', subjectId: 'all' })
        return { isScheduled: true }
      }),

      route(e.holds, async ({ scope, principal, query }) => {
        const limit = query.limit ?? 20
        const keys = keyset(query, ['id desc'], { state: query.state ?? '' })
        const standing = { sql: 'lifted_at IS NULL AND (until_at IS NULL OR until_at > ?)', params: [kernel.clock.now()] }
        const states = { standing: [standing], over: [{ ...standing, sql: `NOT (${standing.sql})` }] }
        const where = combine('AND', [underPlaces('place_path', scope.places), ...(query.state ? states[query.state] : []), keys.seek()])
        const rows = await scopedRows<HoldRow>(store, scope, 'legal_holds', {
          sql: `SELECT * FROM legal_holds WHERE ${where.sql} ORDER BY ${keys.orderBy} LIMIT ${limit + 1}`,
          params: where.params,
        })
        const page = keys.page(rows, limit, (row) => [row.id])
        return { ...page, items: await presentHolds(kernel, principal, scope, page.items) }
      }),

      route(e.place, async (ctx) => {
        const row = await placeHold(kernel, ctx as RequestContext, ctx.body)
        ctx.audit({ subject: row.subject, subjectId: row.subject_id, placePath: row.place_path, reason: row.reason })
        await tell(ctx as RequestContext, 'held', row)
        return shownHold(ctx as RequestContext, row)
      }),

      route(e.lift, async (ctx) => {
        const row = await liftHold(kernel, ctx as RequestContext, ctx.params.id, ctx.body.version, ctx.body.reason)
        ctx.audit({ subject: row.subject, subjectId: row.subject_id, placePath: row.place_path, reason: ctx.body.reason })
        await tell(ctx as RequestContext, 'lifted', row)
        return shownHold(ctx as RequestContext, row)
      }),
    ],
  }
}
