import { generateKeyPairSync, sign as nodeSign, verify as nodeVerify } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createCryptoProvider } from './create.ts'
import { derInteger, derOctets, derSequence } from './der.ts'
import type { CryptoProvider } from './provider.ts'
import { decodeCiphertext, decodeSignature, encodeCiphertext, encodeKeyPair, encodeSignature, privateScalar } from './sm2-format.ts'
import { createJavascriptSm2, pointOf } from './sm2-javascript.ts'
import { createOpensslSm2 } from './sm2-openssl.ts'
import { dice } from './testing.ts'
import { sm2Vector } from './vectors.ts'

const drivers = {
  openssl: createCryptoProvider({ sm2: [createOpensslSm2] }),
  javascript: createCryptoProvider({ sm2: [createJavascriptSm2] }),
}
const official = encodeKeyPair(sm2Vector.scalar, sm2Vector.point)
const message = Buffer.from('里仁为美')

describe.each(Object.entries(drivers))('SM2 by %s', (name, crypto) => {
  const key = crypto.generateKeyPair()

  it('is the driver that was asked for', () => expect(crypto.sm2Driver).toBe(name))

  it('refuses a signature with any single bit changed', () => {
    const signature = crypto.sign(key.privateKey, message)
    for (let bit = 0; bit < signature.length * 8; bit++) {
      const spoilt = Buffer.from(signature)
      spoilt[bit >> 3] = (spoilt[bit >> 3] ?? 0) ^ (1 << (bit & 7))
      expect(crypto.verify(key.publicKey, message, spoilt), `bit ${bit}`).toBe(false)
    }
  })

  it('refuses another message, another key and another user id', () => {
    const signature = crypto.sign(key.privateKey, message)
    expect(crypto.verify(key.publicKey, Buffer.from('里仁不美'), signature)).toBe(false)
    expect(crypto.verify(crypto.generateKeyPair().publicKey, message, signature)).toBe(false)
    expect(crypto.verify(key.publicKey, message, signature, 'ALICE123@YAHOO.COM')).toBe(false)
    expect(crypto.verify(key.publicKey, message, signature)).toBe(true)
  })

  it('refuses other encodings of a right signature', () => {
    const signature = crypto.sign(key.privateKey, message)
    const rs = decodeSignature(signature) as Buffer
    const r = derInteger(rs.subarray(0, 32))
    const padded = Buffer.concat([Buffer.from([2, (r[1] ?? 0) + 1, 0]), r.subarray(2)])
    const s = derInteger(rs.subarray(32))
    const others = {
      'nothing at all': Buffer.alloc(0),
      'raw r and s': rs,
      'bytes behind it': Buffer.concat([signature, Buffer.from([0])]),
      'cut short': signature.subarray(0, -1),
      'a padded number': derSequence(padded, s),
      'a long form of a short length': Buffer.concat([Buffer.from([0x30, 0x81, signature.length - 2]), signature.subarray(2)]),
      'r of zero': derSequence(derInteger(Buffer.from([0])), s),
      's of zero': derSequence(r, derInteger(Buffer.from([0]))),
      's above the order': derSequence(r, derInteger(Buffer.alloc(32, 0xff))),
      'three numbers': derSequence(r, s, s),
    }
    for (const [what, bytes] of Object.entries(others)) expect(crypto.verify(key.publicKey, message, bytes), what).toBe(false)
  })

  it('refuses to open a ciphertext with any byte changed, cut or added', () => {
    const bytes = crypto.encrypt(key.publicKey, message)
    for (let i = 0; i < bytes.length; i++) {
      const spoilt = Buffer.from(bytes)
      spoilt[i] = (spoilt[i] ?? 0) ^ 0x10
      expect(() => crypto.decrypt(key.privateKey, spoilt), `byte ${i}`).toThrow()
    }
    for (const spoilt of [Buffer.alloc(0), bytes.subarray(0, -1), Buffer.concat([bytes, Buffer.from([0])])])
      expect(() => crypto.decrypt(key.privateKey, spoilt)).toThrow()
  })

  it('refuses a point that is not on the curve', () => {
    const { hash, cipher } = sm2Vector.ciphertext
    const nowhere = Buffer.concat([Buffer.from([4]), Buffer.alloc(64, 0x11)])
    expect(() => crypto.decrypt(official.privateKey, encodeCiphertext({ point: nowhere, hash, cipher }))).toThrow()
    const bad = encodeKeyPair(sm2Vector.scalar, nowhere).publicKey
    expect(() => crypto.encrypt(bad, message)).toThrow()
    expect(() => crypto.verify(bad, message, crypto.sign(key.privateKey, message))).toThrow()
  })

  it('refuses keys that are not SM2 keys, and to encrypt nothing', () => {
    const p256 = generateKeyPairSync('ec', {
      namedCurve: 'P-256',
      privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
      publicKeyEncoding: { type: 'spki', format: 'pem' },
    })
    for (const privateKey of [p256.privateKey, key.publicKey, '', 'key', key.privateKey.replace('PRIVATE', 'ENCRYPTED PRIVATE')])
      expect(() => crypto.sign(privateKey, message)).toThrow()
    for (const publicKey of [p256.publicKey, key.privateKey, ''])
      expect(() => crypto.verify(publicKey, message, crypto.sign(key.privateKey, message))).toThrow()
    expect(() => crypto.encrypt(key.publicKey, Buffer.alloc(0))).toThrow('nothing to encrypt')
  })

  it('[SZSQ-7.1-2] [GB42455-9.1-2] passes the SM2 examples of GB/T 32918.5', () => {
    expect(pointOf(sm2Vector.scalar)).toEqual(sm2Vector.point)
    expect(crypto.verify(official.publicKey, sm2Vector.signed, encodeSignature(sm2Vector.signature))).toBe(true)
    expect(crypto.decrypt(official.privateKey, encodeCiphertext(sm2Vector.ciphertext))).toEqual(sm2Vector.encrypted)
  })

  it('handles messages of every size and user ids of every kind', () => {
    for (const size of [0, 1, 31, 32, 33, 1000, 100_000]) {
      const data = dice(`size ${size}`).bytes(size)
      expect(crypto.verify(key.publicKey, data, crypto.sign(key.privateKey, data))).toBe(true)
      if (size > 0) expect(crypto.decrypt(key.privateKey, crypto.encrypt(key.publicKey, data))).toEqual(data)
    }
    for (const id of ['', 'x', 'ALICE123@YAHOO.COM', '里仁']) {
      expect(crypto.verify(key.publicKey, message, crypto.sign(key.privateKey, message, id), id)).toBe(true)
      expect(crypto.verify(key.publicKey, message, crypto.sign(key.privateKey, message, id))).toBe(false)
    }
  })
})

