import type { BackupPolicy } from '@liren/contract/capabilities/backup'
import { nextDaily } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import type { Tx } from '../../kernel/store/store.ts'

const day = 86_400_000
const hour = 3_600_000
/** By law a full backup is made once a week at least. */
export const longestFullDays = 7
/** A day whose backup is so late is a missed one. */
export const graceMs = 6 * hour
const retryMs = 30 * 60_000

export interface PolicyRow {
  readonly is_on: number
  readonly at_time: string
  readonly full_days: number
  readonly keep_days: number
  readonly verify_days: number
  readonly on_since_at: number
  readonly version: number
}

export const house = '00000000000000000000backup'

export const presentPolicy = (row: PolicyRow): BackupPolicy => ({
  isOn: row.is_on === 1,
  time: row.at_time,
  fullDays: row.full_days,
  keepDays: row.keep_days,
  verifyDays: row.verify_days,
  version: row.version,
})

const columns = 'is_on, at_time, full_days, keep_days, verify_days, on_since_at, version'

/** The policy of the house, or the one that it begins with. A demonstration makes backups when it is told to. */
export async function policyOf({ store, clock, config }: Kernel, tx?: Tx): Promise<PolicyRow> {
  const [row] = await store.rows<PolicyRow>(`SELECT ${columns} FROM backup_policies WHERE id = ?`, [house], tx)
  const first = { is_on: config.LIREN_DEMO ? 0 : 1, at_time: '01:30', full_days: 7, keep_days: 30, verify_days: 30, version: 1 }
  return row ?? { ...first, on_since_at: clock.now() }
}

/** The same, written down: from now on it has a beginning. */
export async function assurePolicy(kernel: Kernel, tx?: Tx): Promise<PolicyRow> {
  const row = await policyOf(kernel, tx)
  await insertOnce(kernel.store, 'backup_policies', { id: house, ...row }, tx)
  return row
}

/** The last time that the clocks of the community showed the hour of the plan. */
export function lastSlot(now: number, time: string, zone: string): number {
  let slot = nextDaily(now - 2 * day, time, zone)
  for (let next = slot; next <= now; next = nextDaily(next, time, zone)) slot = next
  return slot
}

export interface Standing {
  readonly lastFullAt: number | null
  readonly lastGoodAt: number | null
  readonly lastFailureAt: number | null
}

/** What the plan asks for now: one backup for each day, a full one once in so many days. */
export function dueNow(policy: PolicyRow, standing: Standing, now: number, zone: string): 'full' | 'incremental' | undefined {
  if (policy.is_on !== 1) return undefined
  const slot = lastSlot(now, policy.at_time, zone)
  if (slot < policy.on_since_at && standing.lastGoodAt !== null) return undefined
  if (standing.lastGoodAt !== null && standing.lastGoodAt >= slot) return undefined
  if (standing.lastFailureAt !== null && now - standing.lastFailureAt < retryMs) return undefined
  // Tomorrow's hour would be too late for it.
  const isFullDue = standing.lastFullAt === null || slot + day - standing.lastFullAt > policy.full_days * day
  return isFullDue ? 'full' : 'incremental'
}

/** Hours of the plan that should have brought a backup by now, newest first. */
export function slotsToJudge(policy: PolicyRow, now: number, zone: string, most = 14): number[] {
  if (policy.is_on !== 1) return []
  const slots: number[] = []
  let slot = lastSlot(now - graceMs, policy.at_time, zone)
  while (slot >= policy.on_since_at && slots.length < most) {
    slots.push(slot)
    slot = lastSlot(slot - 1, policy.at_time, zone)
  }
  return slots
}
