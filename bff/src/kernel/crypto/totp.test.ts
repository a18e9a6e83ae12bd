import { describe, expect, it } from 'vitest'
import { systemRandom } from '../ports/system.ts'
import { newTotpSecret, toBase32, totpCode, totpCounter, totpUri } from './totp.ts'

const secret = Buffer.from('12345678901234567890')
const never = -1

describe('one-time passwords', () => {
  it.each([
    [59, '287082'],
    [1111111109, '081804'],
    [1111111111, '050471'],
    [1234567890, '005924'],
    [2000000000, '279037'],
    [20000000000, '353130'],
  ])('agrees with RFC 6238 at second %d', (second, code) => {
    expect(totpCode(secret, second * 1000)).toBe(code)
    expect(totpCounter(secret, code, second * 1000, never)).toBe(Math.floor(second / 30))
  })

  it('refuses a code that was used, even within its own half minute', () => {
    const now = 1_700_000_000_000
    const counter = totpCounter(secret, totpCode(secret, now), now, never)
    expect(counter).toBeDefined()
    expect(totpCounter(secret, totpCode(secret, now), now + 1000, counter as number)).toBeUndefined()
  })

  it('allows one step of clock error and not two', () => {
    const now = 1_700_000_010_000
    for (const drift of [-30_000, 0, 30_000]) expect(totpCounter(secret, totpCode(secret, now + drift), now, never)).toBeDefined()
    for (const drift of [-60_000, 60_000]) expect(totpCounter(secret, totpCode(secret, now + drift), now, never)).toBeUndefined()
  })

  it('refuses what is not six digits', () => {
    for (const code of ['', '12345', '1234567', 'abcdef', ' 28708', '２８７０８２'])
      expect(totpCounter(secret, code, 59_000, never)).toBeUndefined()
  })

  it('offers SM3 as another algorithm with other codes', () => {
    const now = 1_700_000_000_000
    const code = totpCode(secret, now, 'SM3')
    expect(totpCounter(secret, code, now, never, 'SM3')).toBeDefined()
    expect(code).not.toBe(totpCode(secret, now, 'SHA1'))
  })

  it('writes the address that authenticator apps read', () => {
    expect(toBase32(secret)).toBe('GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ')
    expect(totpUri(secret, 'wang', '里仁')).toBe(
      'otpauth://totp/%E9%87%8C%E4%BB%81:wang?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=%E9%87%8C%E4%BB%81&algorithm=SHA1&digits=6&period=30',
    )
    expect(newTotpSecret(systemRandom)).toHaveLength(20)
  })
})
