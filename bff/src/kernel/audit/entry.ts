import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'
import { scopedTable } from '../store/scope.ts'
import type { SqlValue } from '../store/store.ts'
import { type AuditEntry, auditKinds } from './audit.ts'

/** Which part of the trail somebody may read depends on the place; the trail itself is read for nobody in particular. */
export const entryScope = { placePath: 'place_path' }
scopedTable('audit_entries', entryScope)
export const forTheTrail = 'the trail is kept and checked as a whole'

/** An entry as it is stored. */
export interface EntryRow {
  readonly id: string
  readonly written_at: number
  readonly kind: string
  readonly actor_id: string | null
  readonly actor_kind: string
  readonly action: string
  readonly subject: string
  readonly subject_id: string | null
  /** `/` where the entry belongs to no place. */
  readonly place_path: string
  readonly result: string
  readonly ip: string | null
  readonly request_id: string | null
  readonly reason: string | null
  readonly before_json: string | null
  readonly after_json: string | null
  readonly mac: string
}

/** In the order in which they are hashed; never reorder, only add at the end under a new format number. */
const hashed = [
  'id',
  'written_at',
  'kind',
  'actor_id',
  'actor_kind',
  'action',
  'subject',
  'subject_id',
  'place_path',
  'result',
  'ip',
  'request_id',
  'reason',
  'before_json',
  'after_json',
] as const satisfies readonly (keyof EntryRow)[]
const format = 1

export const entryColumns: readonly (keyof EntryRow)[] = [...hashed, 'mac']

export const insertEntry = `INSERT INTO audit_entries (${entryColumns.join(', ')}) VALUES (${entryColumns.map(() => '?').join(', ')})`

export const entryValues = (row: Omit<EntryRow, 'mac'>, mac: string): SqlValue[] => [...hashed.map((column) => row[column]), mac]

/** What is authenticated: every column, in one text that has only one reading. */
export const entryText = (row: Omit<EntryRow, 'mac'>): string => JSON.stringify([format, ...hashed.map((column) => row[column])])

/** MACs entries and checks them, under the audit key of the version that the MAC names. */
export function entryMacs(crypto: CryptoProvider, keyring: Keyring) {
  const keys = new WeakMap<Buffer, Buffer>()
  const keyOf = (version: number): Buffer => {
    const secret = keyring.secret('audit', version, 'audit_entries.mac')
    let key = keys.get(secret)
    if (!key) {
      key = crypto.hmacSm3(secret, 'liren audit entry')
      keys.set(secret, key)
    }
    return key
  }
  const macOf = (version: number, row: Omit<EntryRow, 'mac'>): string =>
    `${version}.${crypto.hmacSm3(keyOf(version), entryText(row)).toString('hex')}`
  return {
    macOf: (row: Omit<EntryRow, 'mac'>): string => macOf(keyring.currentVersion('audit'), row),
    intact(row: EntryRow): boolean {
      const version = /^([1-9]\d{0,8})\.[0-9a-f]{64}$/.exec(row.mac)?.[1]
      const known = version && keyring.versions.some((key) => key.purpose === 'audit' && key.version === Number(version))
      return Boolean(known) && crypto.equal(Buffer.from(row.mac), Buffer.from(macOf(Number(version), row)))
    },
  }
}
export type EntryMacs = ReturnType<typeof entryMacs>

const longestDetail = 60_000

/** An entry that lacks one of the five elements is a mistake of ours and is not written. */
export function toRow(entry: AuditEntry, id: string, now: number): Omit<EntryRow, 'mac'> {
  const kind = entry.kind ?? 'business'
  const missing = [
    !auditKinds.includes(kind) && 'kind',
    !(entry.actorKind in actors) && 'actorKind',
    !entry.action && 'action',
    !entry.subject && 'subject',
    !(entry.result in results) && 'result',
    !Number.isFinite(now) && 'time',
    // Operations are always somebody's, even if that somebody is a program.
    ((kind !== 'business' && entry.actorKind !== 'anonymous') || entry.actorKind === 'user') && !entry.actorId && 'actorId',
  ].filter(Boolean)
  if (missing.length > 0) throw new TypeError(`An audit entry lacks ${missing.join(', ')}`)
  return {
    id,
    written_at: now,
    kind,
    actor_id: plain(entry.actorId, 64),
    actor_kind: entry.actorKind,
    action: plain(entry.action, 80) as string,
    subject: plain(entry.subject, 64) as string,
    subject_id: plain(entry.subjectId, 64),
    place_path: entry.placePath ?? '/',
    result: entry.result,
    ip: plain(entry.ip, 45),
    request_id: plain(entry.requestId, 64),
    reason: entry.reason === undefined ? null : entry.reason.slice(0, 500),
    before_json: detail(entry.before),
    after_json: detail(entry.after),
  }
}

const actors: Record<AuditEntry['actorKind'], true> = { anonymous: true, user: true, app: true, device: true, system: true }
const results: Record<AuditEntry['result'], true> = { done: true, refused: true, failed: true }

/** A caller may send anything as an id; that must not be a way to have a refusal forgotten. */
function plain(value: string | null, size: number): string | null {
  return value === null ? null : value.replace(/[^\x20-\x7e]/g, '?').slice(0, size)
}

function detail(value: Record<string, unknown> | undefined): string | null {
  if (value === undefined) return null
  const text = JSON.stringify(value)
  return text.length <= longestDetail ? text : JSON.stringify({ tooLong: text.length, fields: Object.keys(value).slice(0, 200) })
}
