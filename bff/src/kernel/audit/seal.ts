import type { Logger } from 'pino'
import type { Keyring } from '../crypto/keyring.ts'
import type { CryptoProvider } from '../crypto/provider.ts'
import type { Clock, Ids } from '../ports/time.ts'
import { unscoped } from '../store/scope.ts'
import type { Store } from '../store/store.ts'
import { originOf, signCheckpoint } from './checkpoint.ts'
import { type EntryRow, entryColumns, entryMacs, entryText, forTheTrail } from './entry.ts'
import { chainHash, chainStart, Frontier, leafHash } from './merkle.ts'
import { leafMark, type Witness } from './witness.ts'

export interface SealDependencies {
  readonly store: Store
  readonly clock: Clock
  readonly ids: Ids
  readonly crypto: CryptoProvider
  readonly keyring: Keyring
  readonly witness: Witness
  readonly log: Pick<Logger, 'error'>
}

export interface SealOptions {
  /** How far back entries are looked for that were committed late. */
  readonly lookBack?: number
  /** The id to begin with, when somebody knows of an entry that was missed. */
  readonly from?: string
  /** Sign even if neither a minute nor a thousand entries have passed. */
  readonly checkpointNow?: boolean
}

const batch = 500
const checkpointEvery = { entries: 1000, ms: 60_000 }
const usualLookBack = 2 * 60_000
const idAlphabet = '0123456789abcdefghjkmnpqrstvwxyz'

interface Link {
  seq: number
  entry_id: string
  chain: string
}
interface StoredCheckpoint {
  size: number
  root: string
  frontier: string
  text: string
  signature: string
  made_at: number
}

/** The leaf of an entry covers its MAC too: nothing of the row can change unseen. */
export const leafOf = (crypto: CryptoProvider, row: EntryRow): Buffer => leafHash(crypto.sm3, `${entryText(row)}${row.mac}`)

/**
 * Numbers the entries that were committed since, links each to everything before it, and has the witness sign for
 * the whole at least every minute. One process at a time; a second one would fail on the number it takes twice.
 * Returns how many entries were linked.
 */
export async function sealAudit(dependencies: SealDependencies, options: SealOptions = {}): Promise<number> {
  const head = await newestLink(dependencies.store)
  const usual = idFloor(Math.max(0, (head ? idTime(head.entry_id) : 0) - (options.lookBack ?? usualLookBack)))
  let after = options.from ? idFloor(idTime(options.from)) : usual
  let linked = 0
  for (let more = true; more; ) {
    const rows = await unlinked(dependencies.store, after)
    more = rows.length === batch
    after = rows.at(-1)?.id ?? after
    linked += await link(dependencies, rows)
    await checkpointIfDue(dependencies, options.checkpointNow === true && !more)
  }
  await tellWitness(dependencies)
  return linked
}

const unlinked = (store: Store, after: string): Promise<EntryRow[]> =>
  unscoped<EntryRow>(store, forTheTrail, {
    sql: `SELECT ${entryColumns.map((column) => `e.${column}`).join(', ')} FROM audit_entries e LEFT JOIN audit_links l ON l.entry_id = e.id
     WHERE e.id > ? AND l.entry_id IS NULL ORDER BY e.id LIMIT ${batch}`,
    params: [after],
  })

async function link({ store, clock, ids, crypto, keyring, log }: SealDependencies, rows: readonly EntryRow[]): Promise<number> {
  const macs = entryMacs(crypto, keyring)
  const values: (string | number)[] = []
  const head = await newestLink(store)
  let seq = head?.seq ?? 0
  let chain: Buffer = head ? Buffer.from(head.chain, 'hex') : chainStart
  for (const row of rows) {
    if (!macs.intact(row)) {
      log.error({ entry: row.id }, 'an audit entry was not written by this house, or was changed before it was sealed')
      await report(store, ids, clock.now(), { row: row.id, kind: 'forged' })
      continue
    }
    const leaf = leafOf(crypto, row)
    seq++
    chain = chainHash(crypto.sm3, seq, chain, leaf)
    values.push(seq, row.id, leaf.toString('hex'), chain.toString('hex'))
  }
  const count = values.length / 4
  if (count === 0) return 0
  await store.run(`INSERT INTO audit_links (seq, entry_id, leaf, chain) VALUES ${Array(count).fill('(?, ?, ?, ?)').join(', ')}`, values)
  return count
}

/** Once per thing found: whoever watches findings is told of it, and told again only after it was settled. */
async function report(store: Store, ids: Ids, now: number, found: { row: string; kind: string }): Promise<void> {
  const sql = "SELECT id FROM integrity_findings WHERE table_name = 'audit_entries' AND row_id = ? AND kind = ? AND settled_at IS NULL"
  if ((await store.rows(sql, [found.row, found.kind])).length > 0) return
  await store.run("INSERT INTO integrity_findings (id, table_name, row_id, kind, found_at) VALUES (?, 'audit_entries', ?, ?, ?)", [
    ids.next(),
    found.row,
    found.kind,
    now,
  ])
}

