import { pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { systemRandom } from '../ports/system.ts'
import { createCryptoProvider } from './create.ts'
import { createPasswords } from './passwords.ts'

const crypto = createCryptoProvider()
const passwords = createPasswords(crypto, systemRandom, 50)

describe('passwords', () => {
  it('refuses a wrong one and accepts the right one', async () => {
    const stored = await passwords.hash('Correct-horse-9')
    expect(await passwords.verify('correct-horse-9', stored)).toBe('wrong')
    expect(await passwords.verify('', stored)).toBe('wrong')
    expect(await passwords.verify('Correct-horse-9', stored)).toBe('right')
  })

  it('keeps algorithm, rounds and a salt of its own with each', async () => {
    const [first, second] = [await passwords.hash('same'), await passwords.hash('same')]
    expect(first).toMatch(/^pbkdf2-hmac-sm3\$50\$/)
    expect(first).not.toBe(second)
    expect(first).not.toContain('same')
  })

  it('is the published PBKDF2 with HMAC-SM3', async () => {
    const [, rounds, salt = '', key = ''] = (await passwords.hash('p')).split('$')
    const expected = pbkdf2Sync('p', Buffer.from(salt, 'base64url'), Number(rounds), 32, 'sm3')
    expect(Buffer.from(key, 'base64url')).toEqual(expected)
  })

  it('says when a right one should be hashed again', async () => {
    const old = await createPasswords(crypto, systemRandom, 20).hash('p')
    expect(await passwords.verify('p', old)).toBe('stale')
    expect(await passwords.verify('q', old)).toBe('wrong')
  })

  it('takes the composed and the decomposed form of a letter for the same', async () => {
    expect(await passwords.verify('caf\u0065\u0301', await passwords.hash('caf\u00e9'))).toBe('right')
  })

  it('does not take what it did not write', async () => {
    const stored = await passwords.hash('p')
    for (const bad of ['', 'p', stored.slice(0, -1), stored.replace('sm3', 'md5'), stored.replace('$50$', '$0$'), `${stored}x`])
      await expect(passwords.verify('p', bad)).rejects.toThrow('not in a known format')
  })
})
