import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'
import { unscoped } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { type ArchivedRange, archivedRanges, coveredBy } from './archived-ranges.ts'
import { originOf, type SignedCheckpoint } from './checkpoint.ts'
import { type EntryRow, entryColumns, entryMacs, forTheTrail } from './entry.ts'
import type { AuditReport, Finding } from './findings.ts'
import { explainBreak, type LinkRow } from './locate.ts'
import { chainHash, chainStart, Frontier } from './merkle.ts'
import { leafOf } from './seal.ts'
import { Statements } from './statements.ts'
import type { Witness } from './witness.ts'

export interface VerifyDependencies {
  readonly store: Store
  readonly crypto: CryptoProvider
  readonly keyring: Keyring
  /** The second place. Without it a database that was put back cannot be told from one that is new. */
  readonly witness?: Witness | undefined
}

/** With the beginnings of the hashes it adds, if they were kept too: then the very entry can be named. */
export type KeptCheckpoint = SignedCheckpoint & { readonly leaves?: string | undefined }

export interface VerifyOptions {
  /** Checkpoints that somebody else kept: an auditor, another machine, a printed sheet. */
  readonly kept?: readonly KeptCheckpoint[]
  /** Stop collecting after so many; the first one is what matters. */
  readonly limit?: number
}

type Pair = LinkRow & { [K in keyof EntryRow as `e_${K}`]: EntryRow[K] | null }

const page = 1000
const columns = entryColumns.map((column) => `e.${column} AS e_${column}`).join(', ')

/** Walks the whole trail once and compares it with everything that was ever said about it. */
export async function verifyAudit(dependencies: VerifyDependencies, options: VerifyOptions = {}): Promise<AuditReport> {
  const { store, crypto, keyring } = dependencies
  const limit = options.limit ?? 100
  const findings: Finding[] = []
  const found = (finding: Finding): void => {
    if (findings.length < limit) findings.push(finding)
  }
  const macs = entryMacs(crypto, keyring)
  const archived = await archivedRanges(store, macs)
  const statements = await Statements.collect(dependencies, options.kept ?? [], found)

  const frontier = new Frontier(crypto.sm3)
  let seq = 0
  let chain = chainStart
  let present = 0
  for (;;) {
    const pairs = await unscoped<Pair>(store, forTheTrail, {
      sql: `SELECT l.seq, l.entry_id, l.leaf, l.chain, ${columns} FROM audit_links l LEFT JOIN audit_entries e ON e.id = l.entry_id
       WHERE l.seq > ? ORDER BY l.seq LIMIT ${page}`,
      params: [seq],
    })
    for (const pair of pairs) {
      const linked = Buffer.from(pair.leaf, 'hex')
      if (seq === 0) statements.begin(originOf(linked))
      const fits = pair.seq === seq + 1 && chainHash(crypto.sm3, pair.seq, chain, linked).toString('hex') === pair.chain
      if (!fits) found(await explainBreak(store, crypto.sm3, { seq: seq + 1, chain }, pair))
      const entry = entryOf(pair)
      if (entry) present++
      const wrong = entry ? edited(pair, leafOf(crypto, entry), macs.intact(entry)) : missing(pair, archived)
      if (wrong) found(wrong)
      seq = pair.seq
      chain = Buffer.from(pair.chain, 'hex')
      frontier.append(linked)
      statements.meet(frontier, chain, pair)
    }
    if (pairs.length < page) break
    // Others must be served while a long trail is walked.
    await new Promise((next) => setImmediate(next))
  }
  statements.end(seq)
  const waiting = await unnumbered(dependencies, present, macs, found)
  findings.sort((a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER))
  return { ok: findings.length === 0, entries: seq, checkpoints: statements.met, waiting, findings }
}

function entryOf(pair: Pair): EntryRow | undefined {
  if (pair.e_id === null) return undefined
  return Object.fromEntries(entryColumns.map((column) => [column, pair[`e_${column}`]])) as unknown as EntryRow
}

function edited(pair: Pair, leaf: Buffer, intact: boolean): Finding | undefined {
  const same = leaf.toString('hex') === pair.leaf
  if (same && intact) return undefined
  const detail = same
    ? 'the entry and its number agree, but it does not carry the MAC of this house'
    : 'the entry is not what it was when it was numbered'
  return { class: same ? 'rewritten' : 'edited', seq: pair.seq, entryId: pair.entry_id, detail }
}

function missing(pair: Pair, archived: readonly ArchivedRange[]): Finding | undefined {
  if (coveredBy(archived, pair.seq)) return undefined
  return { class: 'deleted', seq: pair.seq, entryId: pair.entry_id, detail: 'the entry was numbered and is no longer there' }
}

/** Entries without a number: new ones wait for it, forged ones never get it. */
async function unnumbered(
  { store }: VerifyDependencies,
  present: number,
  macs: ReturnType<typeof entryMacs>,
  found: (finding: Finding) => void,
): Promise<number> {
  const [all] = await unscoped<{ n: number }>(store, forTheTrail, { sql: 'SELECT COUNT(*) AS n FROM audit_entries', params: [] })
  if (Number(all?.n ?? 0) === present) return 0
  let waiting = 0
  for (let after = ''; ; ) {
    const rows = await unscoped<EntryRow>(store, forTheTrail, {
      sql: `SELECT ${entryColumns.map((column) => `e.${column}`).join(', ')} FROM audit_entries e LEFT JOIN audit_links l ON l.entry_id = e.id
       WHERE e.id > ? AND l.entry_id IS NULL ORDER BY e.id LIMIT ${page}`,
      params: [after],
    })
    for (const row of rows) {
      if (macs.intact(row)) waiting++
      else found({ class: 'inserted', seq: null, entryId: row.id, detail: 'the entry does not carry the MAC of this house' })
    }
    if (rows.length < page) return waiting
    after = rows.at(-1)?.id ?? ''
  }
}
