import { createCipheriv, createDecipheriv } from 'node:crypto'

/** How a maker does it: the text of the protocol names 3DES and nothing else, so everything is said by who has the maker's paper. */
export interface CipherWay {
  readonly mode: 'ecb' | 'cbc'
  readonly padding: 'pkcs7' | 'zero'
  /** 8 bytes in hex, for `cbc`. */
  readonly iv?: string | undefined
}

export interface Cipher {
  close(plain: Buffer): Buffer
  /** Undefined when these bytes were not closed with this key. */
  open(closed: Buffer): Buffer | undefined
}

const blockSize = 8

/** The body's cipher of one pile; its key are 24 bytes in hex, the pile's own secret. Undefined when that is no such key. */
export function createCipher(way: CipherWay, keyHex: string | undefined): Cipher | undefined {
  if (keyHex === undefined || !/^[0-9a-fA-F]{48}$/.test(keyHex)) return undefined
  const key = Buffer.from(keyHex, 'hex')
  const name = way.mode === 'ecb' ? 'des-ede3' : 'des-ede3-cbc'
  const iv = way.mode === 'ecb' ? null : Buffer.from(way.iv ?? '', 'hex')
  const isPadded = way.padding === 'pkcs7'
  return {
    close(plain) {
      const whole = isPadded ? plain : Buffer.concat([plain, Buffer.alloc((blockSize - (plain.length % blockSize)) % blockSize)])
      const cipher = createCipheriv(name, key, iv).setAutoPadding(isPadded)
      return Buffer.concat([cipher.update(whole), cipher.final()])
    },
    open(closed) {
      try {
        const decipher = createDecipheriv(name, key, iv).setAutoPadding(isPadded)
        return Buffer.concat([decipher.update(closed), decipher.final()])
      } catch {
        return undefined
      }
    },
  }
}
