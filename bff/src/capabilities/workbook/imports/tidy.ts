import type { Job } from '../../../kernel/capability.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { SqlValue } from '../../../kernel/store/store.ts'
import { planImport } from './import-job.ts'
import { type ImportRecord, importsOf, moveImport } from './import-store.ts'
import { forgetRows } from './imports.ts'
import { dayMs, undoUntil } from './present.ts'

/** Longer than any chunk takes: whoever worked on it is gone. */
const stuckMs = 90_000
const patience = 8
const batch = 50

/** Takes up what a crash left in the middle, and lets go of what nobody came back for. */
export async function tidyImports(kernel: Kernel, now: number): Promise<void> {
  const stuck = await importsOf(
    kernel,
    { sql: "state IN ('reading', 'checking', 'applying', 'undoing') AND touched_at < ?", params: [now - stuckMs] },
    `ORDER BY touched_at LIMIT ${batch}`,
  )
  for (const record of stuck) await resume(kernel, record)
  const over = await importsOf(
    kernel,
    { sql: "state IN ('checked', 'applied', 'undone') AND touched_at < ?", params: [now - 7 * dayMs] },
    `ORDER BY touched_at LIMIT ${batch}`,
  )
  for (const record of over) await letGo(kernel, record, now)
}

async function resume(kernel: Kernel, record: ImportRecord): Promise<void> {
  const resumed = record.resumed + 1
  await kernel.store.tx(async (tx) => {
    const change: Record<string, SqlValue> = resumed > patience ? { state: 'failed', failure: 'stuck', failed_about: '[]' } : { resumed }
    if (!(await moveImport(kernel, record, change, tx)) || resumed > patience) return
    await planImport(kernel, { ...record, resumed, version: record.version + 1 }, tx)
  })
}

async function letGo(kernel: Kernel, record: ImportRecord, now: number): Promise<void> {
  const until = undoUntil(record)
  if (until !== null && until > now) return
  await kernel.store.tx(async (tx) => {
    if (await moveImport(kernel, record, { state: record.state === 'checked' ? 'discarded' : record.state, sheet: '{}' }, tx))
      await forgetRows(kernel, record.id, tx)
  })
}

export const tidyJobs = (kernel: Kernel, more: (now: number) => Promise<void>): Job[] => [
  {
    kind: 'workbook.tidy',
    text: { zh: '接续中断的导入导出，清理过期文件', en: 'Resume imports and exports, remove what has expired' },
    every: 60_000,
    run: async (_payload, { now }) => {
      await tidyImports(kernel, now)
      await more(now)
    },
  },
]
