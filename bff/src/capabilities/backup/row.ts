import type { Backup, BackupKind } from '@liren/contract/capabilities/backup'
import type { Kernel } from '../../kernel/kernel.ts'
import type { Tx } from '../../kernel/store/store.ts'

export interface BackupRow {
  readonly id: string
  readonly kind: BackupKind
  readonly state: Backup['state']
  readonly slot: string | null
  readonly origin: Backup['origin']
  readonly name: string | null
  readonly base_name: string | null
  readonly phase: Backup['phase']
  readonly bytes: number
  readonly table_rows: number
  readonly sha256: string | null
  readonly sm3: string | null
  readonly is_sealed: number
  readonly is_long_term: number
  readonly keep_until_at: number | null
  readonly copied_at: number | null
  readonly verified_at: number | null
  readonly is_sound: number | null
  readonly fault: string | null
  readonly attempts: number
  readonly begun_at: number | null
  readonly beat_at: number | null
  readonly finished_at: number | null
}

export const columns =
  'id, kind, state, slot, origin, name, base_name, phase, bytes, table_rows, sha256, sm3, is_sealed, is_long_term, keep_until_at, copied_at, verified_at, is_sound, fault, attempts, begun_at, beat_at, finished_at'

export const iso = (at: number) => new Date(at).toISOString()
export const isoOrNull = (at: number | null | undefined) => (at === null || at === undefined ? null : iso(at))

/** How far along each step begins; what a step takes is not known before. */
const shares: Record<Backup['phase'], number> = { waiting: 0, database: 5, rows: 45, files: 60, copy: 85, done: 100 }

export const present = (row: BackupRow): Backup => ({
  id: row.id,
  kind: row.kind,
  state: row.state,
  name: row.name,
  baseName: row.base_name,
  origin: row.origin,
  phase: row.phase,
  progress: shares[row.phase],
  bytes: row.bytes,
  rows: row.table_rows,
  sha256: row.sha256,
  sm3: row.sm3,
  isSealed: row.is_sealed === 1,
  isLongTerm: row.is_long_term === 1,
  keepUntil: isoOrNull(row.keep_until_at),
  copiedAt: isoOrNull(row.copied_at),
  verifiedAt: isoOrNull(row.verified_at),
  isSound: row.is_sound === null ? null : row.is_sound === 1,
  fault: row.fault,
  begunAt: isoOrNull(row.begun_at),
  finishedAt: isoOrNull(row.finished_at),
})

export async function backupById({ store }: Kernel, id: string, tx?: Tx): Promise<BackupRow | undefined> {
  return (await store.rows<BackupRow>(`SELECT ${columns} FROM backups WHERE id = ?`, [id], tx))[0]
}

/** Full backups that increments may follow: whole as far as is known, and sealed with the key of the house. */
export const fullToFollow = "state = 'done' AND kind = 'full' AND origin <> 'command' AND (is_sound IS NULL OR is_sound = 1)"

/** The newest of them. */
export async function lastFull({ store }: Kernel, tx?: Tx): Promise<BackupRow | undefined> {
  const rows = await store.rows<BackupRow>(`SELECT ${columns} FROM backups WHERE ${fullToFollow} ORDER BY id DESC LIMIT 1`, [], tx)
  return rows[0]
}
