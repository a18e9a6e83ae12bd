import type { Clock, Ids, Random } from '../ports/time.ts'
import type { Store, Tx } from '../store/store.ts'
import { type EnvelopeKeys, envelopeKeys, openEnvelope, SealError, sealEnvelope } from './envelope.ts'
import type { KekSource } from './kek.ts'
import { CryptoError, type CryptoProvider } from './provider.ts'

/**
 * What keys are for. `seal` fields, `row` MACs of rows, blind `index`, `audit` MACs, `token` MACs of links and
 * passes, the SM2 pair of the `witness` who signs checkpoints, and that of the `house` for what it sends to others.
 */
export const keyPurposes = ['seal', 'row', 'index', 'audit', 'token', 'witness', 'house'] as const
export type KeyPurpose = (typeof keyPurposes)[number]
const signs: readonly KeyPurpose[] = ['witness', 'house']

export interface KeyVersion {
  readonly purpose: KeyPurpose
  readonly version: number
  readonly state: 'waiting' | 'current' | 'retired' | 'destroyed'
  readonly publicKey: string | null
  readonly createdAt: number
  /** When it is used for new values: every process has read it by then. */
  readonly usableAt: number
  readonly destroyedAt: number | null
}

/** Key versions, held open in memory. Reading from it never waits; `refresh` brings what other processes made. */
export interface Keyring {
  /** The same list as long as nothing changes. */
  readonly versions: readonly KeyVersion[]
  currentVersion(purpose: KeyPurpose): number
  /** The secret of a version; throws a SealError when it was destroyed or never was. */
  secret(purpose: KeyPurpose, version: number, where: string): Buffer
  publicKey(purpose: KeyPurpose, version: number): string | undefined
  rotate(purpose: KeyPurpose, tx?: Tx): Promise<number>
  /** Forgets a version for ever. What was sealed under it is dead from then on. */
  destroy(purpose: KeyPurpose, version: number, tx?: Tx): Promise<void>
  refresh(): Promise<void>
}

interface Dependencies {
  readonly store: Store
  readonly crypto: CryptoProvider
  readonly clock: Clock
  readonly random: Random
  readonly ids: Ids
  readonly kek: KekSource
  /** For those who only look: nothing is made, neither keys nor their key. */
  readonly readOnly?: boolean
}

interface Row {
  purpose: KeyPurpose
  version: number
  kek: string
  wrapped: string | null
  public_key: string | null
  created_at: number
  usable_at: number
  destroyed_at: number | null
}

/** What the rows mean between two instants. */
interface Known {
  readonly rows: readonly Row[]
  readonly from: number
  readonly until: number
  readonly best: ReadonlyMap<KeyPurpose, number>
  readonly versions: readonly KeyVersion[]
}

/** A new version waits this long before use; `refreshEvery` is well below, so that nobody meets a key it lacks. */
export const keyGrace = 30_000
export const refreshEvery = 10_000

