import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'
import { unscoped } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { type ArchivedRange, archivedRanges, coveredBy } from './archived-ranges.ts'
import { originOf, type SignedCheckpoint } from './checkpoint.ts'
import { type EntryMacs, type EntryRow, entryColumns, entryMacs, forTheTrail } from './entry.ts'
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

/** A number and its entry; without the entry its columns are null. */
type Pair = LinkRow & EntryRow & { readonly id: string | null }

const page = 1000
const span = 5000
const columns = entryColumns.map((column) => `e.${column}`).join(', ')

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
  let unsigned: Pair[] = []
  const checkMacs = (): void => {
    for (const pair of unsigned)
      if (!macs.intact(pair)) found({ class: 'rewritten', seq: pair.seq, entryId: pair.entry_id, detail: withoutMac })
  }
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
      const present = (pair.id as string | null) !== null
      const wrong = present ? edited(pair, leafOf(crypto, pair)) : missing(pair, archived)
      if (wrong) found(wrong)
      else if (present) unsigned.push(pair)
      seq = pair.seq
      chain = Buffer.from(pair.chain, 'hex')
      frontier.append(linked)
      const signed = statements.meet(frontier, chain, pair)
      // What a signature of the house covers needs no MAC besides; where they disagree the MACs say who is right.
      if (signed !== 'agrees' && signed !== 'differs') continue
      if (signed === 'differs') checkMacs()
      unsigned = []
    }
    if (pairs.length < page) break
    // Others must be served while a long trail is walked.
    await new Promise((next) => setImmediate(next))
  }
  checkMacs()
  statements.end(seq)
  const { waiting, oldest } = await unnumbered(dependencies, macs, found)
  findings.sort((a, b) => (a.seq ?? Number.MAX_SAFE_INTEGER) - (b.seq ?? Number.MAX_SAFE_INTEGER))
  return { ok: findings.length === 0, entries: seq, checkpoints: statements.met, waiting, oldestWaiting: oldest, findings }
}

const withoutMac = 'the entry and its number agree, but it does not carry the MAC of this house'

function edited(pair: Pair, leaf: Buffer): Finding | undefined {
  if (leaf.toString('hex') === pair.leaf) return undefined
  return { class: 'edited', seq: pair.seq, entryId: pair.entry_id, detail: 'the entry is not what it was when it was numbered' }
}

function missing(pair: Pair, archived: readonly ArchivedRange[]): Finding | undefined {
  if (coveredBy(archived, pair.seq)) return undefined
  return { class: 'deleted', seq: pair.seq, entryId: pair.entry_id, detail: 'the entry was numbered and is no longer there' }
}

/** Entries without a number: new ones wait for it, forged ones never get it. */
async function unnumbered(
  { store }: VerifyDependencies,
  macs: EntryMacs,
  found: (finding: Finding) => void,
): Promise<{ waiting: number; oldest: string | null }> {
  let waiting = 0
  let oldest: string | null = null
  for (let after = ''; ; ) {
    // Two short reads of the same span instead of a join that would search the whole table for nothing.
    const ids = await unscoped<{ id: string }>(store, forTheTrail, {
      sql: `SELECT id FROM audit_entries WHERE id > ? ORDER BY id LIMIT ${span}`,
      params: [after],
    })
    const last = ids.at(-1)?.id
    if (last === undefined) return { waiting, oldest }
    const numbered = await store.rows<{ entry_id: string }>('SELECT entry_id FROM audit_links WHERE entry_id > ? AND entry_id <= ?', [
      after,
      last,
    ])
    const known = new Set(numbered.map((row) => row.entry_id))
    for (const { id } of ids) {
      if (known.has(id)) continue
      const [row] = await unscoped<EntryRow>(store, forTheTrail, {
        sql: `SELECT ${entryColumns.join(', ')} FROM audit_entries WHERE id = ?`,
        params: [id],
      })
      if (row && macs.intact(row)) {
        waiting++
        oldest ??= id
      } else if (row) {
        found({ class: 'inserted', seq: null, entryId: id, detail: 'the entry does not carry the MAC of this house' })
      }
    }
    after = last
    await new Promise((next) => setImmediate(next))
  }
}
