import type { Param } from '../connector.ts'

const execute = 0x17
const type = { double: 0x05, null: 0x06, whole: 0x08, blob: 0xfc, text: 0xfd } as const
/** More than this goes in several packets. */
const longest = 0xff_ff_ff
const room = 32 * 1024
/** Short texts are mostly plain; writing them sign by sign is quicker than a call into the engine. */
const short = 64

/** Commands that run prepared statements, written one behind the other so that they go to the server in one piece. */
export class Packets {
  #bytes = Buffer.allocUnsafe(room)
  #at = 0

  /** Tells in how many packets the command goes. What cannot be written leaves nothing behind. */
  add(statement: number, params: readonly Param[]): number {
    const start = this.#at
    try {
      this.#write(statement, params)
    } catch (error) {
      this.#at = start
      throw error
    }
    const length = this.#at - start - 4
    if (length >= longest) return this.#split(start, length)
    this.#head(start, length, 0)
    return 1
  }

  /** Everything that was added, and room for the next. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at))
    this.#at = 0
    if (this.#bytes.length > 32 * room) this.#bytes = Buffer.allocUnsafe(room)
    return taken
  }

  #write(statement: number, params: readonly Param[]): void {
    const empty = (params.length + 7) >> 3
    this.#ensure(4 + 10 + empty + 1 + params.length * 2)
    const bytes = this.#bytes
    let at = this.#at + 4
    bytes[at++] = execute
    at = bytes.writeUInt32LE(statement, at)
    bytes[at++] = 0 // no cursor
    at = bytes.writeUInt32LE(1, at) // once
    if (params.length > 0) {
      bytes.fill(0, at, at + empty)
      for (const [i, value] of params.entries())
        if (value === null) bytes[at + (i >> 3)] = (bytes[at + (i >> 3)] as number) | (1 << (i & 7))
      at += empty
      bytes[at++] = 1 // types follow
      for (const value of params) {
        bytes[at++] = typeOf(value)
        bytes[at++] = 0
      }
    }
    this.#at = at
    for (const value of params) this.#value(value)
  }

  #value(value: Param): void {
    if (typeof value === 'string') this.#text(value)
    else if (typeof value === 'number') this.#number(value)
    else if (value !== null) {
      this.#ensure(9 + value.length)
      this.#length(value.length)
      this.#at += value.copy(this.#bytes, this.#at)
    }
  }

  #number(value: number): void {
    this.#ensure(8)
    if (!Number.isInteger(value)) this.#at = this.#bytes.writeDoubleLE(value, this.#at)
    else {
      if (!Number.isSafeInteger(value)) throw new RangeError(`The parameter ${value} of a statement has lost precision`)
      this.#bytes.writeInt32LE(value | 0, this.#at)
      this.#at = this.#bytes.writeInt32LE(Math.floor(value / 0x1_0000_0000), this.#at + 4)
    }
  }

  #text(value: string): void {
    if (value.length <= short) {
      this.#ensure(1 + short)
      const bytes = this.#bytes
      const at = this.#at
      let i = 0
      for (; i < value.length; i++) {
        const sign = value.charCodeAt(i)
        if (sign > 0x7f) break
        bytes[at + 1 + i] = sign
      }
      if (i === value.length) {
        bytes[at] = i
        this.#at = at + 1 + i
        return
      }
    }
    const length = Buffer.byteLength(value)
    this.#ensure(9 + length)
    this.#length(length)
    this.#at += this.#bytes.write(value, this.#at)
  }

  /** A length as the protocol writes it. */
  #length(length: number): void {
    const bytes = this.#bytes
    if (length < 251) bytes[this.#at++] = length
    else if (length < 0x1_0000) {
      bytes[this.#at++] = 0xfc
      this.#at = bytes.writeUInt16LE(length, this.#at)
    } else if (length < 0x100_0000) {
      bytes[this.#at++] = 0xfd
      this.#at = bytes.writeUIntLE(length, this.#at, 3)
    } else {
      bytes[this.#at++] = 0xfe
      this.#at = bytes.writeUInt32LE(length, this.#at)
      this.#at = bytes.writeUInt32LE(0, this.#at)
    }
  }

  #head(at: number, length: number, sequence: number): void {
    this.#bytes.writeUIntLE(length, at, 3)
    this.#bytes[at + 3] = sequence
  }

  #split(start: number, length: number): number {
    const whole = Buffer.from(this.#bytes.subarray(start + 4, start + 4 + length))
    const packets = Math.floor(length / longest) + 1
    this.#at = start
    for (let i = 0; i < packets; i++) {
      const part = whole.subarray(i * longest, (i + 1) * longest)
      this.#ensure(4 + part.length)
      this.#head(this.#at, part.length, i & 0xff)
      this.#at += 4 + part.copy(this.#bytes, this.#at + 4)
    }
    return packets
  }

  #ensure(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more))
    this.#bytes.copy(grown, 0, 0, this.#at)
    this.#bytes = grown
  }
}

function typeOf(value: Param): number {
  if (value === null) return type.null
  if (typeof value === 'string') return type.text
  if (typeof value === 'number') return Number.isInteger(value) ? type.whole : type.double
  return type.blob
}
