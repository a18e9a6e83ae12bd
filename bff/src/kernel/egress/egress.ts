import type { Level } from '@liren/contract'
import type { Kernel } from '../kernel.ts'
import { insertOnce } from '../store/insert-once.ts'
import { scopedTable, unscoped } from '../store/scope.ts'
import type { Tx } from '../store/store.ts'

scopedTable('egress_requests', { placePath: 'place_path' })
scopedTable('egress_stops', { placePath: 'place_path' })

export const targetKinds = ['partner', 'hook', 'workbook'] as const
export type TargetKind = (typeof targetKinds)[number]

/** Where data go when they leave the house: another system, an address that is told, the desk of whoever saves a workbook. */
export interface Target {
  readonly kind: TargetKind
  readonly id: string
  readonly name: string
}

/** All workbooks go to desks; there is one such zone. */
export const desks: Target = { kind: 'workbook', id: 'desks', name: '办公终端' }

/** What a target may have without anybody having decided: other systems nothing of people, desks nothing sensitive. */
export const usualClearance: Readonly<Record<TargetKind, Level>> = { partner: 'L2', hook: 'L2', workbook: 'L3' }

export interface Clearance {
  readonly level: Level
  /** The approval by which it is higher than it would be. */
  readonly approvalId: string | null
  /** On what the approval rests. */
  readonly basis?: string | null
}

/** Above this grade data are personal: they leave the house for a purpose and on a basis only. */
export const leastPersonal: Level = 'L2'
const lower = (one: Level, other: Level): Level => (one < other ? one : other)
const isByLaw = (basis: string | null | undefined): boolean => basis === 'law' || basis === 'contract'

/** An approval that rests on consent counts for those who gave theirs; where nobody can be told apart it lets nothing personal go. */
export const withoutConsent = (clearance: Clearance): Clearance =>
  isByLaw(clearance.basis) ? clearance : { ...clearance, level: lower(clearance.level, leastPersonal) }

export const exceeds = (grade: Level, { level }: Clearance): boolean => grade > level

/** Up to which grade data of this subject may go there now: what was set for the target, or more where it was approved for a time. */
export async function clearanceOf(kernel: Pick<Kernel, 'store' | 'clock'>, target: Target, subject: string, tx?: Tx): Promise<Clearance> {
  const rows = await unscoped<{ clearance: Level; approval: string | null; basis: string | null }>(
    kernel.store,
    'what may leave is asked by the house itself',
    {
      sql: `SELECT clearance, NULL AS approval, NULL AS basis FROM egress_clearances WHERE kind = ? AND target_id = ?
     UNION ALL SELECT clearance, id AS approval, basis FROM egress_requests
       WHERE kind = ? AND target_id = ? AND subject = ? AND state = 'approved' AND until_at > ?`,
      params: [target.kind, target.id, target.kind, target.id, subject, kernel.clock.now()],
    },
    tx,
  )
  const set = rows.find(({ approval }) => approval === null)?.clearance ?? usualClearance[target.kind]
  const own = target.kind === 'workbook' ? set : lower(set, leastPersonal)
  const weight = (row: (typeof rows)[number]) => `${row.clearance}${isByLaw(row.basis) ? 1 : 0}`
  const best = rows.filter(({ approval }) => approval !== null).sort((a, b) => (weight(a) < weight(b) ? 1 : -1))[0]
  return best && best.clearance > own
    ? { level: best.clearance, approvalId: best.approval, basis: best.basis }
    : { level: own, approvalId: null }
}

export interface Stopped {
  readonly target: Target
  readonly subject: string
  readonly clearance: Clearance
  /** What was taken out, or because of which the whole was stopped. */
  readonly fields: readonly string[]
  /** Where the data are, for those who keep that place. */
  readonly placePath: string
  readonly requestId?: string | null
}

const hourMs = 3_600_000

/** Writes down what did not get out: a line of the audit trail, and a figure for whoever keeps the zones. */
export async function recordStop(
  kernel: Kernel,
  { target, subject, clearance, fields, placePath, requestId }: Stopped,
  tx?: Tx,
): Promise<void> {
  const named = [...new Set(fields)].sort().slice(0, 40)
  await kernel.audit.write(
    {
      ...{ actorId: target.kind === 'partner' ? target.id : null, actorKind: target.kind === 'partner' ? 'app' : 'system' },
      ...{ action: 'egress.stripped', subject: 'egress', subjectId: target.id, placePath, result: 'refused' },
      ...{
        ip: null,
        requestId: requestId ?? null,
        reason: `above ${clearance.level}`,
        after: { kind: target.kind, subject, fields: named },
      },
    },
    tx,
  )
  const now = kernel.clock.now()
  const key = [target.kind, target.id, subject, Math.floor(now / hourMs), placePath].join(':')
  const row = {
    id: kernel.ids.next(),
    stop_key: key,
    kind: target.kind,
    target_id: target.id,
    target_name: target.name,
    place_path: placePath,
  }
  const figures = { subject, clearance: clearance.level, fields: JSON.stringify(named), times: 1, first_at: now, last_at: now }
  if (await insertOnce(kernel.store, 'egress_stops', { ...row, ...figures }, tx)) return
  await kernel.store.run(
    'UPDATE egress_stops SET times = times + 1, last_at = ?, clearance = ?, fields = ? WHERE stop_key = ?',
    [now, clearance.level, figures.fields, key],
    tx,
  )
}

/** The one door: of these fields those that may go; the others are written down and stay. */
export async function letOut(
  kernel: Kernel,
  leaving: Omit<Stopped, 'clearance' | 'fields'> & { readonly fields: readonly { readonly name: string; readonly grade: Level }[] },
  tx?: Tx,
): Promise<ReadonlySet<string>> {
  const agreed = await clearanceOf(kernel, leaving.target, leaving.subject, tx)
  const clearance = leaving.target.kind === 'workbook' ? agreed : withoutConsent(agreed)
  const stopped = leaving.fields.filter(({ grade }) => exceeds(grade, clearance)).map(({ name }) => name)
  if (stopped.length > 0) await recordStop(kernel, { ...leaving, clearance, fields: stopped }, tx)
  return new Set(leaving.fields.map(({ name }) => name).filter((name) => !stopped.includes(name)))
}
