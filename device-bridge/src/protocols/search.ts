import type { FrameReader, Piece } from '../transport/tcp-server.ts'

/** What begins at the first byte: a frame of this size, not yet enough of one, or nothing that can be one. */
export type Begun =
  /** `isWeak`: without a checksum it may stand inside of something longer, so it proves nothing about what comes before. */
  | { readonly ok: true; readonly size: number; readonly isWeak?: boolean }
  | { readonly ok: false; readonly why: string; readonly isShort?: boolean | undefined }

/** The low byte of the sum. */
export const sumOf = (bytes: Buffer): number => bytes.reduce((sum, byte) => (sum + byte) & 0xff, 0)

/** A byte as an engineer reads it. */
export const hex2 = (byte: number): string => byte.toString(16).padStart(2, '0')

/**
 * Cuts a stream into frames by looking for one at each byte: after a bad frame the search goes on one byte later, never by
 * a length that was not verified. What was left behind comes out as one bad piece.
 */
export const createSearch =
  (begin: (bytes: Buffer) => Begun): (() => FrameReader) =>
  () => {
    let held = Buffer.alloc(0)
    return {
      push(chunk) {
        held = Buffer.concat([held, chunk])
        const pieces: Piece[] = []
        let bad = 0
        let why = ''
        const leave = (): void => {
          if (bad > 0) pieces.push({ bad: Buffer.from(held.subarray(0, bad)), why })
          held = held.subarray(bad)
          bad = 0
          why = ''
        }
        while (held.length > bad) {
          const found = begin(held.subarray(bad))
          if (found.ok) {
            leave()
            pieces.push({ frame: Buffer.from(held.subarray(0, found.size)) })
            held = held.subarray(found.size)
          } else if (found.isShort) {
            // Noise may look like the beginning of something long; a whole frame further on proves that it was noise.
            const whole = laterFrame(held, bad + 1)
            if (whole === undefined) break
            why ||= 'the beginning of something that never came'
            bad = whole
          } else {
            why ||= found.why
            bad += 1
          }
        }
        leave()
        return pieces
      },
    }

    function laterFrame(bytes: Buffer, from: number): number | undefined {
      for (let at = from; at < bytes.length; at++) {
        const found = begin(bytes.subarray(at))
        if (found.ok && !found.isWeak) return at
      }
      return undefined
    }
  }
