/** Longer texts are faster written by the engine, in one call. */
const short = 200
const atFirst = 64 * 1024
/** A buffer that grew beyond this for one answer is not kept for the next. */
const mostKept = 1024 * 1024

const quote = 0x22
/** What stands behind the backslash, for the signs that have a short way of writing. */
const escapes: ReadonlyMap<number, number> = new Map(
  ['""', '\\\\', '\bb', '\tt', '\nn', '\ff', '\rr'].map((pair) => [pair.charCodeAt(0), pair.charCodeAt(1)]),
)
const hex = '0123456789abcdef'
const isSurrogate = (unit: number): boolean => unit >= 0xd800 && unit < 0xe000

/** JSON, written as the bytes that leave: no text is built in between, measured and then encoded. */
export class JsonBytes {
  #bytes = Buffer.allocUnsafe(atFirst)
  #at = 0

  /** How much was written; `back` returns here. */
  get at(): number {
    return this.#at
  }

  back(to: number): void {
    this.#at = to
  }

  /** Everything since the last time, as bytes of its own. */
  take(): Buffer {
    const taken = Buffer.from(this.#bytes.subarray(0, this.#at))
    this.#at = 0
    if (this.#bytes.length > mostKept) this.#bytes = Buffer.allocUnsafe(atFirst)
    return taken
  }

  /** One sign of the grammar. */
  sign(code: number): void {
    this.#ensure(1)
    this.#bytes[this.#at++] = code
  }

  /** Bytes that were made ready once, such as names of fields. */
  raw(ready: Uint8Array): void {
    this.#ensure(ready.length)
    const bytes = this.#bytes
    let at = this.#at
    for (let i = 0; i < ready.length; i++) bytes[at++] = ready[i] as number
    this.#at = at
  }

  /** As JSON.stringify writes it; false when there is nothing to write. */
  value(value: unknown): boolean {
    switch (typeof value) {
      case 'string':
        this.#string(value)
        return true
      case 'number':
        this.#number(value)
        return true
      case 'boolean':
        this.raw(value ? yes : no)
        return true
      default: {
        if (value === null) {
          this.raw(none)
          return true
        }
        const text = JSON.stringify(value) as string | undefined
        if (text !== undefined) this.#text(text)
        return text !== undefined
      }
    }
  }

  #number(value: number): void {
    if (value >= 0 && value <= 9 && Number.isInteger(value)) this.sign(0x30 + value)
    else if (Number.isFinite(value)) this.#text(String(value))
    else this.raw(none)
  }

  #string(value: string): void {
    const { length } = value
    if (length > short) {
      this.#text(JSON.stringify(value))
      return
    }
    // at most six bytes for a sign, and the quotes
    this.#ensure(length * 6 + 2)
    const bytes = this.#bytes
    let at = this.#at
    bytes[at++] = quote
    for (let i = 0; i < length; i++) {
      const unit = value.charCodeAt(i)
      if (unit < 0x80) {
        if (unit >= 0x20 && unit !== quote && unit !== 0x5c) bytes[at++] = unit
        else at = this.#escape(unit, at)
      } else if (unit < 0x800) {
        bytes[at++] = 0xc0 | (unit >> 6)
        bytes[at++] = 0x80 | (unit & 0x3f)
      } else if (isSurrogate(unit)) {
        this.#at = at
        this.#rest(value, i)
        return
      } else {
        bytes[at++] = 0xe0 | (unit >> 12)
        bytes[at++] = 0x80 | ((unit >> 6) & 0x3f)
        bytes[at++] = 0x80 | (unit & 0x3f)
      }
    }
    bytes[at++] = quote
    this.#at = at
  }

  #escape(unit: number, at: number): number {
    const bytes = this.#bytes
    bytes[at] = 0x5c
    const letter = escapes.get(unit)
    if (letter !== undefined) {
      bytes[at + 1] = letter
      return at + 2
    }
    return at + 1 + bytes.write(`u00${hex[unit >> 4]}${hex[unit & 15]}`, at + 1)
  }

  /** Pairs of surrogates, and lone ones, are left to those who know them. The rest begins with a sign, not inside one. */
  #rest(value: string, from: number): void {
    this.#text(JSON.stringify(value.slice(from)).slice(1))
  }

  #text(text: string): void {
    this.#ensure(text.length * 3)
    this.#at += this.#bytes.write(text, this.#at)
  }

  #ensure(more: number): void {
    if (this.#at + more <= this.#bytes.length) return
    const grown = Buffer.allocUnsafe(Math.max(this.#bytes.length * 2, this.#at + more))
    this.#bytes.copy(grown, 0, 0, this.#at)
    this.#bytes = grown
  }
}

const yes = Buffer.from('true')
const no = Buffer.from('false')
const none = Buffer.from('null')
