import { CryptoError } from './provider.ts'

/** The little of DER that SM2 keys, signatures and ciphertexts need, read strictly: one value, one encoding. */

const SEQUENCE = 0x30
const INTEGER = 0x02
const OCTETS = 0x04
const BITS = 0x03
const OID = 0x06

export function derTagged(tag: number, content: Buffer): Buffer {
  const length = content.length
  if (length < 0x80) return Buffer.concat([Buffer.from([tag, length]), content])
  const bytes =
    length < 0x100 ? [length] : length < 0x10000 ? [length >> 8, length & 255] : [length >> 16, (length >> 8) & 255, length & 255]
  return Buffer.concat([Buffer.from([tag, 0x80 | bytes.length, ...bytes]), content])
}

export const derSequence = (...items: Buffer[]): Buffer => derTagged(SEQUENCE, Buffer.concat(items))
export const derOctets = (content: Buffer): Buffer => derTagged(OCTETS, content)
export const derBits = (content: Buffer): Buffer => derTagged(BITS, Buffer.concat([Buffer.from([0]), content]))
export const derOid = (content: Buffer): Buffer => derTagged(OID, content)
export const derExplicit = (number: number, content: Buffer): Buffer => derTagged(0xa0 | number, content)

/** An unsigned number, given as big-endian bytes of any length. */
export function derInteger(value: Buffer): Buffer {
  let start = 0
  while (start < value.length - 1 && value[start] === 0) start++
  const bytes = value.subarray(start)
  return derTagged(INTEGER, (bytes[0] ?? 0) & 0x80 ? Buffer.concat([Buffer.from([0]), bytes]) : bytes)
}

/** Walks over the items of one DER value; throws at the first byte that is not canonical. */
export class DerReader {
  private at = 0
  private readonly bytes: Buffer

  constructor(bytes: Buffer) {
    this.bytes = bytes
  }

  sequence(): DerReader {
    return new DerReader(this.take(SEQUENCE))
  }

  octets(): Buffer {
    return this.take(OCTETS)
  }

  oid(): Buffer {
    return this.take(OID)
  }

  bits(): Buffer {
    const content = this.take(BITS)
    if (content[0] !== 0) throw bad()
    return content.subarray(1)
  }

  /** An unsigned number, left-padded to `size` bytes. */
  integer(size: number): Buffer {
    const content = this.take(INTEGER)
    const [first, second] = content
    if (first === undefined || first & 0x80 || (first === 0 && second !== undefined && !(second & 0x80))) throw bad()
    const bytes = first === 0 ? content.subarray(1) : content
    if (bytes.length > size) throw bad()
    return Buffer.concat([Buffer.alloc(size - bytes.length), bytes])
  }

  end(): void {
    if (this.at !== this.bytes.length) throw bad()
  }

  private take(tag: number): Buffer {
    if (this.byte() !== tag) throw bad()
    const length = this.length()
    const content = this.bytes.subarray(this.at, this.at + length)
    if (content.length !== length) throw bad()
    this.at += length
    return content
  }

  private length(): number {
    const first = this.byte()
    if (first < 0x80) return first
    let length = 0
    const count = first & 0x7f
    if (count === 0 || count > 3) throw bad()
    for (let i = 0; i < count; i++) length = length * 256 + this.byte()
    const shortest = length < 0x80 ? 0 : length < 0x100 ? 1 : length < 0x10000 ? 2 : 3
    if (shortest !== count) throw bad()
    return length
  }

  private byte(): number {
    const byte = this.bytes[this.at++]
    if (byte === undefined) throw bad()
    return byte
  }
}

const bad = () => new CryptoError('The value is not canonical DER')
