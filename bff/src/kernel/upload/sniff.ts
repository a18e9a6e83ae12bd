export type FileType = 'jpeg' | 'png' | 'webp' | 'gif' | 'bmp' | 'heic' | 'pdf' | 'text'

const heicBrands = new Set(['heic', 'heix', 'hevc', 'hevx', 'heim', 'heis', 'mif1', 'msf1'])

/** What the bytes are, whatever the name or the sender says. Undefined for everything that is not taken. */
export function typeOf(bytes: Buffer): FileType | undefined {
  const ascii = (from: number, to: number) => bytes.toString('latin1', from, to)
  if (bytes.length < 12) return undefined
  if (bytes[0] === 0xff && bytes[1] === 0xd8 && bytes[2] === 0xff) return 'jpeg'
  if (ascii(0, 8) === '\x89PNG\r\n\x1a\n') return 'png'
  if (ascii(0, 4) === 'RIFF' && ascii(8, 12) === 'WEBP') return 'webp'
  if (ascii(0, 6) === 'GIF87a' || ascii(0, 6) === 'GIF89a') return 'gif'
  if (ascii(0, 2) === 'BM' && bytes.length >= 54 && bytes.readUInt32LE(6) === 0) return 'bmp'
  if (ascii(4, 8) === 'ftyp' && heicBrands.has(ascii(8, 12))) return 'heic'
  if (ascii(0, 5) === '%PDF-') return 'pdf'
  return isPlainText(bytes) ? 'text' : undefined
}

const utf8 = new TextDecoder('utf-8', { fatal: true })
/** Signs that nobody writes, and what a page, a drawing or a script for a shell begins with. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: finding them is the point
const notPlain = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f\ufffe\uffff]|^\s*(?:<|#!)/u

/** Words and nothing else; a table, a letter, minutes of a meeting. Other encodings cannot be told from noise. */
function isPlainText(bytes: Buffer): boolean {
  try {
    return !notPlain.test(utf8.decode(bytes))
  } catch {
    return false
  }
}
