import { CryptoError } from '../provider.ts'

/** One value of DER with everything that stands in it. */
export interface Item {
  readonly tag: number
  readonly content: Buffer
  /** With its tag and length, as it was signed. */
  readonly whole: Buffer
}

const mostBytes = 0xffffff

/** The values that stand one after the other in these bytes; throws where they are not canonical. */
export function itemsIn(bytes: Buffer): Item[] {
  const items: Item[] = []
  for (let at = 0; at < bytes.length; ) {
    const item = itemAt(bytes, at)
    items.push(item)
    at += item.whole.length
  }
  return items
}

/** The one value that these bytes are. */
export function onlyItem(bytes: Buffer, tag: number): Item {
  const item = itemAt(bytes, 0)
  if (item.tag !== tag || item.whole.length !== bytes.length) throw bad()
  return item
}

function itemAt(bytes: Buffer, start: number): Item {
  const [tag, first] = [bytes[start], bytes[start + 1]]
  if (tag === undefined || first === undefined || (tag & 0x1f) === 0x1f) throw bad()
  let [length, head] = [first, 2]
  if (first >= 0x80) {
    const count = first & 0x7f
    if (count === 0 || count > 3) throw bad()
    length = bytes.subarray(start + 2, start + 2 + count).reduce((sum, byte) => sum * 256 + byte, 0)
    head += count
    const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
    if (shortest !== count || length > mostBytes) throw bad()
  }
  const end = start + head + length
  if (end > bytes.length) throw bad()
  return { tag, content: bytes.subarray(start + head, end), whole: bytes.subarray(start, end) }
}

/** The bytes of a PEM block with this label, and nothing beside it. */
export function bytesOfPem(text: string, label: string): Buffer {
  const match = new RegExp(`^\\s*-----BEGIN ${label}-----\\r?\\n([A-Za-z0-9+/=\\r\\n]+)-----END ${label}-----\\s*$`).exec(text)
  if (!match?.[1]) throw new CryptoError(`This is not one PEM block "${label}"`)
  return Buffer.from(match[1], 'base64')
}

const bad = () => new CryptoError('The value is not canonical DER')
