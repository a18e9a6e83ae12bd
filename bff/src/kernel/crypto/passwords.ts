import type { Random } from '../ports/time.ts'
import type { CryptoProvider } from './provider.ts'

/** Keeps passwords as PBKDF2-HMAC-SM3; what is stored says with how many rounds, so that the bar can be raised. */
export interface Passwords {
  hash(password: string): Promise<string>
  /** `stale`: right, but kept with fewer rounds than today; hash it again while it is known. */
  verify(password: string, stored: string): Promise<'wrong' | 'right' | 'stale'>
  /** Takes as long as a real one; for accounts that do not exist. */
  verifyNothing(password: string): Promise<'wrong'>
}

const algorithm = 'pbkdf2-hmac-sm3'
const length = 32
const saltLength = 16
const format = /^pbkdf2-hmac-sm3\$([1-9]\d{0,8})\$([A-Za-z0-9_-]{22,86})\$([A-Za-z0-9_-]{43})$/

export function createPasswords(crypto: CryptoProvider, random: Random, rounds: number): Passwords {
  /** Keyboards disagree on how to compose é; people must not notice. */
  const normal = (password: string) => password.normalize('NFKC')

  async function verify(password: string, stored: string): Promise<'wrong' | 'right' | 'stale'> {
    const parts = format.exec(stored)
    if (!parts) throw new Error('The stored password is not in a known format')
    const [, storedRounds, salt = '', expected = ''] = parts
    const key = await crypto.deriveKey(normal(password), Buffer.from(salt, 'base64url'), Number(storedRounds), length)
    if (!crypto.equal(key, Buffer.from(expected, 'base64url'))) return 'wrong'
    return Number(storedRounds) < rounds ? 'stale' : 'right'
  }

  async function hash(password: string): Promise<string> {
    const salt = random.bytes(saltLength)
    const key = await crypto.deriveKey(normal(password), salt, rounds, length)
    return `${algorithm}$${rounds}$${salt.toString('base64url')}$${key.toString('base64url')}`
  }

  return {
    hash,
    verify,
    async verifyNothing(password) {
      await crypto.deriveKey(normal(password), Buffer.alloc(saltLength), rounds, length)
      return 'wrong'
    },
  }
}
