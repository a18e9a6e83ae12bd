import { chinaDigits, chinaMoment } from '../china-time.ts'

/** Digits, or undefined where a nibble is none. */
export function bcd(bytes: Buffer): string | undefined {
  const text = bytes.toString('hex')
  return /^\d+$/.test(text) ? text : undefined
}

/** `20260102`; empty when it is no day. */
export const dayOf = (bytes: Buffer): string => bcd(bytes) ?? ''

/** Seven bytes yyyyMMddHHmmss; undefined when there is no such moment. */
export const chinaTime = (bytes: Buffer): number | undefined => chinaMoment(bcd(bytes.subarray(0, 7)) ?? '')

export const encodeTime = (at: number): Buffer => Buffer.from(chinaDigits(at).slice(0, 14), 'hex')

/** The day of a moment, `20260102`. */
export const chinaDay = (at: number): string => chinaDigits(at).slice(0, 8)