export async function openKeyring(dependencies: Dependencies): Promise<Keyring> {
  const { store, crypto, clock, random, ids } = dependencies
  const first = await load(store)
  const kek = openKek(dependencies, first)
  const wrapping = envelopeKeys(crypto, kek)
  const kekId = fingerprint(crypto, kek)
  const opened = new Map<string, Buffer>()
  let rows = first

  const at = (purpose: string, version: number): string => `${purpose}.${version}`

  function open(row: Row): void {
    const key = at(row.purpose, row.version)
    if (row.wrapped === null) {
      opened.get(key)?.fill(0)
      opened.delete(key)
    } else if (!opened.has(key)) {
      opened.set(
        key,
        openEnvelope(crypto, () => wrapping, ['key_versions', row.purpose, String(row.version)], row.wrapped),
      )
    }
  }

  function take(fresh: Row[]): void {
    for (const row of fresh) {
      if (row.kek !== kekId) throw wrongKek(dependencies.kek.where, kekId, row.kek)
      open(row)
    }
    rows = fresh
  }

  async function add(purpose: KeyPurpose, version: number, usableAt: number, tx?: Tx): Promise<void> {
    const pair = signs.includes(purpose) ? crypto.generateKeyPair() : undefined
    const secret = pair ? Buffer.from(pair.privateKey) : random.bytes(32)
    const wrapped = sealEnvelope(crypto, random, wrapping, 1, ['key_versions', purpose, String(version)], secret)
    await store.run(
      'INSERT INTO key_versions (id, purpose, version, kek, wrapped, public_key, created_at, usable_at) VALUES (?, ?, ?, ?, ?, ?, ?, ?)',
      [ids.next(), purpose, version, kekId, wrapped, pair?.publicKey ?? null, clock.now(), usableAt],
      tx,
    )
  }

  const newest = (purpose: KeyPurpose, from: readonly Row[] = rows): number =>
    from.reduce((most, row) => (row.purpose === purpose ? Math.max(most, row.version) : most), 0)

  function bestAt(purpose: KeyPurpose, now: number): number | undefined {
    let best: Row | undefined
    for (const row of rows) {
      if (row.purpose !== purpose || row.wrapped === null) continue
      // A clock that was put back must not leave the house without a key.
      if (!best || (row.usable_at <= now && row.version > best.version)) best = row
    }
    return best?.version
  }

  let known: Known | undefined

  /** Asked for with every value that is sealed or looked up; it changes when rows do, and when one of them comes into use. */
  function current(): Known {
    const now = clock.now()
    if (known && known.rows === rows && known.from <= now && now < known.until) return known
    const best = new Map<KeyPurpose, number>()
    for (const purpose of keyPurposes) {
      const version = bestAt(purpose, now)
      if (version !== undefined) best.set(purpose, version)
    }
    const times = rows.map((row) => row.usable_at)
    known = {
      rows,
      from: Math.max(Number.NEGATIVE_INFINITY, ...times.filter((time) => time <= now)),
      until: Math.min(Number.POSITIVE_INFINITY, ...times.filter((time) => time > now)),
      best,
      versions: rows.map((row) => describe(row, best.get(row.purpose) ?? 0)),
    }
    return known
  }

  function currentVersion(purpose: KeyPurpose): number {
    const version = current().best.get(purpose)
    if (version === undefined) throw new CryptoError(`There is no key for ${purpose}`)
    return version
  }

  const keyring: Keyring = {
    get versions() {
      return current().versions
    },
    currentVersion,
    secret(purpose, version, where) {
      const secret = opened.get(at(purpose, version))
      if (secret) return secret
      const known = rows.some((row) => row.purpose === purpose && row.version === version)
      throw new SealError(known ? 'key-destroyed' : 'key-unknown', where)
    },
    publicKey: (purpose, version) => rows.find((row) => row.purpose === purpose && row.version === version)?.public_key ?? undefined,
    async rotate(purpose, tx) {
      const version = newest(purpose, await load(store, tx)) + 1
      await add(purpose, version, clock.now() + keyGrace, tx)
      return version
    },
    async destroy(purpose, version, tx) {
      if (version === currentVersion(purpose)) throw new CryptoError(`Version ${version} of ${purpose} is in use; rotate first`)
      const gone = await store.run(
        'UPDATE key_versions SET wrapped = NULL, destroyed_at = ? WHERE purpose = ? AND version = ? AND destroyed_at IS NULL',
        [clock.now(), purpose, version],
        tx,
      )
      if (gone !== 1) throw new CryptoError(`There is no version ${version} of ${purpose} to destroy`)
    },
    refresh: async () => take(await load(store)),
  }

  take(first)
  if (dependencies.readOnly) return keyring
  for (const purpose of keyPurposes) if (newest(purpose) === 0) await addFirst(purpose)
  return keyring

  /** Two processes may start on an empty database; the one that comes second takes what the first made. */
  async function addFirst(purpose: KeyPurpose): Promise<void> {
    try {
      await add(purpose, 1, clock.now())
    } catch (error) {
      if (newest(purpose, await load(store)) === 0) throw error
    }
    await keyring.refresh()
  }
}

