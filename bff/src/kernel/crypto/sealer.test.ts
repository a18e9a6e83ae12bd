import { randomBytes } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { manualClock } from '../../../test/manual-clock.ts'
import { describeStore } from '../../../test/stores.ts'
import { createIds, systemRandom } from '../ports/system.ts'
import type { Random } from '../ports/time.ts'
import { createCryptoProvider } from './create.ts'
import { createSealer } from './create-sealer.ts'
import { SealError } from './envelope.ts'
import { kekFrom } from './kek.ts'
import { type Keyring, keyGrace, openKeyring } from './keyring.ts'
import { normaliseIdNumber, normaliseName, normalisePhone, normalisePlate } from './normalise.ts'

const crypto = createCryptoProvider()
const clock = manualClock()
const place = { table: 'people', column: 'id_number', row: '01j0000000000000000000000a' }
const value = '33010019900101123X'

describeStore('sqlite', 'the sealer', (openStore) => {
  let keyring: Keyring
  const sealer = () => createSealer(crypto, keyring, systemRandom)

  beforeAll(async () => {
    const kek = kekFrom({ LIREN_KEY: randomBytes(32).toString('hex'), LIREN_DATA: '' })
    const ids = createIds(clock, systemRandom)
    keyring = await openKeyring({ store: await openStore(), crypto, clock, random: systemRandom, ids, kek })
  })

  const fault = (work: () => unknown): string => {
    try {
      work()
      return 'opened'
    } catch (error) {
      expect(String(error)).not.toContain(value)
      return error instanceof SealError ? error.fault : String(error)
    }
  }

  it('does not open with any one character changed, wherever it is', () => {
    const sealed = sealer().seal(value, place)
    const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.'
    let tried = 0
    for (let at = 0; at < sealed.length; at++) {
      for (const sign of alphabet) {
        if (sign === sealed[at]) continue
        tried++
        const spoilt = sealed.slice(0, at) + sign + sealed.slice(at + 1)
        expect(
          fault(() => sealer().open(spoilt, place)),
          `${sign} at ${at}`,
        ).not.toBe('opened')
      }
    }
    expect(tried).toBe(sealed.length * (alphabet.length - 1))
    expect(sealer().open(sealed, place)).toBe(value)
  })

  it('does not open cut short, extended, empty or with parts of another value', () => {
    const [one, two] = [sealer().seal(value, place), sealer().seal('another value', place)]
    for (let length = 0; length < one.length; length++) expect(fault(() => sealer().open(one.slice(0, length), place))).not.toBe('opened')
    for (const spoilt of [`${one}A`, `${one}.A`, ` ${one}`, `${one}\n`, one.replaceAll('.', '..'), value, '', 'v1.1...'])
      expect(fault(() => sealer().open(spoilt, place))).toBe('malformed')
    const [a, b] = [one.split('.'), two.split('.')]
    for (const part of [2, 3, 4]) {
      const mixed = a.with(part, b[part] as string).join('.')
      expect(fault(() => sealer().open(mixed, place))).toBe('altered')
    }
  })

  it('does not open in another row, column or table', () => {
    const sealed = sealer().seal(value, place)
    for (const moved of [
      { ...place, row: '01j0000000000000000000000b' },
      { ...place, column: 'phone' },
      { ...place, table: 'visitors' },
      { table: 'people.id_number', column: '', row: place.row },
    ])
      expect(fault(() => sealer().open(sealed, moved))).toBe('altered')
  })

  it('does not open under a key it does not have', () => {
    const sealed = sealer().seal(value, place)
    expect(fault(() => sealer().open(sealed.replace('v1.1.', 'v1.9.'), place))).toBe('key-unknown')
    expect(fault(() => sealer().open(sealed.replace('v1.1.', 'v1.01.'), place))).toBe('malformed')
  })

  it('seals the same value differently every time, and says nothing of it', () => {
    const sealed = Array.from({ length: 50 }, () => sealer().seal(value, place))
    expect(new Set(sealed).size).toBe(50)
    for (const text of sealed) {
      expect(text).toMatch(/^v1\.1\.[A-Za-z0-9_-]{22}\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{43}$/)
      expect(Buffer.from(text.split('.')[3] as string, 'base64url').toString('latin1')).not.toContain(value.slice(0, 4))
    }
  })

  it('never uses an initial vector twice', () => {
    const seen = new Set<string>()
    const watched: Random = {
      int: systemRandom.int,
      bytes: (size) => {
        const bytes = systemRandom.bytes(size)
        seen.add(bytes.toString('hex'))
        return bytes
      },
    }
    const one = createSealer(crypto, keyring, watched)
    const rounds = Number(process.env.LIREN_TEST_IV_ROUNDS ?? 50_000)
    const used = new Set<string>()
    for (let i = 0; i < rounds; i++) used.add(one.seal('x', place).split('.')[2] as string)
    expect(used.size).toBe(rounds)
    expect(seen.size).toBe(rounds)
  })

  it('keeps values of every length and language', () => {
    for (const text of ['', 'x', '里仁为美', '𠮷🏠', 'a'.repeat(100_000), '\0\n'])
      expect(sealer().open(sealer().seal(text, place), place)).toBe(text)
  })

  it('indexes equal values equally, within one column and no other', () => {
    const at = { table: 'people', column: 'id_number' }
    const index = sealer().blindIndex(value, at)
    expect(index).toMatch(/^1\.[0-9a-f]{48}$/)
    expect(sealer().blindIndex(value, at)).toBe(index)
    for (const other of [
      sealer().blindIndex('33010019900101124X', at),
      sealer().blindIndex(value, { ...at, column: 'phone' }),
      sealer().blindIndex(value, { ...at, table: 'visitors' }),
      sealer().suffixIndex(value, at),
    ])
      expect(other).not.toBe(index)
  })

  it('makes an index that cannot be guessed without the key', () => {
    const at = { table: 'people', column: 'phone' }
    const phone = '10000004711'
    const stored = sealer().blindIndex(phone, at).slice(2)
    const guesses = new Set<string>()
    for (let i = 0; i < 10_000; i++) {
      const guess = `1000000${String(i).padStart(4, '0')}`
      guesses.add(crypto.sm3(guess).toString('hex').slice(0, 48))
      guesses.add(crypto.hmacSm3(Buffer.from('people.phone'), guess).toString('hex').slice(0, 48))
    }
    expect(guesses.has(stored)).toBe(false)
    expect(sealer().blindIndex('10000004711', at).slice(2)).toBe(stored)
  })

  it('indexes the last four characters in two bytes, so that many share one', () => {
    const at = { table: 'people', column: 'phone' }
    expect(sealer().suffixIndex('10000001234', at)).toMatch(/^1\.[0-9a-f]{4}$/)
    expect(sealer().suffixIndex('10099991234', at)).toBe(sealer().suffixIndex('10000001234', at))
    expect(sealer().suffixIndex('10000001235', at)).not.toBe(sealer().suffixIndex('10000001234', at))
  })

  it('tells a row that was altered, moved or given the MAC of another', () => {
    const fields = { role: 'grid', place_path: '/jl/yx/', is_active: 1, note: null }
    const mac = sealer().rowMac('grants', 'g1', fields)
    const intact = (row: string, changed: object, given = mac, table = 'grants') =>
      sealer().rowIntact(table, row, { ...fields, ...changed }, given)
    expect(intact('g1', {})).toBe(true)
    expect(sealer().rowIntact('grants', 'g1', { note: null, is_active: true, place_path: '/jl/yx/', role: 'grid' }, mac)).toBe(true)
    for (const changed of [{ role: 'admin' }, { place_path: '/' }, { is_active: 0 }, { note: '' }, { is_active: '1' }, { extra: 1 }])
      expect(intact('g1', changed), JSON.stringify(changed)).toBe(false)
    expect(intact('g2', {})).toBe(false)
    expect(intact('g1', {}, mac, 'roles')).toBe(false)
    for (const given of ['', 'x', mac.slice(0, -1), `${mac}0`, mac.replace(/.$/, (end) => (end === '0' ? '1' : '0'))])
      expect(intact('g1', {}, given)).toBe(false)
  })

  it('knows its own tokens and no others', () => {
    const mac = sealer().tokenMac('file-link', 'f1|1700000000')
    expect(sealer().tokenIntact('file-link', 'f1|1700000000', mac)).toBe(true)
    expect(sealer().tokenIntact('file-link', 'f1|1700000001', mac)).toBe(false)
    expect(sealer().tokenIntact('pass', 'f1|1700000000', mac)).toBe(false)
    expect(sealer().tokenIntact('file-link', 'f1|1700000000', '')).toBe(false)
  })

  it('finds by the old and the new index while keys change', async () => {
    const at = { table: 'people', column: 'phone' }
    const before = sealer().blindIndex('10000001234', at)
    await keyring.rotate('index')
    await clock.advance(keyGrace)
    await keyring.refresh()
    const after = sealer().blindIndex('10000001234', at)
    expect(after).toMatch(/^2\./)
    expect(sealer().blindIndexes('10000001234', at)).toEqual([after, before])
    expect(sealer().suffixIndexes('10000001234', at)).toHaveLength(2)
  })
})

it.each([
  [normalisePhone, ' 100-0000 1234', '10000001234'],
  [normalisePhone, '+86 100 0000 1234', '10000001234'],
  [normalisePhone, '008610000001234', '10000001234'],
  [normalisePhone, '１００００００１２３４', '10000001234'],
  [normalisePhone, '+852 2000 0000', '+85220000000'],
  [normaliseIdNumber, ' 330100 19900101 123x', '33010019900101123X'],
  [normalisePlate, '浙a·12345', '浙A12345'],
  [normaliseName, ' 张 三 ', '张三'],
  [normaliseName, 'John  Smith', 'John Smith'],
])('%o makes one of the ways to write %s', (normalise, written, one) => {
  expect(normalise(written)).toBe(one)
})
