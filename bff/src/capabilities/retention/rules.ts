import { retentionErrors } from '@liren/contract/capabilities/retention'
import type { RetainedClass } from '../../kernel/capability.ts'
import { refuse, refuseWith } from '../../kernel/errors.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'
import { retainedClasses } from './classes.ts'

export interface Rule {
  readonly of: RetainedClass
  readonly days: number
  readonly isOn: boolean
  readonly setBy: string | null
  readonly version: number
}

interface RuleRow {
  readonly class: string
  readonly days: number
  readonly is_on: number
  readonly set_by: string | null
  readonly version: number
}

/** What holds for every class: as it was set, else the usual. */
export async function rulesOf(kernel: Kernel, tx?: Tx): Promise<Rule[]> {
  const rows = await kernel.store.rows<RuleRow>('SELECT class, days, is_on, set_by, version FROM retention_rules', [], tx)
  return retainedClasses(kernel).map((of) => {
    const row = rows.find((known) => known.class === of.class)
    if (!row) return { of, days: of.usualDays, isOn: true, setBy: null, version: 0 }
    // a limit that was raised since holds at once
    return { of, days: Math.max(row.days, of.leastDays), isOn: row.is_on === 1, setBy: row.set_by, version: row.version }
  })
}

export async function ruleOf(kernel: Kernel, name: string, tx?: Tx): Promise<Rule> {
  const rule = (await rulesOf(kernel, tx)).find(({ of }) => of.class === name)
  if (!rule) throw refuse('not-found')
  return rule
}

export interface NewRule {
  readonly days: number
  readonly isOn: boolean
  readonly version: number
}

/** Sets how long a class is kept; never shorter than it must be. */
export async function saveRule(kernel: Kernel, name: string, { days, isOn, version }: NewRule, by: string, tx: Tx): Promise<Rule> {
  const before = await ruleOf(kernel, name, tx)
  const { leastDays, basis } = before.of
  if (days < leastDays)
    throw refuseWith(retentionErrors, 'retention.too-short', {
      faults: [{ path: 'body.days', zh: `不得少于 ${leastDays} 天（${basis.zh}）`, en: `${leastDays} days at least (${basis.en})` }],
    })
  const now = kernel.clock.now()
  const row = { days, is_on: isOn ? 1 : 0, set_by: by, updated_at: now }
  if (version === 0) {
    if (!(await insertOnce(kernel.store, 'retention_rules', { class: name, ...row, version: 1 }, tx))) throw refuse('stale')
  } else {
    const changed = await kernel.store.run(
      'UPDATE retention_rules SET days = ?, is_on = ?, set_by = ?, updated_at = ?, version = version + 1 WHERE class = ? AND version = ?',
      [...Object.values(row), name, version],
      tx,
    )
    if (changed !== 1) throw refuse('stale', { details: { version: before.version } })
  }
  return { ...before, days, isOn, setBy: by, version: version + 1 }
}
