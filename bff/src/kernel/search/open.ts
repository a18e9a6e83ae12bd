import type { Keyring } from '../crypto/keyring.ts'
import type { Sealer } from '../crypto/sealer.ts'
import type { Blind } from './body.ts'
import { openFts } from './fts.ts'
import type { SearchIndex } from './search-index.ts'

const place = { table: 'search', column: 'piece' }
/** 48 bits tell all pieces of a language apart. */
const bytes = 6
const remembered = 200_000

/** Digests of pieces under the keys of blind indexes. Pieces repeat, so the last many are remembered. */
export function blinder(sealer: Pick<Sealer, 'blindIndexes'>, keyring: Pick<Keyring, 'versions'>): Blind {
  const known = new Map<string, readonly string[]>()
  let under = ''
  let seen: Keyring['versions'] | undefined
  return (piece) => {
    if (keyring.versions !== seen) {
      seen = keyring.versions
      const keys = seen.map((key) => `${key.purpose}${key.version}${key.state}`).join()
      if (keys !== under) known.clear()
      under = keys
    }
    if (known.size >= remembered) known.clear()
    const before = known.get(piece)
    if (before) return before
    const made = sealer.blindIndexes(piece, place).map(plainDigest)
    known.set(piece, made)
    return made
  }
}

/** `3.kX_…` → hex, which the tokenizer leaves alone. */
const plainDigest = (index: string): string =>
  Buffer.from(index.slice(index.indexOf('.') + 1), 'base64url')
    .toString('hex')
    .slice(0, bytes * 2)

/** The index of this process, opened when first asked: many processes of the house never search. */
export function openSearch(file: string, sealer: Sealer, keyring: Keyring): SearchIndex {
  let opened: SearchIndex | undefined
  const index = () => {
    opened ??= openFts(file, blinder(sealer, keyring))
    return opened
  }
  return {
    upsert: (subject, documents) => index().upsert(subject, documents),
    remove: (subject, ids) => index().remove(subject, ids),
    query: (query) => index().query(query),
    count: (query, cap) => index().count(query, cap),
    note: (name) => index().note(name),
    setNote: (name, value) => index().setNote(name, value),
    keys: () => index().keys(),
    clear: () => index().clear(),
    inBulk: (work) => index().inBulk(work),
    close: async () => opened?.close(),
  }
}
