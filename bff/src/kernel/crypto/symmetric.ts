import { createCipheriv, createDecipheriv, createHmac, hash, pbkdf2, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'
import { atMost } from './at-most.ts'
import { CryptoError, type CryptoProvider } from './provider.ts'

type Symmetric = Omit<CryptoProvider, 'sm2Driver' | 'generateKeyPair' | 'sign' | 'verify' | 'encrypt' | 'decrypt'>

const derive = promisify(pbkdf2)

/** SM3 and SM4 of Node's OpenSSL, and key derivation on its thread pool. */
export function createSymmetric(): Symmetric {
  // Sign-ins must not take the whole thread pool: files and name look-ups wait on it too.
  const turn = atMost(2)
  return {
    sm3: (data) => hash('sm3', data, 'buffer'),
    hmacSm3: (key, data) => createHmac('sm3', key).update(data).digest(),
    sm4Encrypt: (key, iv, data) => run(createCipheriv('sm4-ctr', key, iv), data),
    sm4Decrypt: (key, iv, data) => run(createDecipheriv('sm4-ctr', key, iv), data),
    sm4CbcEncrypt: (key, iv, data) => run(createCipheriv('sm4-cbc', key, iv), data),
    sm4CbcDecrypt(key, iv, data) {
      try {
        return run(createDecipheriv('sm4-cbc', key, iv), data)
      } catch (cause) {
        throw new CryptoError('The SM4 ciphertext does not open', { cause })
      }
    },
    deriveKey: (password, salt, rounds, length) => turn(() => derive(password, salt, rounds, length, 'sm3')),
    equal: (a, b) => a.length === b.length && timingSafeEqual(a, b),
  }
}

function run(cipher: { update(data: Buffer): Buffer; final(): Buffer }, data: Buffer): Buffer {
  return Buffer.concat([cipher.update(data), cipher.final()])
}
