import type { Store } from '../store/store.ts'
import type { Finding } from './findings.ts'
import { chainHash } from './merkle.ts'

export interface LinkRow {
  readonly seq: number
  readonly entry_id: string
  readonly leaf: string
  readonly chain: string
}

type Hash = (data: Buffer | string) => Buffer

/** How far around a break the entry is looked for that would have fitted there. */
const reach = 2000

/**
 * A link that does not follow from the one before it. Says what was done by looking for what would fit: its own
 * number one higher means that one is gone, one lower that one came in, another entry's leaf that they were exchanged.
 */
export async function explainBreak(
  store: Store,
  hash: Hash,
  expected: { readonly seq: number; readonly chain: Buffer },
  link: LinkRow,
): Promise<Finding> {
  const at = { seq: expected.seq, entryId: link.entry_id }
  if (link.seq > expected.seq)
    return { class: 'deleted', seq: expected.seq, entryId: null, detail: `numbers ${expected.seq} to ${link.seq - 1} are gone` }

  const around = await store.rows<LinkRow>('SELECT seq, entry_id, leaf, chain FROM audit_links WHERE seq > ? AND seq <= ? ORDER BY seq', [
    link.seq - reach,
    link.seq + reach,
  ])
  const makes = (seq: number, leaf: string, chain: string): boolean =>
    chainHash(hash, seq, expected.chain, Buffer.from(leaf, 'hex')).toString('hex') === chain

  const next = around.find((other) => other.seq === link.seq + 1)
  if (next && makes(link.seq, next.leaf, next.chain))
    return { class: 'inserted', ...at, detail: 'the next entry follows from the one before: this one came in between' }

  const swapped = around.find((other) => other.seq !== link.seq && makes(link.seq, other.leaf, link.chain))
  if (swapped) return { class: 'reordered', ...at, detail: `entry ${swapped.entry_id}, now number ${swapped.seq}, belongs here` }
  const moved = around.find((other) => other.seq > link.seq && makes(link.seq, other.leaf, other.chain))
  if (moved) return { class: 'reordered', ...at, detail: `the entry that is now number ${moved.seq} belongs here` }

  // The numbers were closed up after a removal: the next link still follows from this one under their old numbers.
  const follows = next && chainHash(hash, link.seq + 2, Buffer.from(link.chain, 'hex'), Buffer.from(next.leaf, 'hex')).toString('hex')
  if (next && follows === next.chain)
    return { class: 'deleted', ...at, detail: 'the entry before this one is gone and the numbers were closed up' }

  return { class: 'rewritten', ...at, detail: 'this entry does not follow from the one before it' }
}
