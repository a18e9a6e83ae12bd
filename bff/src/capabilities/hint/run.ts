import { type HintModelSpec, hintModelSpec } from '@liren/contract/capabilities/hint'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { unscoped } from '../../kernel/store/scope.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { pathsAbove } from '../place/read.ts'
import type { Evidence, Finding, Params } from './evidence.ts'
import { gather } from './gather.ts'
import { models } from './models.ts'
import { clearHint, keepHint, keyOf, raiseHint, worsenHint } from './raise.ts'
import type { HintRow, SwitchRow } from './row.ts'

/** So many new hints of one model at one community in one run; the rest come with the next. */
const mostNew = 200
/** A community is looked at again no sooner. */
export const pauseMs = 10 * 60_000

export const paramsOf = (spec: HintModelSpec, stored: string): Params => ({
  ...Object.fromEntries(Object.entries(spec.params).map(([name, { usual }]) => [name, usual])),
  ...(JSON.parse(stored) as Params),
})

/** Runs every model where it is switched on, those that waited longest first. Returns how many hints are new. */
export async function runHints(kernel: Kernel): Promise<number> {
  const now = kernel.clock.now()
  const due = await kernel.store.rows<SwitchRow>(
    'SELECT * FROM hint_switches WHERE is_on = 1 AND (ran_at IS NULL OR ran_at <= ?) ORDER BY ran_at, model LIMIT 500',
    [now - pauseMs],
  )
  const evidence = new Map<string, Evidence>()
  let raised = 0
  for (const row of due) {
    const known = evidence.get(row.place_path) ?? gather(kernel, row.place_path, now)
    evidence.set(row.place_path, known)
    raised += await runModel(kernel, row, known, now)
  }
  return raised
}

function switchedOn(kernel: Kernel, model: SwitchRow['model'], placePath: string, tx?: Tx): Promise<SwitchRow[]> {
  const around = among('place_path', pathsAbove(placePath))
  const statement = {
    sql: `SELECT * FROM hint_switches WHERE model = ? AND is_on = 1 AND ${around.sql}`,
    params: [model, ...around.params],
  }
  return unscoped(kernel.store, 'models look at one community for those who answer for it', statement, tx)
}

/** Whether a model is switched on for the community of a place. */
export const isOnAt = async (kernel: Kernel, model: SwitchRow['model'], placePath: string, tx: Tx): Promise<boolean> =>
  (await switchedOn(kernel, model, placePath, tx)).length > 0

/** Runs one model at once for the communities around a place: what it waits for may just have happened there. */
export async function runHintsAt(kernel: Kernel, model: SwitchRow['model'], placePath: string): Promise<void> {
  const now = kernel.clock.now()
  for (const row of await switchedOn(kernel, model, placePath)) await runModel(kernel, row, gather(kernel, row.place_path, now), now)
}

async function runModel(kernel: Kernel, row: SwitchRow, evidence: Evidence, now: number): Promise<number> {
  const params = paramsOf(hintModelSpec(row.model), row.params)
  const found = new Map((await models[row.model](evidence, params)).map((finding) => [keyOf(row, finding), finding]))
  const open = await unscoped<HintRow>(kernel.store, 'models look at what they said before', {
    sql: 'SELECT * FROM hints WHERE model = ? AND community_id = ? AND cleared_at IS NULL ORDER BY id LIMIT 5000',
    params: [row.model, row.community_id],
  })
  for (const hint of open) {
    const still = found.get(hint.open_key ?? '')
    if (still && isGraver(hint, still)) await kernel.store.tx((tx) => worsenHint(kernel, hint, still, now, tx))
    else if (still) await keepHint(kernel, hint, still, now)
    else await kernel.store.tx((tx) => clearHint(kernel, hint, tx))
  }
  const known = new Set(open.map(({ open_key }) => open_key))
  const fresh = [...found].filter(([key]) => !known.has(key)).slice(0, mostNew)
  let raised = 0
  for (const [key, finding] of fresh) if (await kernel.store.tx((tx) => raiseHint(kernel, row, key, finding, params, tx))) raised++
  await kernel.store.run('UPDATE hint_switches SET ran_at = ? WHERE model = ? AND community_id = ?', [now, row.model, row.community_id])
  return raised
}

/** The level of a finding that has one: I is the gravest. */
const isGraver = (hint: HintRow, { facts: { level } }: Finding): boolean => {
  const before = (JSON.parse(hint.facts) as Finding['facts']).level
  return typeof level === 'number' && typeof before === 'number' && level < before
}
