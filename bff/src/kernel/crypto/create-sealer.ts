import type { Random } from '../ports/time.ts'
import { openEnvelope, sealEnvelope } from './envelope.ts'
import { envelopeKeysOf, type KeyPurpose, type Keyring } from './keyring.ts'
import type { CryptoProvider } from './provider.ts'
import type { RowFields, SealColumn, Sealer, SealPlace } from './sealer.ts'

/** Bytes of an index that are kept: enough that no two values meet, or few enough that many do. */
const blindBytes = 24
const suffixBytes = 2
const suffixLength = 4
/** Labels are tables, columns and purposes: a few hundred. */
const mostLabels = 2000

export function createSealer(crypto: CryptoProvider, keyring: Keyring, random: Random): Sealer {
  const sealKeys = envelopeKeysOf(crypto, keyring, 'seal')
  const contextOf = ({ table, column, row }: SealPlace) => [table, column, row]

  const labelled = new WeakMap<Buffer, Map<string, Buffer>>()

  /** Belongs to this purpose, version and label only, and goes with the secret that it was made from. */
  function keyOf(purpose: KeyPurpose, version: number, label: readonly string[]): Buffer {
    const secret = keyring.secret(purpose, version, label.join('.'))
    const keys = labelled.get(secret) ?? new Map<string, Buffer>()
    labelled.set(secret, keys)
    const name = JSON.stringify(label)
    let key = keys.get(name)
    if (!key) {
      key = crypto.hmacSm3(secret, name)
      if (keys.size < mostLabels) keys.set(name, key)
    }
    return key
  }

  /** `<version>.<hex>`. */
  const tag = (purpose: KeyPurpose, version: number, label: readonly string[], data: string, size: number): string =>
    `${version}.${crypto
      .hmacSm3(keyOf(purpose, version, label), data)
      .subarray(0, size)
      .toString('hex')}`

  /** The current version first; older ones may still be stored until everything was written again. */
  function liveVersions(purpose: KeyPurpose): number[] {
    const current = keyring.currentVersion(purpose)
    const others = keyring.versions.filter((key) => key.purpose === purpose && key.state !== 'destroyed' && key.version !== current)
    return [current, ...others.map((key) => key.version)]
  }

  function matches(purpose: KeyPurpose, label: readonly string[], data: string, size: number, given: string): boolean {
    const version = Number(/^([1-9]\d{0,8})\./.exec(given)?.[1] ?? 0)
    // A version that never was, or is destroyed, is one more way for a MAC not to fit.
    if (!liveVersions(purpose).includes(version)) return false
    return crypto.equal(Buffer.from(tag(purpose, version, label, data, size)), Buffer.from(given))
  }

  const blind = (version: number, value: string, at: SealColumn) => tag('index', version, ['blind', at.table, at.column], value, blindBytes)
  const suffix = (version: number, value: string, at: SealColumn) =>
    tag('index', version, ['suffix', at.table, at.column], [...value].slice(-suffixLength).join(''), suffixBytes)
  const rowData = (row: string, fields: RowFields) =>
    JSON.stringify([
      row,
      ...Object.entries(fields)
        .map(([name, value]) => [name, typeof value === 'boolean' ? Number(value) : value] as const)
        .sort(([a], [b]) => (a < b ? -1 : 1)),
    ])

  return {
    get currentVersion() {
      return keyring.currentVersion('seal')
    },
    seal(plain, place) {
      const version = keyring.currentVersion('seal')
      return sealEnvelope(crypto, random, sealKeys(version, place.table), version, contextOf(place), Buffer.from(plain))
    },
    open: (sealed, place) =>
      openEnvelope(crypto, (version) => sealKeys(version, `${place.table}.${place.column}`), contextOf(place), sealed).toString(),
    blindIndex: (value, at) => blind(keyring.currentVersion('index'), value, at),
    blindIndexes: (value, at) => liveVersions('index').map((version) => blind(version, value, at)),
    suffixIndex: (value, at) => suffix(keyring.currentVersion('index'), value, at),
    suffixIndexes: (value, at) => liveVersions('index').map((version) => suffix(version, value, at)),
    rowMac: (table, row, fields) => tag('row', keyring.currentVersion('row'), ['row', table], rowData(row, fields), 32),
    rowIntact: (table, row, fields, mac) => matches('row', ['row', table], rowData(row, fields), 32, mac),
    tokenMac: (label, data) => tag('token', keyring.currentVersion('token'), ['token', label], data, 32),
    tokenIntact: (label, data, mac) => matches('token', ['token', label], data, 32, mac),
    rotate: (tx) => keyring.rotate('seal', tx),
  }
}
