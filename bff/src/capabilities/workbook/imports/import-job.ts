import type { ImportState } from '@liren/contract/capabilities/workbook'
import { scheduleJob } from '../../../kernel/background/outbox.ts'
import type { Job } from '../../../kernel/capability.ts'
import type { Kernel } from '../../../kernel/kernel.ts'
import type { Tx } from '../../../kernel/store/store.ts'
import { UnreadableWorkbook } from '../../../kernel/workbook/error.ts'
import { countsOf, type ImportRecord, importById, moveImport, uploadKey } from './import-store.ts'
import { readStep } from './read-step.ts'
import { applySome, checkSome, undoSome } from './row-steps.ts'
import { type ImportWork, NoLongerAllowed, workOn } from './surroundings.ts'

export const importJob = 'workbook.import'
/** A job does this many chunks and makes way for other work; what is left is a job of its own. */
const chunksAtOnce = 5
const lockMs = 60_000

/** Every step has a key of its own: one that runs may plan the next. */
export const planImport = (kernel: Kernel, record: Pick<ImportRecord, 'id' | 'steps' | 'resumed' | 'version'>, tx: Tx): Promise<void> => {
  const key = `${record.id}:${record.version}:${record.resumed}:${record.steps}`
  return scheduleJob(kernel, { kind: importJob, key, at: kernel.clock.now(), payload: { id: record.id } }, tx)
}

type Work = (kernel: Kernel, work: ImportWork) => Promise<number>
const steps: Partial<Record<ImportState, { readonly some: Work; readonly next: ImportState }>> = {
  checking: { some: checkSome, next: 'checked' },
  applying: { some: applySome, next: 'applied' },
  undoing: { some: undoSome, next: 'undone' },
}

/** Carries an import on from wherever it is. Each chunk is a transaction, so it may stop anywhere and be called again. */
async function runImport(kernel: Kernel, id: string): Promise<void> {
  const record = await importById(kernel, id)
  if (!record) return
  try {
    const work = await workOn(kernel, record)
    if (record.state === 'reading') await readStep(kernel, work)
    else await runChunks(kernel, work)
    await planNext(kernel, id)
  } catch (error) {
    if (error instanceof UnreadableWorkbook) return fail(kernel, id, error.code, error.about)
    if (error instanceof NoLongerAllowed) return fail(kernel, id, 'not-allowed', [])
    throw error
  }
}

async function runChunks(kernel: Kernel, work: ImportWork): Promise<void> {
  const { record } = work
  const step = steps[record.state]
  if (!step) return
  for (let chunk = 0; chunk < chunksAtOnce; chunk++)
    if ((await step.some(kernel, work)) === 0) {
      await finish(kernel, work, step.next)
      return
    }
  await kernel.store.run('UPDATE workbook_imports SET steps = steps + 1, touched_at = ? WHERE id = ?', [kernel.clock.now(), record.id])
}

async function planNext(kernel: Kernel, id: string): Promise<void> {
  const record = await importById(kernel, id)
  if (record && steps[record.state]) await kernel.store.tx((tx) => planImport(kernel, record, tx))
}

async function finish(kernel: Kernel, { record, actor }: ImportWork, state: ImportState): Promise<void> {
  const now = kernel.clock.now()
  const change = {
    state,
    ...(state === 'applied' ? { applied_at: record.applied_at ?? now } : {}),
    ...(state === 'undone' ? { undone_at: now } : {}),
  }
  await kernel.store.tx(async (tx) => {
    if (!(await moveImport(kernel, record, change, tx)) || state === 'checked') return
    const counts = (await countsOf(kernel, [record.id], tx)).get(record.id) ?? {}
    await kernel.audit.write(
      {
        ...{ actorId: actor.id, actorKind: 'user', action: state === 'applied' ? 'workbook.applied' : 'workbook.taken-back' },
        ...{ subject: record.archive, subjectId: record.id, placePath: record.place_path, result: 'done', ip: null, requestId: null },
        ...{ reason: record.reason ?? undefined, after: { file: record.file_name, ...counts } },
      },
      tx,
    )
  })
}

async function fail(kernel: Kernel, id: string, code: string, about: readonly string[]): Promise<void> {
  const record = await importById(kernel, id)
  if (!record) return
  await kernel.store.tx(async (tx) => {
    await moveImport(kernel, record, { state: 'failed', failure: code, failed_about: JSON.stringify(about.slice(0, 20)) }, tx)
    if (record.applied_at !== null) return
    for (const table of ['workbook_rows', 'workbook_keys']) await kernel.store.run(`DELETE FROM ${table} WHERE import_id = ?`, [id], tx)
  })
  await kernel.files.remove(uploadKey(id))
}

export const importJobs = (kernel: Kernel): Job[] => [
  {
    kind: importJob,
    text: { zh: '导入表格', en: 'Import a workbook' },
    run: async ({ id }) => {
      await kernel.lock.tryWith(`workbook:${String(id)}`, lockMs, () => runImport(kernel, String(id)))
    },
  },
]
