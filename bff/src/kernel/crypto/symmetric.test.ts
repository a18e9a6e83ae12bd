import { createHmac, pbkdf2Sync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createSymmetric } from './symmetric.ts'
import { dice } from './testing.ts'
import { sm3Vectors, sm4Vector } from './vectors.ts'

const crypto = createSymmetric()

describe('SM3 and SM4', () => {
  it('[SZSQ-7.1-2] [GB42455-9.1-2] pass the examples of GB/T 32905 and GB/T 32907', () => {
    for (const { message, digest } of sm3Vectors) expect(crypto.sm3(message)).toEqual(digest)
    expect(crypto.sm3('abc')).toEqual(sm3Vectors[0]?.digest)
    const zero = Buffer.alloc(16)
    expect(crypto.sm4CbcEncrypt(sm4Vector.key, zero, sm4Vector.plain).subarray(0, 16)).toEqual(sm4Vector.once)
  })

  it('[GB42455-9.1-2] passes the million rounds of GB/T 32907', () => {
    let block = sm4Vector.plain
    // With zeros as plaintext and the block as counter, one CTR block is one bare encryption.
    const zeros = Buffer.alloc(16)
    for (let i = 0; i < 1_000_000; i += 1) {
      if (i % 50_000 === 0) expect(block).toHaveLength(16)
      block = crypto.sm4Encrypt(sm4Vector.key, block, zeros)
    }
    expect(block).toEqual(sm4Vector.millionTimes)
  }, 120_000)

  it('refuses a CBC text that was cut or padded wrongly, and keys of another size', () => {
    const [key, iv] = [Buffer.alloc(16, 1), Buffer.alloc(16, 2)]
    const bytes = crypto.sm4CbcEncrypt(key, iv, Buffer.from('里仁'))
    expect(() => crypto.sm4CbcDecrypt(key, iv, bytes.subarray(0, 15))).toThrow('does not open')
    expect(() => crypto.sm4CbcDecrypt(Buffer.alloc(16, 3), iv, bytes)).toThrow('does not open')
    expect(() => crypto.sm4CbcEncrypt(Buffer.alloc(15), iv, bytes)).toThrow()
    expect(crypto.sm4CbcDecrypt(key, iv, bytes).toString()).toBe('里仁')
  })

  it('opens what it sealed, at every length around a block', () => {
    const random = dice()
    for (let size = 0; size < 50; size++) {
      const [key, iv, data] = [random.bytes(16), random.bytes(16), random.bytes(size)]
      expect(crypto.sm4Decrypt(key, iv, crypto.sm4Encrypt(key, iv, data))).toEqual(data)
      expect(crypto.sm4CbcDecrypt(key, iv, crypto.sm4CbcEncrypt(key, iv, data))).toEqual(data)
    }
  })

  it('compares secrets of equal and of different length', () => {
    expect(crypto.equal(Buffer.from('ab'), Buffer.from('ab'))).toBe(true)
    expect(crypto.equal(Buffer.from('ab'), Buffer.from('ac'))).toBe(false)
    expect(crypto.equal(Buffer.from('ab'), Buffer.from('abc'))).toBe(false)
  })

  it('derives keys and MACs as published', async () => {
    const [key, salt] = [Buffer.from('key'), Buffer.from('salt')]
    expect(crypto.hmacSm3(key, 'data')).toEqual(createHmac('sm3', key).update('data').digest())
    expect(await crypto.deriveKey('password', salt, 10, 48)).toEqual(pbkdf2Sync('password', salt, 10, 48, 'sm3'))
  })
})
