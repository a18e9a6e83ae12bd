import { hintModelSpec } from '@liren/contract/capabilities/hint'
import { dayOf } from '../../kernel/background/daily.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import { holdersOf } from '../../kernel/identity/directory.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { sendVisitor } from '../visit/read.ts'
import type { Finding, Params } from './evidence.ts'
import type { HintRow, SwitchRow } from './row.ts'

const dayMs = 86_400_000
/** A check has so long; nobody’s life hangs on a hint alone. */
const graceDays = { visit: 2, register: 5, 'check-out': 7, check: 5 } as const

export const addEntry = (kernel: Kernel, hintId: string, action: string, actorId: string | null, note: string | null, tx: Tx) =>
  insertOnce(
    kernel.store,
    'hint_entries',
    { id: kernel.ids.next(), hint_id: hintId, action, actor_id: actorId, note, at: kernel.clock.now() },
    tx,
  )

/** Raises a hint once, with its task for whoever works there; false when somebody else did already. */
export async function raiseHint(kernel: Kernel, of: SwitchRow, key: string, finding: Finding, params: Params, tx: Tx): Promise<boolean> {
  const spec = hintModelSpec(of.model)
  const now = kernel.clock.now()
  const id = kernel.ids.next()
  const isRestricted = spec.isRestricted === true
  const worker = spec.task === undefined || isRestricted ? undefined : await workerAt(kernel, finding.placePath, of.place_path, tx)
  const made = await insertOnce(
    kernel.store,
    'hints',
    {
      ...{ id, model: of.model, model_version: spec.version, community_id: of.community_id, place_path: finding.placePath },
      ...{ subject: spec.subject, subject_id: finding.subjectId, open_key: key, params: JSON.stringify(params) },
      ...{ facts: JSON.stringify(finding.facts), passage_ids: JSON.stringify(finding.passageIds ?? []) },
      ...{ records: JSON.stringify(finding.records ?? []), confidence: finding.confidence, is_restricted: Number(isRestricted) },
      ...{ task: spec.task ?? null, worker_id: worker ?? null },
      due_on: spec.task === undefined ? null : dayOf(now + graceDays[spec.task] * dayMs, kernel.config.LIREN_TIME_ZONE),
      ...{ raised_at: now, seen_at: now },
    },
    tx,
  )
  if (!made) return false
  if (spec.task === 'visit' && finding.houseId != null) {
    const personId = spec.subject === 'person' ? (finding.subjectId ?? undefined) : undefined
    const visit = await sendVisitor(kernel, { houseId: finding.houseId, personId, days: graceDays.visit }, tx)
    if (visit !== undefined) await kernel.store.run('UPDATE hints SET visit_id = ? WHERE id = ?', [visit, id], tx)
  }
  await addEntry(kernel, id, 'raise', null, null, tx)
  await count(kernel, of, 'n_raised', tx)
  const payload = { model: of.model, workerId: worker ?? null, placePath: finding.placePath, isRestricted }
  const live = { placePath: finding.placePath, permission: isRestricted ? 'hint.restricted' : 'hint.read' }
  await appendEvents(kernel, [{ name: 'hint.raised', subject: 'hint', subjectId: id, payload, live }], tx)
  return true
}

export const keyOf = ({ model, community_id }: Pick<SwitchRow, 'model' | 'community_id'>, { key }: Pick<Finding, 'key'>): string =>
  `${model}:${community_id}:${key}`.slice(0, 160)

/** The same is found again: its figures move on, nobody is told twice. Zero when somebody else moved them meanwhile. */
export function keepHint(kernel: Kernel, hint: HintRow, finding: Finding, now: number, tx?: Tx): Promise<number> {
  const { facts, passageIds = [], records = [], confidence } = finding
  const values = [JSON.stringify(facts), JSON.stringify(passageIds), JSON.stringify(records), confidence, now]
  return kernel.store.run(
    'UPDATE hints SET facts = ?, passage_ids = ?, records = ?, confidence = ?, seen_at = ? WHERE id = ? AND cleared_at IS NULL AND facts = ?',
    [...values, hint.id, hint.facts],
    tx,
  )
}

/** It stands and got graver: the same hint, raised once more, and told once more. */
export async function worsenHint(kernel: Kernel, hint: HintRow, finding: Finding, now: number, tx: Tx): Promise<void> {
  if ((await keepHint(kernel, hint, finding, now, tx)) !== 1) return
  await addEntry(kernel, hint.id, 'again', null, null, tx)
  const payload = {
    model: hint.model,
    workerId: hint.worker_id,
    placePath: hint.place_path,
    isRestricted: Number(hint.is_restricted) === 1,
  }
  const live = { placePath: hint.place_path, permission: hint.is_restricted ? 'hint.restricted' : 'hint.read' }
  await appendEvents(kernel, [{ name: 'hint.worsened', subject: 'hint', subjectId: hint.id, payload, live }], tx)
}

/** What it rested on is gone. Nobody had to act; what somebody decided stays decided. */
export async function clearHint(kernel: Kernel, hint: HintRow, tx: Tx): Promise<void> {
  const cleared = await kernel.store.run(
    "UPDATE hints SET cleared_at = ?, open_key = NULL, state = CASE WHEN state = 'raised' THEN 'cleared' ELSE state END, version = version + 1 WHERE id = ? AND cleared_at IS NULL",
    [kernel.clock.now(), hint.id],
    tx,
  )
  if (cleared !== 1) return
  await addEntry(kernel, hint.id, 'clear', null, null, tx)
  if (hint.state === 'raised') await count(kernel, hint, 'n_cleared', tx)
  const live = { placePath: hint.place_path, permission: hint.is_restricted ? 'hint.restricted' : 'hint.read' }
  await appendEvents(kernel, [{ name: 'hint.cleared', subject: 'hint', subjectId: hint.id, payload: { model: hint.model }, live }], tx)
}

export const count = (
  kernel: Kernel,
  { model, community_id }: Pick<SwitchRow, 'model' | 'community_id'>,
  column: 'n_raised' | 'n_confirmed' | 'n_rejected' | 'n_cleared',
  tx: Tx,
) => kernel.store.run(`UPDATE hint_switches SET ${column} = ${column} + 1 WHERE model = ? AND community_id = ?`, [model, community_id], tx)

/** Whoever walks the grid of the place, else somebody of the community: a gate belongs to no grid. */
async function workerAt(kernel: Kernel, path: string, communityPath: string, tx: Tx): Promise<string | undefined> {
  for (const at of [path, communityPath]) {
    const [worker] = await holdersOf(kernel, 'visit.do', at, tx)
    if (worker) return worker.id
  }
  return undefined
}
