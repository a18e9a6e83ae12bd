const strict = new TextDecoder('utf-8', { fatal: true })
const china = new TextDecoder('gb18030')

/** Text of a device that may write UTF-8 or GB 18030 without saying which. */
export function textOf(bytes: Buffer): string {
  try {
    return strict.decode(bytes)
  } catch {
    return china.decode(bytes)
  }
}
