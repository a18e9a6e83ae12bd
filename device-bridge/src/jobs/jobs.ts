import type { JobsAnswer } from '@liren/contract/edge/asks'
import type { EdgeJob, EdgeResult, EdgeTold } from '@liren/contract/edge/jobs'
import type { Hub } from '../hub.ts'
import type { Clock, Log } from '../ports/ports.ts'
import type { JobJournal, OpenJob } from './journal.ts'
import { Exceeded } from './reckon.ts'

interface JobDeps {
  /** Under this name it is told how jobs stand. */
  readonly code: string
  readonly journal: JobJournal
  readonly hub: Pick<Hub, 'tell'>
  readonly clock: Clock
  readonly log: Log
  reckon(job: EdgeJob, signal: AbortSignal): Promise<EdgeResult>
}

/** What is told has to fit into one record of the spool. */
const mostTold = 48_000
/** A job that was begun so often and never ended is what ends us. */
const mostBegun = 3

/** Carries out what the house wants reckoned. Reckoning changes nothing, so a job may begin anew after a restart; its end is told once. */
export function createJobs({ code, journal, hub, clock, log, reckon }: JobDeps) {
  const running = new Map<string, { readonly stop: AbortController; isEnding: boolean }>()
  const works = new Set<Promise<void>>()
  let isClosed = false

  const tell = (told: EdgeTold, key?: string) => hub.tell(code, [{ type: 'bridge.job', values: told }], key)

  /** The end is on disk before it is told, told once, and forgotten only after that. */
  const end = async ({ id }: EdgeJob, final: Omit<EdgeTold, 'jobId'>): Promise<void> => {
    await journal.change(id, { final })
    await tell({ jobId: id, ...final }, `job-${id}-end`)
    await journal.drop(id)
  }

  const endOf = async (job: EdgeJob, stop: AbortController): Promise<Omit<EdgeTold, 'jobId'>> => {
    try {
      const result = await reckon(job, stop.signal)
      return JSON.stringify(result).length > mostTold ? { state: 'failed', cause: 'memory' } : { state: 'done', result }
    } catch (error) {
      if (stop.signal.aborted) return { state: 'cancelled' }
      if (error instanceof Exceeded) return { state: 'failed', cause: error.limit }
      log.warn({ job: job.id, reason: (error as Error).message }, 'a job of the house could not be reckoned')
      return { state: 'failed', cause: 'failed' }
    }
  }

  const run = async (job: EdgeJob, begun: number): Promise<void> => {
    const mine = { stop: new AbortController(), isEnding: false }
    running.set(job.id, mine)
    await journal.change(job.id, { begun: begun + 1 })
    await tell({ jobId: job.id, state: 'running' })
    const final = await endOf(job, mine.stop)
    // Going down is no end of the job: it lies on the disk and begins again.
    if (isClosed) return
    mine.isEnding = true
    await end(job, final)
  }

  const start = (work: () => Promise<void>, id: string): void => {
    const going = work()
      .catch((error: Error) => log.warn({ job: id, reason: error.message }, 'a state of a job could not be kept'))
      .finally(() => {
        running.delete(id)
        works.delete(going)
      })
    works.add(going)
  }

  const begin = ({ job, begun, leftMs, takenAt, final }: OpenJob): void =>
    start(() => {
      const passed = clock.now() - takenAt
      // A wall clock that ran backwards tells nothing about how long we were away: unknown beats stale.
      const isOver = passed < 0 || passed >= leftMs
      if (final) return end(job, final)
      if (begun >= mostBegun || (begun > 0 && isOver)) return end(job, { state: 'failed', cause: 'restarted' })
      return isOver ? end(job, { state: 'expired', cause: 'late' }) : run(job, begun)
    }, job.id)

  return {
    /** Jobs of which it is not too late to hear that they were cancelled. */
    get open(): string[] {
      return [...running].filter(([, one]) => !one.isEnding && !one.stop.signal.aborted).map(([id]) => id)
    },
    async take({ jobs, cancelled, now }: JobsAnswer): Promise<void> {
      const fresh = jobs
        .filter(({ sequence }) => sequence > journal.after)
        .sort((a, b) => a.sequence - b.sequence)
        .map((job): OpenJob => ({ job, begun: 0, leftMs: job.expiresAt - Math.max(now, job.issuedAt), takenAt: clock.now() }))
      if (fresh.length > 0) await journal.take(fresh, fresh.at(-1)?.job.sequence ?? 0)
      for (const one of fresh) begin(one)
      for (const id of cancelled) running.get(id)?.stop.abort()
    },
    /** What lay on disk from before: ends that were not told are told, the rest begins again. */
    resume(): void {
      for (const one of journal.open) begin(one)
    },
    async close(): Promise<void> {
      isClosed = true
      for (const { stop } of running.values()) stop.abort()
      await Promise.all(works)
      await journal.idle()
    },
  }
}

export type Jobs = ReturnType<typeof createJobs>