async function checkpointIfDue({ store, clock, crypto, keyring }: SealDependencies, now: boolean): Promise<void> {
  const head = await newestLink(store)
  if (!head) return
  const last = await newestCheckpoint(store)
  const waiting = head.seq - (last?.size ?? 0)
  if (waiting <= 0) return
  const due = now || waiting >= checkpointEvery.entries || !last || clock.now() - last.made_at >= checkpointEvery.ms
  if (!due) return
  const frontier = await grow(store, crypto, last, head.seq)
  const [first] = await store.rows<{ leaf: string }>('SELECT leaf FROM audit_links WHERE seq = 1')
  if (!first) return
  const keyVersion = keyring.currentVersion('witness')
  const at = clock.now()
  const signed = signCheckpoint(crypto, keyring, {
    origin: originOf(Buffer.from(first.leaf, 'hex')),
    size: head.seq,
    root: frontier.root(),
    chain: Buffer.from(head.chain, 'hex'),
    at,
    keyVersion,
  })
  await store.run(
    'INSERT INTO audit_checkpoints (size, root, frontier, text, signature, key_version, made_at) VALUES (?, ?, ?, ?, ?, ?, ?)',
    [head.seq, frontier.root().toString('hex'), frontier.toText(), signed.text, signed.signature, keyVersion, at],
  )
}

/** Goes on from the last checkpoint if what it kept still makes its root; else from the first entry. */
async function grow(store: Store, crypto: CryptoProvider, last: StoredCheckpoint | undefined, size: number): Promise<Frontier> {
  const kept = last && Frontier.fromText(crypto.sm3, last.size, last.frontier)
  const frontier = kept && kept.root().toString('hex') === last.root ? kept : new Frontier(crypto.sm3)
  while (frontier.size < size) {
    const leaves = await store.rows<{ leaf: string }>('SELECT leaf FROM audit_links WHERE seq > ? AND seq <= ? ORDER BY seq LIMIT 5000', [
      frontier.size,
      size,
    ])
    if (leaves.length === 0) throw new Error(`The audit trail has no link ${frontier.size + 1}`)
    for (const { leaf } of leaves) frontier.append(Buffer.from(leaf, 'hex'))
  }
  return frontier
}

/** Checkpoints reach the second place after the database holds them, so that a crash leaves it behind and never ahead. */
async function tellWitness({ store, keyring, witness, clock, ids, log }: SealDependencies): Promise<void> {
  let told = await witness.lastSize()
  const newest = (await newestCheckpoint(store))?.size ?? 0
  if (told > newest) {
    log.error({ told, newest, where: witness.where }, 'the audit trail is shorter than its copy in the second place')
    await report(store, ids, clock.now(), { row: String(newest + 1), kind: 'rolled-back' })
  }
  for (;;) {
    const [next] = await store.rows<StoredCheckpoint & { key_version: number }>(
      'SELECT size, root, frontier, text, signature, key_version, made_at FROM audit_checkpoints WHERE size > ? ORDER BY size LIMIT 1',
      [told],
    )
    if (!next) return
    const leaves = await store.rows<{ leaf: string }>('SELECT leaf FROM audit_links WHERE seq > ? AND seq <= ? ORDER BY seq', [
      told,
      next.size,
    ])
    await witness.append({
      size: next.size,
      text: next.text,
      signature: next.signature,
      publicKey: keyring.publicKey('witness', next.key_version) ?? '',
      leaves: Buffer.concat(leaves.map(({ leaf }) => leafMark(Buffer.from(leaf, 'hex')))).toString('base64'),
    })
    told = next.size
  }
}

async function newestLink(store: Store): Promise<Link | undefined> {
  return (await store.rows<Link>('SELECT seq, entry_id, chain FROM audit_links ORDER BY seq DESC LIMIT 1'))[0]
}

async function newestCheckpoint(store: Store): Promise<StoredCheckpoint | undefined> {
  const sql = 'SELECT size, root, frontier, text, signature, made_at FROM audit_checkpoints ORDER BY size DESC LIMIT 1'
  return (await store.rows<StoredCheckpoint>(sql))[0]
}

/** The smallest id that can have been made at this instant. */
export function idFloor(ms: number): string {
  let text = ''
  for (let rest = ms, i = 0; i < 10; i++, rest = Math.floor(rest / 32)) text = idAlphabet[rest % 32] + text
  return text.padEnd(26, '0')
}

const idTime = (id: string): number => [...id.slice(0, 10)].reduce((time, sign) => time * 32 + idAlphabet.indexOf(sign), 0)
