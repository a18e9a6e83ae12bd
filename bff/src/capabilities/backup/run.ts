import { existsSync, mkdirSync, rmSync, statSync } from 'node:fs'
import { cp, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { backup, backupName, manifestSum, unfinishedFolder } from '../../engines/backup/backup.ts'
import { readManifest, savedFiles } from '../../engines/backup/manifest.ts'
import { verify } from '../../engines/backup/restore.ts'
import { recordOperation } from '../../kernel/audit/operations.ts'
import { appendEvents } from '../../kernel/background/outbox.ts'
import type { Kernel } from '../../kernel/kernel.ts'
import type { SqlValue, Tx } from '../../kernel/store/store.ts'
import { policyOf } from './policy.ts'
import { type BackupRow, backupById, columns, lastFull } from './row.ts'
import { assureKey, type Where, whereOf } from './where.ts'

const day = 86_400_000
const beatMs = 20_000
/** Whoever has not shown a sign of life for so long is gone. */
export const goneMs = 2 * 60_000
const patience = 3

const atWork = new WeakMap<Kernel, Promise<void>>()
/** The backup that this process is making, if any. */
export const workInHand = (kernel: Kernel): Promise<void> => atWork.get(kernel) ?? Promise.resolve()

/** Takes the backup that waits, if there is one, and makes it beside everything else: other jobs do not wait for it. */
export async function beginWaiting(kernel: Kernel): Promise<void> {
  const { store, clock } = kernel
  const [waiting] = await store.rows<BackupRow>(`SELECT ${columns} FROM backups WHERE active_key = 'one' AND state = 'queued'`)
  if (!waiting) return
  const now = clock.now()
  const claimed = await store.run(
    "UPDATE backups SET state = 'running', begun_at = ?, beat_at = ?, attempts = attempts + 1, fault = NULL WHERE id = ? AND state = 'queued'",
    [now, now, waiting.id],
  )
  if (claimed !== 1) return
  const work = carryOut(kernel, waiting, now).catch((error: unknown) => kernel.log.error({ err: error }, 'a backup was lost'))
  atWork.set(kernel, work)
}

/** One whose process is gone is begun again, a few times. */
export async function reviveGone(kernel: Kernel): Promise<void> {
  const { store, clock } = kernel
  const [gone] = await store.rows<BackupRow>(
    `SELECT ${columns} FROM backups WHERE active_key = 'one' AND state = 'running' AND beat_at < ?`,
    [clock.now() - goneMs],
  )
  if (!gone) return
  const left = backupName(new Date(gone.begun_at as number), gone.kind)
  rmSync(unfinishedFolder(whereOf(kernel.config).folder, left), { recursive: true, force: true })
  if (gone.attempts >= patience) return fail(kernel, gone, 'the process that made it ended several times')
  await store.run("UPDATE backups SET state = 'queued', phase = 'waiting' WHERE id = ? AND state = 'running' AND beat_at = ?", [
    gone.id,
    gone.beat_at as number,
  ])
}

async function carryOut(kernel: Kernel, row: BackupRow, now: number): Promise<void> {
  const { store, clock } = kernel
  const where = whereOf(kernel.config)
  const done = new AbortController()
  const beat = async () => {
    while (!done.signal.aborted) {
      await clock.sleep(beatMs, done.signal).catch(() => {})
      if (!done.signal.aborted) await store.run('UPDATE backups SET beat_at = ? WHERE id = ?', [clock.now(), row.id])
    }
  }
  const phase = (name: string) => store.run('UPDATE backups SET phase = ?, beat_at = ? WHERE id = ?', [name, clock.now(), row.id])
  const beating = beat().catch(() => {})
  try {
    const base = row.kind === 'incremental' ? await lastFull(kernel) : undefined
    if (row.kind === 'incremental' && !base?.name) throw new Error('There is no full backup that an increment could follow.')
    assureKey(where)
    mkdirSync(where.folder, { recursive: true, mode: 0o700 })
    const folder = await backup({
      ...where,
      to: where.folder,
      now: new Date(now),
      ...(base?.name ? { since: join(where.folder, base.name) } : {}),
      onPhase: async (name) => {
        if (name !== 'done') await phase(name)
      },
    })
    await phase('copy')
    const name = folder.slice(where.folder.length + 1)
    const copied = where.copyFolder === null ? undefined : await copyAway(where, name).catch((error: Error) => error)
    await finish(kernel, row, name, copied)
  } catch (error) {
    await fail(kernel, row, (error as Error).message)
  } finally {
    done.abort()
    await beating
  }
}

/** Puts a backup into the other place, and looks whether it arrived whole. */
export async function copyAway({ folder, copyFolder }: Where, name: string): Promise<true> {
  const unfinished = join(copyFolder as string, `.${name}.unfinished`)
  const target = join(copyFolder as string, name)
  await rm(unfinished, { recursive: true, force: true })
  mkdirSync(copyFolder as string, { recursive: true, mode: 0o700 })
  if (!existsSync(target)) {
    await cp(join(folder, name), unfinished, { recursive: true })
    await rename(unfinished, target)
  }
  const faults = await verify(target)
  if (faults.length > 0) throw new Error(`the copy is damaged: ${faults.join('; ')}`)
  return true
}

/** What a folder of a backup says about itself. */
export function factsOf(folder: string) {
  const manifest = readManifest(folder)
  const files = savedFiles(manifest)
  return {
    kind: manifest.kind ?? 'full',
    madeAt: Date.parse(manifest.madeAt),
    base_name: manifest.base?.name ?? null,
    bytes: files.reduce((sum, file) => sum + file.bytes, 0) + statSync(join(folder, 'manifest.json')).size,
    table_rows: Object.values(manifest.tables).reduce((sum, { rows }) => sum + rows, 0),
    sha256: manifestSum(folder, 'sha256'),
    sm3: manifestSum(folder, 'sm3'),
    is_sealed: files.every((file) => file.sealed) ? 1 : 0,
  } as const
}

/** Full backups are kept until a person decides otherwise; increments for some time. */
export const keptFor = (kind: BackupRow['kind'], now: number, keepDays: number) =>
  kind === 'full' ? { is_long_term: 1, keep_until_at: null } : { is_long_term: 0, keep_until_at: now + keepDays * day }

async function finish(kernel: Kernel, row: BackupRow, name: string, copied: true | Error | undefined): Promise<void> {
  const { clock } = kernel
  const { madeAt: _, kind, ...facts } = factsOf(join(whereOf(kernel.config).folder, name))
  const { keep_days } = await policyOf(kernel)
  const now = clock.now()
  const fault = copied instanceof Error ? `not copied: ${copied.message}`.slice(0, 500) : null
  await kernel.store.tx(async (tx) => {
    await change(
      kernel,
      row.id,
      {
        ...facts,
        ...keptFor(kind, now, keep_days),
        name,
        fault,
        state: 'done',
        phase: 'done',
        active_key: null,
        finished_at: now,
        copied_at: copied === true ? now : null,
      },
      tx,
    )
    const after = { kind, name, origin: row.origin, ...facts, copied: copied === true }
    await recordOperation(
      kernel.audit,
      { kind: 'database', action: 'operation.backup-made', subject: 'backup', subjectId: row.id, after },
      tx,
    )
    await tell(kernel, fault === null ? 'backup.finished' : 'backup.failed', row.id, { kind, name, fault }, tx)
  })
}

async function fail(kernel: Kernel, row: BackupRow, reason: string): Promise<void> {
  const fault = reason.slice(0, 500)
  await kernel.store.tx(async (tx) => {
    // Without its day, so that the plan may try the day again.
    await change(kernel, row.id, { state: 'failed', active_key: null, slot: null, fault, finished_at: kernel.clock.now() }, tx)
    await recordOperation(
      kernel.audit,
      {
        kind: 'database',
        action: 'operation.backup-failed',
        subject: 'backup',
        subjectId: row.id,
        result: 'failed',
        after: { kind: row.kind, fault },
      },
      tx,
    )
    await tell(kernel, 'backup.failed', row.id, { kind: row.kind, fault }, tx)
  })
}

export async function change(kernel: Kernel, id: string, values: Readonly<Record<string, SqlValue>>, tx?: Tx): Promise<number> {
  const sets = Object.keys(values).map((name) => `${name} = ?`)
  return kernel.store.run(`UPDATE backups SET ${sets.join(', ')} WHERE id = ?`, [...Object.values(values), id], tx)
}

export const tell = (kernel: Kernel, name: string, id: string, payload: Record<string, unknown>, tx: Tx): Promise<void> =>
  appendEvents(kernel, [{ name, subject: 'backup', subjectId: id, payload, live: { permission: 'backup.read' } }], tx)

/** Looks whether a backup is still whole, here and in the other place. */
export async function checkBackup(kernel: Kernel, id: string): Promise<void> {
  const row = await backupById(kernel, id)
  if (row?.state !== 'done' || row.name === null) return
  const where = whereOf(kernel.config)
  const name = row.name
  const places = [where.folder, ...(row.copied_at !== null && where.copyFolder ? [where.copyFolder] : [])]
  const faults = (await Promise.all(places.map((place) => faultsAt(place, name, row.sha256)))).flat()
  const isSound = faults.length === 0
  await kernel.store.tx(async (tx) => {
    const fault = isSound ? null : faults.join('; ').slice(0, 500)
    await change(kernel, id, { verified_at: kernel.clock.now(), is_sound: isSound ? 1 : 0, fault }, tx)
    const after = { name, isSound, fault }
    const result = isSound ? 'done' : 'failed'
    await recordOperation(
      kernel.audit,
      { kind: 'database', action: 'operation.backup-verified', subject: 'backup', subjectId: id, result, after },
      tx,
    )
    await tell(kernel, isSound ? 'backup.verified' : 'backup.damaged', id, { name, fault }, tx)
  })
}

async function faultsAt(place: string, name: string, sum: string | null): Promise<string[]> {
  const folder = join(place, name)
  if (!existsSync(join(folder, 'manifest.json'))) return [`${folder} is not there`]
  if (manifestSum(folder, 'sha256') !== sum) return [`${folder}: the manifest is not the one that was written`]
  return (await verify(folder)).map((fault) => `${folder}: ${fault}`)
}
