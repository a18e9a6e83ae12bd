import { randomBytes } from 'node:crypto'
import { CryptoError, type CryptoProvider, type Sm2Driver } from './provider.ts'
import { sm2Faults, symmetricFaults } from './self-test.ts'
import { encodeKeyPair, inRange } from './sm2-format.ts'
import { createJavascriptSm2, pointOf } from './sm2-javascript.ts'
import { createOpensslSm2 } from './sm2-openssl.ts'
import { createSymmetric } from './symmetric.ts'

interface CryptoOptions {
  /** In order of preference; the first that passes its self-test is used. */
  readonly sm2?: readonly (() => Sm2Driver)[]
  /** Told why a driver was passed over. */
  readonly onFallback?: (reason: string) => void
}

/** Builds the provider, or refuses: crypto that does not agree with the published examples protects nothing. */
export function createCryptoProvider({ sm2 = [createOpensslSm2, createJavascriptSm2], onFallback }: CryptoOptions = {}): CryptoProvider {
  const symmetric = createSymmetric()
  const faults = symmetricFaults(symmetric)
  if (faults.length > 0) throw new CryptoError(`SM3 or SM4 of this Node cannot be used: ${faults.join('; ')}`)
  const driver = firstSound(sm2, onFallback)
  return {
    ...symmetric,
    sm2Driver: driver.name,
    sign: driver.sign,
    verify: driver.verify,
    encrypt: driver.encrypt,
    decrypt: driver.decrypt,
    generateKeyPair() {
      const scalar = freshScalar()
      return encodeKeyPair(scalar, pointOf(scalar))
    },
  }
}

function firstSound(drivers: readonly (() => Sm2Driver)[], onFallback: CryptoOptions['onFallback']): Sm2Driver {
  const reasons: string[] = []
  for (const create of drivers) {
    const { driver, reason } = attempt(create)
    if (driver) return driver
    reasons.push(reason)
    onFallback?.(reason)
  }
  throw new CryptoError(`No SM2 implementation passed its self-test: ${reasons.join(' | ')}`)
}

function attempt(create: () => Sm2Driver): { driver: Sm2Driver; reason?: undefined } | { driver: undefined; reason: string } {
  try {
    const driver = create()
    const faults = sm2Faults(driver)
    return faults.length === 0 ? { driver } : { driver: undefined, reason: `${driver.name}: ${faults.join('; ')}` }
  } catch (error) {
    return { driver: undefined, reason: error instanceof Error ? error.message : String(error) }
  }
}

function freshScalar(): Buffer {
  for (;;) {
    const scalar = randomBytes(32)
    if (inRange(scalar)) return scalar
  }
}
