import { existsSync, readdirSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import { recordOperation } from '../../kernel/audit/operations.ts'
import { dayOf } from '../../kernel/background/daily.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import { among } from '../../kernel/store/condition.ts'
import { insertOnce } from '../../kernel/store/insert-once.ts'
import { assurePolicy, dueNow, lastSlot, policyOf, type Standing, slotsToJudge } from './policy.ts'
import { type BackupRow, columns, fullToFollow } from './row.ts'
import { beginWaiting, change, checkBackup, copyAway, factsOf, keptFor, reviveGone, tell } from './run.ts'
import { whereOf } from './where.ts'

const day = 86_400_000

export async function standingOf({ store }: Kernel): Promise<Standing> {
  const latest = async (where: string, column = 'begun_at') =>
    (await store.rows<{ at: number | null }>(`SELECT MAX(${column}) AS at FROM backups WHERE ${where}`))[0]?.at ?? null
  return {
    lastFullAt: await latest(fullToFollow),
    lastGoodAt: await latest("state = 'done'"),
    lastFailureAt: await latest("state = 'failed'", 'finished_at'),
  }
}

/** Asks for a backup; false while another waits or runs. */
export async function askBackup(
  kernel: Kernel,
  row: { id: string; kind: BackupRow['kind']; origin: 'plan' | 'hand'; slot?: string; asked_by?: string },
  tx?: Parameters<Kernel['store']['run']>[2],
): Promise<boolean> {
  return insertOnce(
    kernel.store,
    'backups',
    { ...row, state: 'queued', phase: 'waiting', active_key: 'one', created_at: kernel.clock.now() },
    tx,
  )
}

/** Once a minute: begin what is due or was left lying, and notice days without a backup. */
export async function watch(kernel: Kernel): Promise<void> {
  const { clock, config, ids } = kernel
  const zone = config.LIREN_TIME_ZONE
  await reviveGone(kernel)
  await adopt(kernel)
  const policy = await assurePolicy(kernel)
  const now = clock.now()
  await judge(kernel, slotsToJudge(policy, now, zone))
  const kind = dueNow(policy, await standingOf(kernel), now, zone)
  if (kind) await askBackup(kernel, { id: ids.next(), kind, origin: 'plan', slot: dayOf(lastSlot(now, policy.at_time, zone), zone) })
  await beginWaiting(kernel)
}

/** A day belongs to a backup that began between its hour and that of the next day. */
async function judge(kernel: Kernel, slots: readonly number[]): Promise<void> {
  const { store, clock, config } = kernel
  const oldest = slots.at(-1)
  if (oldest === undefined) return
  const good = await store.rows<{ begun_at: number }>("SELECT begun_at FROM backups WHERE state IN ('done', 'removed') AND begun_at >= ?", [
    oldest,
  ])
  const dayNamed = (slot: number) => dayOf(slot, config.LIREN_TIME_ZONE)
  const known = among('day', slots.map(dayNamed))
  const misses = await store.rows<{ day: string; made_good_at: number | null }>(
    `SELECT day, made_good_at FROM backup_misses WHERE ${known.sql}`,
    known.params,
  )
  for (const [i, slot] of slots.entries()) {
    const until = slots[i - 1] ?? Number.MAX_SAFE_INTEGER
    const isCovered = good.some(({ begun_at }) => begun_at >= slot && begun_at < until)
    const name = dayNamed(slot)
    const miss = misses.find((row) => row.day === name)
    if (!isCovered && !miss) await missed(kernel, name)
    if (isCovered && miss?.made_good_at === null)
      await store.run('UPDATE backup_misses SET made_good_at = ? WHERE day = ? AND made_good_at IS NULL', [clock.now(), name])
  }
}

async function missed(kernel: Kernel, name: string): Promise<void> {
  const { store, clock, audit, log } = kernel
  await store.tx(async (tx) => {
    if (!(await insertOnce(store, 'backup_misses', { day: name, found_at: clock.now() }, tx))) return
    log.error({ day: name }, 'a day has no backup')
    await recordOperation(
      audit,
      { kind: 'database', action: 'operation.backup-missed', subject: 'backup', subjectId: name, result: 'failed', after: { day: name } },
      tx,
    )
    await tell(kernel, 'backup.missed', name, { day: name }, tx)
  })
}

/** Backups that a command put into the folder belong into the list as well. */
async function adopt(kernel: Kernel): Promise<void> {
  const { folder } = whereOf(kernel.config)
  if (!existsSync(folder)) return
  const names = readdirSync(folder).filter((name) => name.startsWith('liren-') && existsSync(join(folder, name, 'manifest.json')))
  if (names.length === 0) return
  const asked = among('name', names)
  const rows = await kernel.store.rows<{ name: string }>(`SELECT name FROM backups WHERE ${asked.sql}`, asked.params)
  const known = new Set(rows.map((row) => row.name))
  const running = await kernel.store.rows("SELECT id FROM backups WHERE active_key = 'one' AND state = 'running'")
  // One that is being finished has its name, but not yet in its row.
  if (running.length > 0) return
  const now = kernel.clock.now()
  const { keep_days } = await policyOf(kernel)
  for (const name of names.filter((one) => !known.has(one))) {
    const { kind, madeAt, ...facts } = factsOf(join(folder, name))
    const kept = keptFor(kind, now, keep_days)
    await insertOnce(kernel.store, 'backups', {
      ...{ id: kernel.ids.next(), kind, name, state: 'done', phase: 'done', origin: 'command', ...facts, ...kept },
      ...{ begun_at: madeAt, finished_at: madeAt, created_at: now },
    })
  }
}

/** Once a day: what may go goes, what was not copied is copied, what was not looked at for long is looked at. */
export async function tidy(kernel: Kernel): Promise<void> {
  const { store, clock, config, audit } = kernel
  const where = whereOf(config)
  const old = await store.rows<BackupRow>(
    `SELECT ${columns} FROM backups WHERE state = 'done' AND keep_until_at < ? AND is_long_term = 0 ORDER BY keep_until_at LIMIT 50`,
    [clock.now()],
  )
  for (const { id, name } of old) {
    for (const place of [where.folder, where.copyFolder])
      if (place !== null && name !== null) await rm(join(place, name), { recursive: true, force: true })
    await store.tx(async (tx) => {
      if ((await change(kernel, id, { state: 'removed' }, tx)) === 1)
        await recordOperation(
          audit,
          { kind: 'database', action: 'operation.backup-removed', subject: 'backup', subjectId: id, after: { name } },
          tx,
        )
    })
  }
  const { verify_days } = await policyOf(kernel)
  const unseen = await store.rows<BackupRow>(
    `SELECT ${columns} FROM backups WHERE state = 'done' AND (verified_at IS NULL OR verified_at < ?) ORDER BY verified_at LIMIT 20`,
    [clock.now() - verify_days * day],
  )
  for (const { id } of unseen) await checkBackup(kernel, id)
  if (where.copyFolder === null) return
  const uncopied = await store.rows<BackupRow>(
    `SELECT ${columns} FROM backups WHERE state = 'done' AND copied_at IS NULL ORDER BY id DESC LIMIT 20`,
  )
  for (const { id, name } of uncopied.reverse()) {
    await copyAway(where, name as string)
    await change(kernel, id, { copied_at: clock.now(), fault: null })
  }
}
