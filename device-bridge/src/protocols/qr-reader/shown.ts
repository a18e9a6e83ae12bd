import { cutPiece } from './frame.ts'

const star = 0x2a
const headBytes = 6
const endSigns = 2

/** A code as an engineer may see it: its end only, and of a short one nothing. */
export const endOf = (text: string): string => `…${text.length > 2 * endSigns ? text.slice(-endSigns) : ''}`

const isText = (byte: number): boolean =>
  byte >= 0x80 || (byte >= 0x30 && byte <= 0x39) || (byte >= 0x41 && byte <= 0x5a) || (byte >= 0x61 && byte <= 0x7a)

/**
 * Bytes of a reader as they are kept: what somebody shows there opens doors, so every letter and digit is a star. Length,
 * punctuation and the head of a good frame stay, its check goes, for it would tell one sign of the code.
 */
export function withoutCode(bytes: Buffer): Buffer {
  const cut = cutPiece(bytes)
  const isFrame = cut.ok && cut.kind === 'frame'
  return Buffer.from(bytes.map((byte, at) => (isFrame ? (at < headBytes ? byte : star) : isText(byte) ? star : byte)))
}
