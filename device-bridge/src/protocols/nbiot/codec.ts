import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { readCtwing } from './ctwing.ts'
import { readOnenet } from './onenet.ts'

export const platforms = ['ctwing', 'onenet'] as const
export type Platform = (typeof platforms)[number]
export const readers = { ctwing: readCtwing, onenet: readOnenet } as const

/** A push as a person reads it. */
export function decode(bytes: Buffer, variant: string = 'ctwing'): Decoded {
  const read = readers[variant as Platform](bytes)
  if (!read.ok) return badFrame(read.at, read.why)
  return goodFrame(read.pushed.map(({ bytes: opaque, ...told }) => ({ ...told, ...(opaque ? { hex: opaque.toString('hex') } : {}) })))
}
