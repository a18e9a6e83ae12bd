const dayMs = 86_400_000

/**
 * The day of a serial number. Workbooks of 1900 believe in a 29 February 1900 (serial 60), so days before it are one
 * nearer to their beginning; those of 1904 begin at another day.
 */
export function dayOfSerial(serial: number, is1904: boolean): string | undefined {
  const whole = Math.floor(serial)
  if (!Number.isFinite(whole) || whole < 1 || whole > 2_958_465 || (!is1904 && whole === 60)) return undefined
  const start = is1904 ? Date.UTC(1904, 0, 1) : Date.UTC(1899, 11, whole < 60 ? 31 : 30)
  return new Date(start + whole * dayMs).toISOString().slice(0, 10)
}

/** Formats that come with every workbook and show a day; 27–36 and 50–58 are those of Chinese and other Asian editions. */
const builtinDays = (id: number) => (id >= 14 && id <= 17) || id === 22 || (id >= 27 && id <= 31) || id === 36 || (id >= 50 && id <= 58)

/** Whether a number format shows a day: it has a year or a day of the month outside of quotes, colours and conditions. */
export function isDayFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return builtinDays(id)
  const bare = code.replace(/"[^"]*"|\[[^\]]*\]|\\./g, '').toLowerCase()
  return /[yd年日]|e+[年/.-]/.test(bare) && !/general/.test(bare)
}
