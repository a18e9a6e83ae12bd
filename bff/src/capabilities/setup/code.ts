import { createHash, timingSafeEqual } from 'node:crypto'
import type { Kernel } from '../../kernel/kernel.ts'

const digits = '0123456789abcdefghjkmnpqrstvwxyz'

/**
 * The code that the start command prints and the wizard asks for. It follows from the keyring, so it needs no
 * place of its own, and only who can read the console of the machine knows it.
 */
export function setupCode(kernel: Pick<Kernel, 'sealer'>): string {
  const digest = createHash('sha256').update(kernel.sealer.tokenMac('setup', 'code')).digest()
  const text = [...digest.subarray(0, 12)].map((byte) => digits[byte & 31]).join('')
  return `${text.slice(0, 4)}-${text.slice(4, 8)}-${text.slice(8)}`
}

export function isSetupCode(kernel: Pick<Kernel, 'sealer'>, given: string): boolean {
  const expected = Buffer.from(setupCode(kernel))
  const actual = Buffer.from(given)
  return actual.length === expected.length && timingSafeEqual(actual, expected)
}
