import { describe, expect, it } from 'vitest'
import { createCryptoProvider } from './create.ts'
import type { Sm2Driver } from './provider.ts'
import { sm2Faults, symmetricFaults } from './self-test.ts'
import { createJavascriptSm2 } from './sm2-javascript.ts'
import { createSymmetric } from './symmetric.ts'

const sound = createJavascriptSm2()
const broken: Record<string, Partial<Sm2Driver>> = {
  'accepts every signature': { verify: () => true },
  'accepts no signature': { verify: () => false },
  'ignores the user id': { verify: (key, message, signature) => sound.verify(key, message, signature) },
  'signs without a user id': { sign: (key, message) => sound.sign(key, message, '') },
  'opens nothing': { decrypt: () => Buffer.alloc(0) },
  'opens everything': { decrypt: () => Buffer.from('encryption standard') },
  'does not encrypt': { encrypt: (_key, message) => message },
  throws: {
    sign: () => {
      throw new Error('no such function')
    },
  },
}
const driver = (fault: keyof typeof broken) => (): Sm2Driver => ({ ...sound, name: String(fault), ...broken[fault] })

describe('the provider tests itself before use', () => {
  it.each(Object.keys(broken))('passes over a driver that %s', (fault) => {
    const told: string[] = []
    const crypto = createCryptoProvider({ sm2: [driver(fault), createJavascriptSm2], onFallback: (reason) => told.push(reason) })
    expect(crypto.sm2Driver).toBe('javascript')
    expect(told).toHaveLength(1)
    expect(told[0]).toContain(fault)
  })

  it('refuses to start when no driver is sound, and says why', () => {
    const missing = () => {
      throw new Error('no binary for this machine')
    }
    expect(() => createCryptoProvider({ sm2: [missing, driver('opens everything')] })).toThrow(
      /no binary for this machine.*a spoilt ciphertext opens/,
    )
  })

  it('finds no fault with the sound ones', () => {
    expect(sm2Faults(sound)).toEqual([])
    expect(symmetricFaults(createSymmetric())).toEqual([])
    expect(createCryptoProvider().sm2Driver).toBe('openssl')
  })

  it('finds an SM3 or SM4 that differs', () => {
    const symmetric = createSymmetric()
    expect(symmetricFaults({ ...symmetric, sm3: () => Buffer.alloc(32) })).toEqual(['SM3 differs from GB/T 32905'])
    expect(symmetricFaults({ ...symmetric, sm4Encrypt: (_key, _iv, data) => data })).toEqual(['SM4-CTR differs from GB/T 32907'])
    expect(symmetricFaults({ ...symmetric, sm4CbcEncrypt: (_key, _iv, data) => data })).toHaveLength(2)
  })
})
