import { promisify } from 'node:util'
import { gunzip, gzip } from 'node:zlib'
import { envelopeKeys, openEnvelope, sealEnvelope } from '../crypto/envelope.ts'
import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'
import type { Files } from '../ports/ports.ts'
import type { Clock, Ids, Random } from '../ports/time.ts'
import { unscoped } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { type ArchivedRange, archivedAction } from './archived-ranges.ts'
import type { Audit } from './audit.ts'
import { type EntryRow, entryColumns, forTheTrail } from './entry.ts'
import { legalMinimumDays } from './triggers.ts'

interface Dependencies {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly random: Random
  readonly crypto: CryptoProvider
  readonly keyring: Keyring
  readonly audit: Audit
  readonly files: Files
}

type LinkedRow = EntryRow & { seq: number }

const most = 5000
const day = 86_400_000
const pack = promisify(gzip)
const unpack = promisify(gunzip)

/**
 * Moves the oldest entries out of the database once they are older than they must stay: sealed into the file
 * store, read back, recorded in the trail itself, and only then removed. Returns how many were moved.
 */
export async function archiveAudit(dependencies: Dependencies, keepDays: number): Promise<number> {
  if (keepDays < legalMinimumDays) throw new RangeError(`Audit entries are kept for ${legalMinimumDays} days at least`)
  await removeArchived(dependencies)
  const rows = await oldest(dependencies, dependencies.clock.now() - keepDays * day)
  const [first, last] = [rows[0], rows.at(-1)]
  if (!first || !last) return 0
  const range = await writeFile(dependencies, first.seq, last.seq, rows)
  const { store, audit, ids, clock } = dependencies
  await store.tx(async (tx) => {
    await store.run(
      'INSERT INTO audit_archives (id, first_seq, last_seq, file, digest, written_at) VALUES (?, ?, ?, ?, ?, ?)',
      [ids.next(), range.firstSeq, range.lastSeq, range.file, range.digest, clock.now()],
      tx,
    )
    await audit.write(
      {
        kind: 'database',
        actorKind: 'system',
        actorId: 'audit.archive',
        action: archivedAction,
        subject: 'audit',
        subjectId: `${range.firstSeq}-${range.lastSeq}`,
        placePath: null,
        result: 'done',
        ip: null,
        requestId: null,
        after: { ...range, entries: rows.length, keepDays },
      },
      tx,
    )
  })
  await removeArchived(dependencies)
  return rows.length
}

/** From the first number that is not archived, as far as entries are old enough and signed for. */
async function oldest({ store }: Dependencies, before: number): Promise<LinkedRow[]> {
  const [done] = await store.rows<{ last_seq: number | null }>('SELECT MAX(last_seq) AS last_seq FROM audit_archives')
  const [signed] = await store.rows<{ size: number | null }>('SELECT MAX(size) AS size FROM audit_checkpoints')
  const rows = await unscoped<LinkedRow>(store, forTheTrail, {
    sql: `SELECT l.seq, ${entryColumns.map((column) => `e.${column}`).join(', ')} FROM audit_links l JOIN audit_entries e ON e.id = l.entry_id
     WHERE l.seq > ? AND l.seq <= ? ORDER BY l.seq LIMIT ${most}`,
    params: [done?.last_seq ?? 0, signed?.size ?? 0],
  })
  const young = rows.findIndex((row) => row.written_at >= before)
  return young < 0 ? rows : rows.slice(0, young)
}

async function writeFile(
  { crypto, keyring, random, files }: Dependencies,
  firstSeq: number,
  lastSeq: number,
  rows: readonly LinkedRow[],
): Promise<ArchivedRange> {
  const version = keyring.currentVersion('audit')
  const text = rows.map((row) => JSON.stringify(row)).join('\n')
  const keys = envelopeKeys(crypto, keyring.secret('audit', version, 'audit_archives'))
  const sealed = sealEnvelope(crypto, random, keys, version, contextOf(firstSeq, lastSeq), await pack(text))
  const file = `audit-archive/${firstSeq}-${lastSeq}.sealed`
  await files.put(file, Buffer.from(sealed), 'text/plain')
  const range = { firstSeq, lastSeq, file, digest: crypto.sm3(sealed).toString('hex') }
  const back = await readArchive({ crypto, keyring, files }, range)
  if (back.length !== rows.length) throw new Error(`${file} does not hold what was written`)
  return range
}

const contextOf = (firstSeq: number, lastSeq: number): string[] => ['audit_archives', String(firstSeq), String(lastSeq)]

/** The entries of an archived range; throws when the file is not what was recorded. */
export async function readArchive(
  { crypto, keyring, files }: Pick<Dependencies, 'crypto' | 'keyring' | 'files'>,
  range: ArchivedRange,
): Promise<LinkedRow[]> {
  const opened = await files.open(range.file)
  if (!opened) throw new Error(`${range.file} is missing`)
  const parts: Buffer[] = []
  for await (const part of opened.stream) parts.push(part as Buffer)
  const sealed = Buffer.concat(parts).toString()
  if (crypto.sm3(sealed).toString('hex') !== range.digest) throw new Error(`${range.file} was changed`)
  const keysOf = (version: number) => envelopeKeys(crypto, keyring.secret('audit', version, 'audit_archives'))
  const text = await unpack(openEnvelope(crypto, keysOf, contextOf(range.firstSeq, range.lastSeq), sealed))
  return text
    .toString()
    .split('\n')
    .map((line) => JSON.parse(line) as LinkedRow)
}

/** Finishes what was recorded, also after a crash in between. Records of archiving itself stay for the verifier. */
async function removeArchived({ store, clock }: Dependencies): Promise<void> {
  const waiting = await store.rows<{ id: string; first_seq: number; last_seq: number }>(
    'SELECT id, first_seq, last_seq FROM audit_archives WHERE removed_at IS NULL ORDER BY first_seq',
  )
  for (const { id, first_seq, last_seq } of waiting) {
    for (let from = first_seq; from <= last_seq; from += 500) {
      await store.run(
        `DELETE FROM audit_entries WHERE action <> ? AND id IN (SELECT entry_id FROM audit_links WHERE seq >= ? AND seq <= ?)`,
        [archivedAction, from, Math.min(last_seq, from + 499)],
      )
    }
    await store.run('UPDATE audit_archives SET removed_at = ? WHERE id = ? AND removed_at IS NULL', [clock.now(), id])
  }
}
