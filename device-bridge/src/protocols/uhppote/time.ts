const chinaMs = 8 * 3_600_000

/** Digits, or undefined where a nibble is none. */
export function bcd(bytes: Buffer): string | undefined {
  const text = bytes.toString('hex')
  return /^\d+$/.test(text) ? text : undefined
}

/** `20260102`; empty when it is no day. */
export const dayOf = (bytes: Buffer): string => bcd(bytes) ?? ''

/** Seven bytes yyyyMMddHHmmss by the clock of China; undefined when there is no such moment. */
export function chinaTime(bytes: Buffer): number | undefined {
  const text = bcd(bytes.subarray(0, 7))
  const parts = text && /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)$/.exec(text)?.slice(1).map(Number)
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts
  const at = Date.UTC(year, month - 1, day, hour, minute, second) - chinaMs
  return encodeTime(at).equals(bytes.subarray(0, 7)) ? at : undefined
}

export const encodeTime = (at: number): Buffer => Buffer.from(new Date(at + chinaMs).toISOString().replace(/\D/g, '').slice(0, 14), 'hex')

/** The day of a moment in China, `20260102`. */
export const chinaDay = (at: number): string => new Date(at + chinaMs).toISOString().slice(0, 10).replaceAll('-', '')
