import { readFileSync, statSync } from 'node:fs'

/** One frame to decode, and what to call it when it is one of many. */
export interface Given {
  readonly bytes: Buffer
  readonly label: string
}

export type Input =
  | { readonly ok: true; readonly frames: readonly Given[] }
  | { readonly ok: false; readonly at: number; readonly why: string }

/** The frames that the command line names: hex digits, text, a file of bytes, or a file with a frame of hex on each line. */
export function readInput(words: readonly string[], isText: boolean): Input {
  const [only] = words
  if (words.length === 1 && only !== undefined && isFile(only)) return fromFile(readFileSync(only), isText)
  const text = words.join(' ')
  const compact = text.replace(/\s+/g, '')
  if (isText && !/^([0-9a-fA-F]{2})+$/.test(compact)) return { ok: true, frames: [{ bytes: Buffer.from(text), label: '' }] }
  return fromHex(compact)
}

const isFile = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isFile() ?? false

function fromHex(digits: string): Input {
  const wrong = digits.search(/[^0-9a-fA-F]/)
  if (wrong >= 0) return { ok: false, at: wrong >> 1, why: `"${digits[wrong]}" is not a hex digit` }
  if (digits.length % 2 === 1) return { ok: false, at: digits.length >> 1, why: 'half a byte: an odd number of hex digits' }
  return { ok: true, frames: [{ bytes: Buffer.from(digits, 'hex'), label: '' }] }
}

function fromFile(content: Buffer, isText: boolean): Input {
  const lines = content
    .toString('latin1')
    .split(/\r?\n/)
    .map((line) => line.replace(/#.*/, '').replace(/\s+/g, ''))
  const isHex = lines.some((line) => line !== '') && lines.every((line) => /^([0-9a-fA-F]{2})*$/.test(line))
  if (!isHex) return { ok: true, frames: [{ bytes: isText ? withoutLastLineEnd(content) : content, label: '' }] }
  const frames = lines.flatMap((line, i) => (line === '' ? [] : [{ bytes: Buffer.from(line, 'hex'), label: `line ${i + 1}` }]))
  return { ok: true, frames: frames.length === 1 ? [{ bytes: (frames[0] as Given).bytes, label: '' }] : frames }
}

/** An editor ends a file with a line end that was never sent. */
const withoutLastLineEnd = (content: Buffer): Buffer =>
  content.at(-1) === 0x0a ? content.subarray(0, content.at(-2) === 0x0d ? -2 : -1) : content
