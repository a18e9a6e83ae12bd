import { job as contract } from '@liren/contract/capabilities/job'
import { wakeWorker } from '../../kernel/background/outbox.ts'
import type { CapabilityFactory, Job } from '../../kernel/capability.ts'
import { refuse } from '../../kernel/errors.ts'
import { route } from '../../kernel/http/route.ts'
import { keyset } from '../../kernel/store/page.ts'

const e = contract.endpoints

interface RunRow {
  id: string
  kind: string
  job_key: string
  state: 'waiting' | 'running' | 'done' | 'dead' | 'void'
  run_at: number
  attempts: number
  finished_at: number | null
  error: string | null
}
interface DeadRow {
  id: string
  name: string
  subject: string
  subject_id: string
  attempts: number
  error: string | null
  created_at: number
}

const iso = (at: number) => new Date(at).toISOString()
const isoOrNull = (at: number | null | undefined) => (at === null || at === undefined ? null : iso(at))
const day = 86_400_000

const rhythmOf = (job: Job): { everySeconds?: number; daily?: string } | null =>
  job.every ? { everySeconds: Math.round(job.every / 1000) } : job.daily ? { daily: job.daily } : null

/** Background jobs and events, for the people who keep the house running. */
export const job: CapabilityFactory = (kernel) => {
  const { store, clock } = kernel
  const known = () => kernel.surface.capabilities.flatMap((capability) => capability.jobs ?? [])

  const lastRuns = async (kinds: readonly string[]): Promise<Map<string, RunRow>> => {
    const rows = await store.rows<RunRow>(
      `SELECT id, kind, job_key, state, run_at, attempts, finished_at, error FROM jobs
       WHERE id IN (SELECT MAX(id) FROM jobs WHERE finished_at IS NOT NULL AND kind IN (${kinds.map(() => '?').join(', ')}) GROUP BY kind)`,
      kinds,
    )
    return new Map(rows.map((row) => [row.kind, row]))
  }

  return {
    contract,
    routes: [
      route(e.list, async () => {
        const jobs = known()
        const kinds = jobs.map((one) => one.kind)
        const waiting = await store.rows<{ kind: string; waiting: number; next_at: number }>(
          "SELECT kind, COUNT(*) AS waiting, MIN(run_at) AS next_at FROM jobs WHERE state IN ('waiting', 'running') GROUP BY kind",
        )
        const last = await lastRuns(kinds)
        const [lag] = await store.rows<{ waiting: number; oldest: number | null }>(
          "SELECT COUNT(*) AS waiting, MIN(created_at) AS oldest FROM outbox WHERE state = 'new'",
        )
        const [dead] = await store.rows<{ dead: number }>("SELECT COUNT(*) AS dead FROM outbox WHERE state = 'dead'")
        return {
          items: jobs.map((one) => {
            const pending = waiting.find((row) => row.kind === one.kind)
            const run = last.get(one.kind)
            return {
              kind: one.kind,
              text: one.text,
              rhythm: rhythmOf(one),
              waiting: Number(pending?.waiting ?? 0),
              nextAt: isoOrNull(pending?.next_at),
              lastAt: isoOrNull(run?.finished_at),
              lastState: run?.state ?? null,
              lastError: run?.error ?? null,
            }
          }),
          outbox: {
            waiting: Number(lag?.waiting ?? 0),
            dead: Number(dead?.dead ?? 0),
            lagSeconds: lag?.oldest ? Math.max(0, Math.round((clock.now() - lag.oldest) / 1000)) : 0,
          },
        }
      }),

      route(e.runs, async (ctx) => {
        const limit = ctx.query.limit ?? 50
        const cursor = keyset(ctx.query, ['id'], { kind: ctx.params.kind, state: ctx.query.state ?? '' })
        const where = ['kind = ?', ...(ctx.query.state ? ['state = ?'] : []), ...(cursor.after ? ['id < ?'] : [])]
        const params = [
          ctx.params.kind,
          ...(ctx.query.state ? [ctx.query.state] : []),
          ...(cursor.after ? [cursor.after[0] as string] : []),
        ]
        const rows = await store.rows<RunRow>(
          `SELECT id, kind, job_key, state, run_at, attempts, finished_at, error FROM jobs WHERE ${where.join(' AND ')} ORDER BY id DESC LIMIT ${limit + 1}`,
          params,
        )
        const page = cursor.page(rows, limit, (row) => [row.id])
        return {
          next: page.next,
          items: page.items.map((row) => ({
            id: row.id,
            kind: row.kind,
            key: row.job_key,
            state: row.state,
            runAt: iso(row.run_at),
            attempts: row.attempts,
            finishedAt: isoOrNull(row.finished_at),
            error: row.error,
          })),
        }
      }),

      route(e.run, async (ctx) => {
        const wanted = known().find((one) => one.kind === ctx.params.kind)
        if (!wanted || !rhythmOf(wanted)) throw refuse('not-found')
        await ctx.schedule({ kind: wanted.kind, key: 'repeat', at: ctx.now, payload: {} })
        ctx.audit({ subjectId: wanted.kind })
        return { scheduledFor: iso(ctx.now) }
      }),

      route(e.dead, async (ctx) => {
        const limit = ctx.query.limit ?? 50
        const cursor = keyset(ctx.query, ['id'], {})
        const rows = await store.rows<DeadRow>(
          `SELECT id, name, subject, subject_id, attempts, error, created_at FROM outbox WHERE state = 'dead'${cursor.after ? ' AND id < ?' : ''}
           ORDER BY id DESC LIMIT ${limit + 1}`,
          cursor.after ? [cursor.after[0] as string] : [],
        )
        const page = cursor.page(rows, limit, (row) => [row.id])
        return {
          next: page.next,
          items: page.items.map((row) => ({
            id: row.id,
            name: row.name,
            subject: row.subject,
            subjectId: row.subject_id,
            attempts: row.attempts,
            error: row.error,
            createdAt: iso(row.created_at),
          })),
        }
      }),

      route(e.retry, async (ctx) => {
        const changed = await store.run(
          "UPDATE outbox SET state = 'new', attempts = 0, retry_at = 0 WHERE id = ? AND state = 'dead'",
          [ctx.params.id],
          ctx.tx,
        )
        if (changed !== 1) throw refuse('not-found')
        ctx.audit({ subject: 'event', subjectId: ctx.params.id })
        wakeWorker(kernel)
      }),
    ],
    jobs: [
      {
        kind: 'kernel.tidy',
        text: { zh: '清理已完成的内部记录', en: 'Remove finished internal records' },
        daily: '03:40',
        run: async (_payload, { now }) => {
          await store.run("DELETE FROM outbox WHERE state = 'done' AND created_at < ?", [now - 7 * day])
          await store.run('DELETE FROM inbox WHERE created_at < ?', [now - 14 * day])
          await store.run("DELETE FROM jobs WHERE state IN ('done', 'void') AND finished_at < ?", [now - 30 * day])
          await store.run('DELETE FROM idempotency_keys WHERE created_at < ?', [now - 8 * day])
          // the newest number stays, or numbering would begin again
          await store.run(
            'DELETE FROM live_events WHERE at < ? AND seq < (SELECT newest FROM (SELECT MAX(seq) AS newest FROM live_events) numbered)',
            [now - day],
          )
        },
      },
    ],
  }
}