const load = (store: Store, tx?: Tx): Promise<Row[]> =>
  store.rows<Row>(
    'SELECT purpose, version, kek, wrapped, public_key, created_at, usable_at, destroyed_at FROM key_versions ORDER BY purpose, version',
    [],
    tx,
  )

/** A key is made only for a database that has none: otherwise a lost key would be hidden behind a new one. */
function openKek({ kek, crypto, readOnly }: Pick<Dependencies, 'kek' | 'crypto' | 'readOnly'>, rows: readonly Row[]): Buffer {
  const next = kek.successor?.read()
  if (next && rows[0]?.kek === fingerprint(crypto, next)) {
    // A change of the key was interrupted after the database had taken it.
    if (!readOnly) kek.successor?.promote()
    return next
  }
  const key = kek.read()
  if (key) return key
  if (readOnly && !rows[0]) throw new CryptoError(`${kek.where} is missing`)
  if (rows[0]) throw new CryptoError(`${kek.where} is missing, and the database was sealed with the key ${rows[0].kek}; put it back`)
  return kek.create()
}

/** Names a key without telling anything about it. */
const fingerprint = (crypto: CryptoProvider, kek: Buffer): string =>
  crypto.hmacSm3(kek, 'liren kek fingerprint').subarray(0, 8).toString('hex')

const wrongKek = (where: string, given: string, wanted: string): CryptoError =>
  new CryptoError(`${where} holds the key ${given}, but the database was sealed with the key ${wanted}; put that one back`)

function describe(row: Row, current: number): KeyVersion {
  const state = row.wrapped === null ? 'destroyed' : row.version === current ? 'current' : row.version > current ? 'waiting' : 'retired'
  return {
    purpose: row.purpose,
    version: row.version,
    state,
    publicKey: row.public_key,
    createdAt: row.created_at,
    usableAt: row.usable_at,
    destroyedAt: row.destroyed_at,
  }
}

/**
 * Wraps every key anew under a fresh key of keys, and lets the old one go: whoever holds a copy of it, or an old
 * backup, opens nothing more that is made from now on. To be run while no other process of the house runs.
 */
export async function changeKek(dependencies: Omit<Dependencies, 'readOnly' | 'ids' | 'clock'>): Promise<string> {
  const { store, crypto, random, kek } = dependencies
  const { successor } = kek
  if (!successor) throw new CryptoError(`${kek.where} is a setting; the key of keys is changed where it is a file`)
  const rows = await load(store)
  const old = openKek(dependencies, rows)
  const [from, kekId] = [envelopeKeys(crypto, old), fingerprint(crypto, old)]
  const made = successor.create()
  const [to, nextId] = [envelopeKeys(crypto, made), fingerprint(crypto, made)]
  await store.tx(async (tx) => {
    for (const row of await load(store, tx)) {
      if (row.kek !== kekId) throw wrongKek(kek.where, kekId, row.kek)
      const context = ['key_versions', row.purpose, String(row.version)]
      const wrapped =
        row.wrapped &&
        sealEnvelope(
          crypto,
          random,
          to,
          1,
          context,
          openEnvelope(crypto, () => from, context, row.wrapped),
        )
      await store.run(
        'UPDATE key_versions SET wrapped = ?, kek = ? WHERE purpose = ? AND version = ?',
        [wrapped, nextId, row.purpose, row.version],
        tx,
      )
    }
  })
  successor.promote()
  return nextId
}

/** Keys of a version, made once from its secret. */
export function envelopeKeysOf(crypto: CryptoProvider, keyring: Keyring, purpose: KeyPurpose) {
  const made = new WeakMap<Buffer, EnvelopeKeys>()
  return (version: number, where: string): EnvelopeKeys => {
    const secret = keyring.secret(purpose, version, where)
    let keys = made.get(secret)
    if (!keys) {
      keys = envelopeKeys(crypto, secret)
      made.set(secret, keys)
    }
    return keys
  }
}
