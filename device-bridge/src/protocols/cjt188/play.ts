import { identifierOf, items } from './codec.ts'
import { cutFrame, encodeFrame } from './frame.ts'

export interface PlayedMeter {
  readonly meter: string
  readonly type: number
  /** Litres. */
  volume: number
  valve: 'open' | 'closed'
}

/** The answer of a meter to a frame, or undefined when it is not meant. */
export function answerOf(bytes: Buffer, played: PlayedMeter): Buffer | undefined {
  const cut = cutFrame(bytes)
  if (!cut.ok) return undefined
  const { address, control, data } = cut.frame
  if ((control & 0x80) !== 0 || ![...address].every((digit, i) => digit === 'a' || digit === played.meter[i])) return undefined
  const say = (answer: Buffer, code = control | 0x80): Buffer =>
    encodeFrame({ type: played.type, address: played.meter, control: code, data: Buffer.concat([data.subarray(0, 3), answer]) })
  const status = (): Buffer => Buffer.from([played.valve === 'open' ? 0 : 1, 0])
  const item = identifierOf(data)
  if (control === 0x01 && item === items.read) return say(Buffer.concat([volume(played.volume), volume(0), Buffer.alloc(7), status()]))
  if (control === 0x04 && item === items.valve && (data[3] === 0x55 || data[3] === 0x99)) {
    played.valve = data[3] === 0x55 ? 'open' : 'closed'
    return say(status())
  }
  return say(Buffer.from([1]), control | 0xc0)
}

/** Hundredths of a cubic metre and the unit's byte. */
const volume = (litres: number): Buffer =>
  Buffer.concat([Buffer.from(String(Math.round(litres / 10)).padStart(8, '0'), 'hex').reverse(), Buffer.from([0x2c])])
