import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { layoutFault, readFields, showFields, writeFields } from './fields.ts'
import { bodyAt, cutFrame, type Frame } from './frame.ts'
import { isType, messages, type Type, type Values } from './messages.ts'

/** One message as its type tells its values. */
export type Message = { [T in Type]: { readonly type: T; readonly values: Values<T> } }[Type]

export type Read = { readonly ok: true; readonly message: Message } | { readonly ok: false; readonly at: number; readonly why: string }

/** The body of a plain frame; offsets are those of the frame. */
export function readMessage({ type, body }: Pick<Frame, 'type' | 'body'>): Read {
  if (!isType(type)) return { ok: false, at: bodyAt - 1, why: `type ${hex(type)} is not known` }
  const { layout } = messages[type]
  const fault = layoutFault(layout, body)
  if (fault) return { ok: false, at: bodyAt + fault.at, why: `${messages[type].name}: ${fault.why}` }
  return { ok: true, message: { type, values: readFields(layout, body) } as unknown as Message }
}

/** The same after a cipher that fills the last block with zeros: as many are left out as make it a body, seven at most. */
export function readPadded(frame: Pick<Frame, 'type' | 'body'>): Read {
  const whole = readMessage(frame)
  for (let cut = 1; cut < 8 && frame.body.at(-cut) === 0; cut++) {
    if (whole.ok) break
    const shorter = readMessage({ type: frame.type, body: frame.body.subarray(0, -cut) })
    if (shorter.ok) return shorter
  }
  return whole
}

/** Throws where a value does not fit into its field. */
export const writeBody = <T extends Type>(type: T, values: Values<T>): Buffer => writeFields(messages[type].layout, values as never)

export const hex = (type: number): string => `0x${type.toString(16).toUpperCase().padStart(2, '0')}`

/** One frame for a person. What is encrypted stays so: the key is the pile's own. */
export function decodeFrame(bytes: Buffer): Decoded {
  const cut = cutFrame(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  if (cut.size !== bytes.length) return badFrame(cut.size, 'something follows the frame')
  const { frame, isHighFirst } = cut
  const head = {
    type: hex(frame.type),
    name: isType(frame.type) ? messages[frame.type].name : 'unknown',
    sequence: frame.sequence.toString('hex'),
    crc: isHighFirst ? 'high byte first' : 'low byte first',
  }
  if (frame.encryption !== 0) return goodFrame({ ...head, encryption: frame.encryption, cipher: frame.body.toString('hex') })
  if (!isType(frame.type)) return goodFrame({ ...head, raw: frame.body.toString('hex') })
  const read = readMessage(frame)
  if (!read.ok) return badFrame(read.at, read.why)
  return goodFrame({ ...head, ...showFields(messages[frame.type].layout, read.message.values) })
}
