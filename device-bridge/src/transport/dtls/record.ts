/** DTLS 1.2 records (RFC 6347 §4.1). */
export const contentTypes = { changeCipherSpec: 20, alert: 21, handshake: 22, data: 23 } as const

export interface DtlsRecord {
  readonly type: number
  readonly epoch: number
  readonly sequence: number
  /** As it stands in the record: still protected from epoch 1 on. */
  readonly fragment: Buffer
}

export const recordHead = 13
/** What fits into one datagram of an ordinary network; longer handshake messages are not sent here. */
export const mostPlain = 1400
const mostFragment = 16_384 + 256

/** The records of a datagram. What is behind the first that is none is left out, as RFC 6347 §4.1.2.7 wants. */
export function readRecords(datagram: Buffer): DtlsRecord[] {
  const records: DtlsRecord[] = []
  let at = 0
  while (datagram.length - at >= recordHead) {
    const length = datagram.readUInt16BE(at + 11)
    const isOurs = datagram[at + 1] === 0xfe && (datagram[at + 2] === 0xfd || datagram[at + 2] === 0xff)
    if (!isOurs || length > mostFragment || datagram.length - at - recordHead < length) break
    records.push({
      type: datagram.readUInt8(at),
      epoch: datagram.readUInt16BE(at + 3),
      sequence: datagram.readUIntBE(at + 5, 6),
      fragment: datagram.subarray(at + recordHead, at + recordHead + length),
    })
    at += recordHead + length
  }
  return records
}

/** The eight bytes that stand for a record's place in the conversation. */
export function placeOf(epoch: number, sequence: number): Buffer {
  const place = Buffer.alloc(8)
  place.writeUInt16BE(epoch)
  place.writeUIntBE(sequence, 2, 6)
  return place
}

export function writeRecord({ type, epoch, sequence, fragment }: DtlsRecord): Buffer {
  const head = Buffer.alloc(recordHead)
  head.writeUInt8(type)
  head.writeUInt16BE(0xfefd, 1)
  placeOf(epoch, sequence).copy(head, 3)
  head.writeUInt16BE(fragment.length, 11)
  return Buffer.concat([head, fragment])
}

/** The last 64 records that came: a record is taken once, whatever the network does (RFC 6347 §4.1.2.6). */
export function createReplayWindow() {
  let newest = -1
  let seen = 0n
  return {
    isNew(sequence: number): boolean {
      if (sequence > newest) return true
      const back = newest - sequence
      return back < 64 && ((seen >> BigInt(back)) & 1n) === 0n
    },
    /** Only after the record proved to be genuine. */
    mark(sequence: number): void {
      if (sequence > newest) {
        const ahead = sequence - newest
        seen = ahead >= 64 ? 1n : ((seen << BigInt(ahead)) | 1n) & 0xffff_ffff_ffff_ffffn
        newest = sequence
      } else seen |= 1n << BigInt(newest - sequence)
    },
  }
}
