import type { Answer } from '../connector.ts'

/** A packet of the server as the driver hands it out; the next one comes in the same object. */
export interface Packet {
  readonly buffer: Buffer
  readonly start: number
  readonly end: number
  readonly offset: number
  isError(): boolean
  isEOF(): boolean
  eofStatusFlags(): number
  asError(encoding: string): Error
  readInt8(): number
  readLengthCodedNumber(): number
  readLengthCodedNumberSigned(): number
}

/** The driver's own reader of an answer: it is handed every packet until it says that it is done. */
export interface Reader {
  execute(packet: Packet): boolean
  shape(): { readonly fields: unknown; readonly parser: RowParser; readonly options: unknown } | undefined
}
interface RowParser {
  next(packet: Packet, fields: unknown, options: unknown): object
}

/** How the rows of a statement look, as the server described them last time. */
interface Known extends NonNullable<ReturnType<Reader['shape']>> {
  readonly header: Buffer
  readonly definitions: readonly Buffer[]
}

/** A statement on its connection; what was learnt of its answers is kept with it. */
export interface Learnt {
  known?: Known
}

const moreResults = 0x08
export const nothing: Answer = { rows: [], count: 0, insertId: 0 }

/**
 * Reads one answer. The server describes the columns anew with every answer; while it says the same as before, the
 * description is only compared, and everything unusual is left to the driver's own reader.
 */
export class Result {
  readonly #learnt: Learnt
  readonly #encoding: string
  readonly #reader: (done: (answer: Answer) => void) => Reader
  readonly #done: (answer: Answer) => void
  readonly #rows: object[] = []
  #error: unknown
  #state: 'begin' | 'columns' | 'columns-end' | 'rows' | 'driver' = 'begin'
  #met = 0
  #driver: Reader | undefined
  #seen: Buffer[] | undefined

  constructor(learnt: Learnt, encoding: string, reader: (done: (answer: Answer) => void) => Reader, done: (answer: Answer) => void) {
    this.#learnt = learnt
    this.#encoding = encoding
    this.#reader = reader
    this.#done = done
  }

  /** True when this was the last packet of the answer. */
  take(packet: Packet): boolean {
    const { known } = this.#learnt
    switch (this.#state) {
      case 'begin':
        return this.#begin(packet)
      case 'columns':
        if (!known || !same(known.definitions[this.#met], packet)) return this.#leave(packet)
        if (++this.#met === known.definitions.length) this.#state = 'columns-end'
        return false
      case 'columns-end':
        if (!packet.isEOF()) throw new Error('The database did not end its description of the columns')
        this.#state = 'rows'
        return false
      case 'rows':
        return this.#row(packet, known as Known)
      case 'driver':
        return this.#toDriver(packet)
    }
  }

  #begin(packet: Packet): boolean {
    if (packet.isError()) return this.#end({ ...nothing, error: packet.asError(this.#encoding) })
    if (packet.buffer[packet.offset] === 0) {
      packet.readInt8()
      const count = packet.readLengthCodedNumber()
      return this.#end({ rows: [], count, insertId: packet.readLengthCodedNumberSigned() })
    }
    const { known } = this.#learnt
    if (!known || !same(known.header, packet)) return this.#leave(packet)
    this.#state = 'columns'
    return false
  }

  #row(packet: Packet, known: Known): boolean {
    if (packet.isError()) return this.#end({ ...nothing, error: packet.asError(this.#encoding) })
    if (packet.isEOF()) {
      if (packet.eofStatusFlags() & moreResults) throw new Error('The database answers a statement with several results')
      return this.#end(this.#error === undefined ? { rows: this.#rows, count: 0, insertId: 0 } : { ...nothing, error: this.#error })
    }
    if (this.#error === undefined)
      try {
        this.#rows.push(known.parser.next(packet, known.fields, known.options))
      } catch (error) {
        this.#error = error
      }
    return false
  }

  /** Hands over to the driver, beginning with what was only compared so far. */
  #leave(packet: Packet): boolean {
    const { known } = this.#learnt
    this.#driver = this.#reader(this.#done)
    this.#seen = []
    if (this.#state === 'columns' && known)
      for (const bytes of [known.header, ...known.definitions.slice(0, this.#met)]) this.#toDriver(packetOf(packet, bytes))
    this.#state = 'driver'
    return this.#toDriver(packet)
  }

  #toDriver(packet: Packet): boolean {
    const driver = this.#driver as Reader
    const describes = driver.shape() === undefined && !packet.isEOF() && !packet.isError()
    if (describes) this.#seen?.push(Buffer.from(packet.buffer.subarray(packet.start, packet.end)))
    if (!driver.execute(packet)) return false
    const [header, ...definitions] = this.#seen ?? []
    const shape = driver.shape()
    if (shape && header) this.#learnt.known = { ...shape, header, definitions }
    return true
  }

  #end(answer: Answer): true {
    this.#done(answer)
    return true
  }
}

const headLength = 4

/** The head of a packet counts packets; the rest is what it says. */
const same = (bytes: Buffer | undefined, packet: Packet): boolean =>
  bytes !== undefined &&
  bytes.length === packet.end - packet.start &&
  packet.buffer.compare(bytes, headLength, bytes.length, packet.start + headLength, packet.end) === 0

const packetOf = (like: Packet, bytes: Buffer): Packet =>
  new (like.constructor as new (sequence: number, buffer: Buffer, start: number, end: number) => Packet)(0, bytes, 0, bytes.length)
