import type { CryptoProvider, Sm2Driver } from './provider.ts'
import { encodeCiphertext, encodeKeyPair, encodeSignature } from './sm2-format.ts'
import { sm2Vector, sm3Vectors, sm4Vector } from './vectors.ts'

/** Sentences about everything in which an SM2 driver differs from GB/T 32918; an empty list means it may be used. */
export function sm2Faults(driver: Sm2Driver): string[] {
  const { privateKey, publicKey } = encodeKeyPair(sm2Vector.scalar, sm2Vector.point)
  const { signed, encrypted } = sm2Vector
  const published = encodeSignature(sm2Vector.signature)
  const spoilt = Buffer.from(published)
  spoilt[spoilt.length - 1] = (spoilt.at(-1) ?? 0) ^ 1
  return faults({
    'the published signature is not accepted': () => driver.verify(publicKey, signed, published),
    'a spoilt signature is accepted': () => !driver.verify(publicKey, signed, spoilt),
    'a signature is accepted under another user id': () => !driver.verify(publicKey, signed, published, 'ALICE123@YAHOO.COM'),
    'its own signature is not accepted': () => driver.verify(publicKey, signed, driver.sign(privateKey, signed)),
    'the published ciphertext does not open': () => driver.decrypt(privateKey, encodeCiphertext(sm2Vector.ciphertext)).equals(encrypted),
    'its own ciphertext does not open': () => driver.decrypt(privateKey, driver.encrypt(publicKey, encrypted)).equals(encrypted),
    'a spoilt ciphertext opens': () => refuses(() => driver.decrypt(privateKey, encodeCiphertext(spoiltCiphertext()))),
  })
}

/** The same for SM3 and SM4. */
export function symmetricFaults(crypto: Pick<CryptoProvider, 'sm3' | 'sm4CbcEncrypt' | 'sm4CbcDecrypt' | 'sm4Encrypt'>): string[] {
  const zero = Buffer.alloc(16)
  const { key, plain, once } = sm4Vector
  return faults({
    'SM3 differs from GB/T 32905': () => sm3Vectors.every(({ message, digest }) => crypto.sm3(message).equals(digest)),
    // The first block of CBC with a zero vector is the bare cipher; so is CTR over zeros with the block as counter.
    'SM4-CBC differs from GB/T 32907': () => crypto.sm4CbcEncrypt(key, zero, plain).subarray(0, 16).equals(once),
    'SM4-CTR differs from GB/T 32907': () => crypto.sm4Encrypt(key, plain, zero).equals(once),
    'SM4-CBC does not open': () => crypto.sm4CbcDecrypt(key, zero, crypto.sm4CbcEncrypt(key, zero, plain)).equals(plain),
  })
}

function spoiltCiphertext() {
  const hash = Buffer.from(sm2Vector.ciphertext.hash)
  hash[0] = (hash[0] ?? 0) ^ 1
  return { ...sm2Vector.ciphertext, hash }
}

function faults(checks: Record<string, () => boolean>): string[] {
  return Object.entries(checks).flatMap(([fault, holds]) => {
    try {
      return holds() ? [] : [fault]
    } catch (error) {
      return [`${fault} (${error instanceof Error ? error.message : String(error)})`]
    }
  })
}

function refuses(work: () => unknown): boolean {
  try {
    work()
    return false
  } catch {
    return true
  }
}
