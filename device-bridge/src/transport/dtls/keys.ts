import { createCipheriv, createDecipheriv, createHash, createHmac, timingSafeEqual } from 'node:crypto'
import { placeOf } from './record.ts'

interface Suite {
  readonly id: number
  readonly name: string
  readonly cipher: 'aes-128-ccm' | 'aes-128-gcm'
  readonly tag: 8 | 16
}

/** Suites with a shared key and AEAD only; the first that the other side knows is taken (RFC 5487, 6655). */
export const suites: readonly Suite[] = [
  { id: 0x00a8, name: 'PSK-AES128-GCM-SHA256', cipher: 'aes-128-gcm', tag: 16 },
  { id: 0xc0a4, name: 'PSK-AES128-CCM', cipher: 'aes-128-ccm', tag: 16 },
  { id: 0xc0a8, name: 'PSK-AES128-CCM8', cipher: 'aes-128-ccm', tag: 8 },
]
export type { Suite }

/** The expansion of TLS 1.2 with SHA-256 (RFC 5246 §5). */
export function expand(secret: Buffer, label: string, seed: Buffer, length: number): Buffer {
  const whole = Buffer.concat([Buffer.from(label), seed])
  const hmac = (data: Buffer): Buffer => createHmac('sha256', secret).update(data).digest()
  const parts: Buffer[] = []
  let step = hmac(whole)
  for (let got = 0; got < length; got += 32) {
    parts.push(hmac(Buffer.concat([step, whole])))
    step = hmac(step)
  }
  return Buffer.concat(parts).subarray(0, length)
}

export const sha256 = (data: Buffer): Buffer => createHash('sha256').update(data).digest()

/** RFC 4279 §2: as many zeros as the key is long, then the key. */
function premaster(key: Buffer): Buffer {
  const length = Buffer.alloc(2)
  length.writeUInt16BE(key.length)
  return Buffer.concat([length, Buffer.alloc(key.length), length, key])
}

interface Negotiated {
  readonly suite: Suite
  readonly clientRandom: Buffer
  readonly serverRandom: Buffer
  /** SHA-256 of the handshake up to the key exchange, where both know RFC 7627; it binds the key to this very handshake. */
  readonly sessionHash: Buffer | undefined
}

export function keysOf(key: Buffer, { suite, clientRandom, serverRandom, sessionHash }: Negotiated) {
  const seed = sessionHash ?? Buffer.concat([clientRandom, serverRandom])
  const master = expand(premaster(key), sessionHash ? 'extended master secret' : 'master secret', seed, 48)
  const block = expand(master, 'key expansion', Buffer.concat([serverRandom, clientRandom]), 40)
  return {
    client: createProtection(suite, block.subarray(0, 16), block.subarray(32, 36)),
    server: createProtection(suite, block.subarray(16, 32), block.subarray(36, 40)),
    /** What proves that one side saw the same handshake. */
    finished: (side: 'client' | 'server', transcript: Buffer): Buffer => expand(master, `${side} finished`, sha256(transcript), 12),
  }
}
export type Keys = ReturnType<typeof keysOf>

/** Seals and opens what one side sends. */
function createProtection(suite: Suite, key: Buffer, salt: Buffer) {
  const aad = (place: Buffer, type: number, length: number): Buffer => {
    const rest = Buffer.from([type, 0xfe, 0xfd, 0, 0])
    rest.writeUInt16BE(length, 3)
    return Buffer.concat([place, rest])
  }
  const options = { authTagLength: suite.tag }
  return {
    seal(type: number, epoch: number, sequence: number, plain: Buffer): Buffer {
      const place = placeOf(epoch, sequence)
      const nonce = Buffer.concat([salt, place])
      const cipher = createCipheriv(suite.cipher as 'aes-128-ccm', key, nonce, options)
      cipher.setAAD(aad(place, type, plain.length), { plaintextLength: plain.length })
      const sealed = cipher.update(plain)
      cipher.final()
      return Buffer.concat([place, sealed, cipher.getAuthTag()])
    },
    /** Undefined when somebody changed it, or sealed it by another key. */
    open(type: number, epoch: number, sequence: number, fragment: Buffer): Buffer | undefined {
      const length = fragment.length - 8 - suite.tag
      if (length < 0) return undefined
      try {
        const decipher = createDecipheriv(suite.cipher as 'aes-128-ccm', key, Buffer.concat([salt, fragment.subarray(0, 8)]), options)
        decipher.setAuthTag(fragment.subarray(8 + length))
        decipher.setAAD(aad(placeOf(epoch, sequence), type, length), { plaintextLength: length })
        const plain = decipher.update(fragment.subarray(8, 8 + length))
        decipher.final()
        return plain
      } catch {
        return undefined
      }
    },
  }
}
export type Protection = ReturnType<typeof createProtection>

export const isSame = (a: Buffer, b: Buffer): boolean => a.length === b.length && timingSafeEqual(a, b)
