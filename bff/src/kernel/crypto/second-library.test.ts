import { sm2, sm3, sm4 } from 'sm-crypto'
import { describe, expect, it } from 'vitest'
import { createCryptoProvider } from './create.ts'
import { encodeCiphertext, encodeSignature, privateScalar, publicPoint } from './sm2-format.ts'
import { dice } from './testing.ts'

/** sm-crypto is what the ends use. It answers "" where it should refuse, so "" must never be taken for a value. */
const crypto = createCryptoProvider()

describe('cross-checks with sm-crypto', () => {
  it('agrees both ways on SM2, SM3 and SM4', () => {
    const random = dice()
    for (let i = 0; i < 20; i++) {
      const where = `seed ${random.seed} round ${i}`
      const pair = crypto.generateKeyPair()
      const [scalar, point] = [privateScalar(pair.privateKey).toString('hex'), publicPoint(pair.publicKey).toString('hex')]
      const data = random.bytes(1 + random.int(100))
      const bytes = [...data]

      const ours = crypto.sign(pair.privateKey, data).toString('hex')
      expect(sm2.doVerifySignature(bytes, ours, point, { hash: true, der: true }), where).toBe(true)
      const theirs = encodeSignature(Buffer.from(sm2.doSignature(bytes, scalar, { hash: true }), 'hex'))
      expect(crypto.verify(pair.publicKey, data, theirs), where).toBe(true)

      const c1c3c2 = Buffer.from(sm2.doEncrypt(bytes, point, 1), 'hex')
      const c1 = Buffer.concat([Buffer.from([4]), c1c3c2.subarray(0, 64)])
      const sealed = encodeCiphertext({ point: c1, hash: c1c3c2.subarray(64, 96), cipher: c1c3c2.subarray(96) })
      expect(crypto.decrypt(pair.privateKey, sealed), where).toEqual(data)

      expect(sm3(bytes), where).toBe(crypto.sm3(data).toString('hex'))
      const [key, iv] = [random.bytes(16), random.bytes(16)]
      const cbc = sm4.encrypt(bytes, key.toString('hex'), { mode: 'cbc', iv: iv.toString('hex') })
      expect(cbc, where).toBe(crypto.sm4CbcEncrypt(key, iv, data).toString('hex'))
    }
  })

  it('shows why its empty answer must count as a failure', () => {
    const pair = crypto.generateKeyPair()
    const point = publicPoint(pair.publicKey).toString('hex')
    const spoilt = sm2.doEncrypt('里仁', point, 1).replace(/..$/, (end) => (end === '00' ? '01' : '00'))
    expect(sm2.doDecrypt(spoilt, privateScalar(pair.privateKey).toString('hex'), 1)).toBe('')
    const bytes = Buffer.from(spoilt, 'hex')
    const parts = {
      point: Buffer.concat([Buffer.from([4]), bytes.subarray(0, 64)]),
      hash: bytes.subarray(64, 96),
      cipher: bytes.subarray(96),
    }
    expect(() => crypto.decrypt(pair.privateKey, encodeCiphertext(parts))).toThrow('does not open')
  })
})
