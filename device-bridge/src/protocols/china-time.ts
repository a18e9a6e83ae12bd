const offsetMs = 8 * 3_600_000

/** Devices that write no zone mean the clock of China. A moment in 17 digits, yyyyMMddHHmmss and milliseconds. */
export const chinaDigits = (at: number): string => new Date(at + offsetMs).toISOString().replace(/\D/g, '').slice(0, 17)

/** The moment of 14 or 17 digits; undefined when there is none such, like a 30th of February. */
export function chinaMoment(digits: string): number | undefined {
  const parts = /^(\d{4})(\d\d)(\d\d)(\d\d)(\d\d)(\d\d)(\d{3})?$/.exec(digits)
  if (!parts) return undefined
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts.slice(1, 7).map(Number)
  const at = Date.UTC(year, month - 1, day, hour, minute, second, Number(parts[7] ?? 0)) - offsetMs
  return chinaDigits(at).startsWith(digits.slice(0, 14)) ? at : undefined
}
