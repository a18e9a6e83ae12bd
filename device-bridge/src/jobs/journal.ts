import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import type { EdgeJob, EdgeTold } from '@liren/contract/edge/jobs'
import { gathered } from '../platform/gathered.ts'
import { readWhole, writeWhole } from '../platform/whole-file.ts'

export interface OpenJob {
  readonly job: EdgeJob
  /** How often it was begun: reckoning changes nothing, so that a restart may begin it again. */
  readonly begun: number
  /** What was left of its time when it was taken, and when that was by the wall clock. */
  readonly leftMs: number
  readonly takenAt: number
  /** The end that is to be told, so that it is told after a restart too. */
  readonly final?: Omit<EdgeTold, 'jobId'>
}

interface Kept {
  readonly after: number
  readonly open: readonly OpenJob[]
}

/** Jobs of the house on the bridge's own disk. Every change is there before anything follows from it. */
export async function openJobJournal(folder: string) {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const file = join(folder, 'jobs.json')
  const found = ((await readWhole(file)) as Kept | undefined) ?? { after: 0, open: [] }
  let after = found.after
  const open = new Map(found.open.map((one) => [one.job.id, one]))
  const { save, idle } = gathered(() => writeWhole(file, { after, open: [...open.values()] }))
  return {
    get after() {
      return after
    },
    get open(): readonly OpenJob[] {
      return [...open.values()]
    },
    idle,
    take(jobs: readonly OpenJob[], reached: number): Promise<void> {
      for (const one of jobs) open.set(one.job.id, one)
      after = Math.max(after, reached)
      return save()
    },
    change(id: string, change: Partial<Pick<OpenJob, 'begun' | 'final'>>): Promise<void> {
      const known = open.get(id)
      if (!known) return Promise.resolve()
      open.set(id, { ...known, ...change })
      return save()
    },
    drop(id: string): Promise<void> {
      open.delete(id)
      return save()
    },
  }
}

export type JobJournal = Awaited<ReturnType<typeof openJobJournal>>
