import type { Protection } from './keys.ts'
import { contentTypes, createReplayWindow, type DtlsRecord, writeRecord } from './record.ts'

/** What one side writes: numbers its records, and seals them once it has keys. */
export function createWriter() {
  let sequences = [0, 0]
  let protection: Protection | undefined
  const write = (type: number, epoch: 0 | 1, plain: Buffer): Buffer => {
    const sequence = sequences[epoch] as number
    sequences = epoch === 0 ? [sequence + 1, sequences[1] as number] : [sequences[0] as number, sequence + 1]
    const fragment = epoch === 0 ? plain : (protection as Protection).seal(type, epoch, sequence, plain)
    return writeRecord({ type, epoch, sequence, fragment })
  }
  return {
    write,
    secure(by: Protection): void {
      protection = by
    },
    /** The first answer to a stranger carries the number of his question (RFC 6347 §4.2.1). */
    startAt(sequence: number): void {
      sequences = [sequence, 0]
    },
    alert: (epoch: 0 | 1, isFatal: boolean, code: number): Buffer => write(contentTypes.alert, epoch, Buffer.from([isFatal ? 2 : 1, code])),
  }
}

/** What the other side writes: opens each record once. */
export function createReader(protection: Protection) {
  const window = createReplayWindow()
  return {
    isRepeat: (sequence: number): boolean => !window.isNew(sequence),
    /** Undefined for a repeat, and for what is not genuine. */
    open({ type, epoch, sequence, fragment }: DtlsRecord): Buffer | undefined {
      if (epoch !== 1 || !window.isNew(sequence)) return undefined
      const plain = protection.open(type, epoch, sequence, fragment)
      if (plain !== undefined) window.mark(sequence)
      return plain
    },
  }
}

export const alerts = { closeNotify: 0, badRecordMac: 20, handshakeFailure: 40, decodeError: 50, decryptError: 51 } as const