describe('SM2 of both drivers', () => {
  const pairs: [CryptoProvider, CryptoProvider][] = [
    [drivers.openssl, drivers.javascript],
    [drivers.javascript, drivers.openssl],
  ]

  it('agrees both ways on signatures, ciphertexts and user ids', () => {
    const random = dice()
    for (const [one, other] of pairs) {
      for (let i = 0; i < 50; i++) {
        const key = one.generateKeyPair()
        const data = random.bytes(1 + random.int(200))
        const id = random.int(2) === 0 ? undefined : random.bytes(random.int(20)).toString('hex')
        expect(other.verify(key.publicKey, data, one.sign(key.privateKey, data, id), id), `seed ${random.seed} round ${i}`).toBe(true)
        expect(other.decrypt(key.privateKey, one.encrypt(key.publicKey, data)), `seed ${random.seed} round ${i}`).toEqual(data)
      }
    }
  })

  it('writes and reads the same ASN.1', () => {
    const { point, hash, cipher } = decodeCiphertext(encodeCiphertext(sm2Vector.ciphertext))
    expect({ point, hash, cipher }).toEqual(sm2Vector.ciphertext)
    expect(decodeSignature(encodeSignature(sm2Vector.signature))).toEqual(sm2Vector.signature)
    expect(privateScalar(official.privateKey)).toEqual(sm2Vector.scalar)
    expect(() => decodeCiphertext(derSequence(derOctets(Buffer.alloc(3))))).toThrow()
  })

  it('frees the keys it no longer remembers and can use them again', () => {
    const keys = Array.from({ length: 300 }, () => drivers.openssl.generateKeyPair())
    const signatures = keys.map((key) => drivers.openssl.sign(key.privateKey, message))
    keys.forEach((key, i) => {
      expect(drivers.openssl.verify(key.publicKey, message, signatures[i] as Buffer)).toBe(true)
    })
    expect(drivers.openssl.sign(keys[0]?.privateKey as string, message)).toBeInstanceOf(Buffer)
  })
})

describe("Node's own sign and verify on an SM2 key", () => {
  const key = drivers.openssl.generateKeyPair()

  it('agree with themselves and yet are not SM2 with the standard user id', () => {
    const own = nodeSign('sm3', message, key.privateKey)
    expect(nodeVerify('sm3', message, key.publicKey, own)).toBe(true)
    for (const crypto of Object.values(drivers)) {
      expect(crypto.verify(key.publicKey, message, own)).toBe(false)
      expect(nodeVerify('sm3', message, key.publicKey, crypto.sign(key.privateKey, message))).toBe(false)
    }
  })
})
