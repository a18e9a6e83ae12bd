/** The algorithms of GB/T 32918, 32905 and 32907. No other part of the house calls a cipher by itself. */
export interface CryptoProvider {
  /** Which implementation passed its self-test: `openssl` or `javascript`. */
  readonly sm2Driver: string
  sm3(data: Buffer | string): Buffer
  hmacSm3(key: Buffer, data: Buffer | string): Buffer
  /** SM4-CTR; callers authenticate what they encrypt. */
  sm4Encrypt(key: Buffer, iv: Buffer, data: Buffer): Buffer
  sm4Decrypt(key: Buffer, iv: Buffer, data: Buffer): Buffer
  /** SM4-CBC with PKCS#7 padding, for exchange with partners who ask for it. */
  sm4CbcEncrypt(key: Buffer, iv: Buffer, data: Buffer): Buffer
  sm4CbcDecrypt(key: Buffer, iv: Buffer, data: Buffer): Buffer
  generateKeyPair(): Sm2KeyPair
  /** DER signature over the message with the standard user id unless another is given. */
  sign(privateKey: string, message: Buffer, userId?: string): Buffer
  verify(publicKey: string, message: Buffer, signature: Buffer, userId?: string): boolean
  /** C1C3C2 in ASN.1; decrypting anything else throws. */
  encrypt(publicKey: string, message: Buffer): Buffer
  decrypt(privateKey: string, message: Buffer): Buffer
  /** PBKDF2-HMAC-SM3, off the main thread. */
  deriveKey(password: string, salt: Buffer, rounds: number, length: number): Promise<Buffer>
  /** Whether two secrets are equal, in a time that does not depend on where they differ. */
  equal(a: Buffer, b: Buffer): boolean
}

/** PEM: PKCS#8 and SubjectPublicKeyInfo. */
export interface Sm2KeyPair {
  readonly privateKey: string
  readonly publicKey: string
}

/** The part of the provider that has two implementations. Both must pass the vectors of GB/T 32918 before use. */
export type Sm2Driver = Pick<CryptoProvider, 'sign' | 'verify' | 'encrypt' | 'decrypt'> & { readonly name: string }

/** GB/T 32918 leaves the user id to the parties; this one is what everybody uses. */
export const standardUserId = '1234567812345678'

/** A key or ciphertext that is not what it should be. Says what is wrong, never what was inside. */
export class CryptoError extends Error {
  constructor(message: string, options?: { cause?: unknown }) {
    super(message, options)
    this.name = 'CryptoError'
  }
}
