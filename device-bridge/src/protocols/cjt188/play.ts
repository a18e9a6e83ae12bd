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
  if (control === 0x01 && item === items.read && isHeat(played.type)) return say(heat(played.volume, status()))
  if (control === 0x01 && item === items.read) return say(Buffer.concat([volume(played.volume), volume(0), Buffer.alloc(7), status()]))
  if (control === 0x04 && item === items.valve && (data[3] === 0x55 || data[3] === 0x99)) {
    played.valve = data[3] === 0x55 ? 'open' : 'closed'
    return say(status())
  }
  return say(Buffer.from([1]), control | 0xc0)
}

const isHeat = (type: number): boolean => type >= 0x20 && type <= 0x29
const digits = (value: number, bytes: number): Buffer => Buffer.from(String(Math.round(value)).padStart(bytes * 2, '0'), 'hex').reverse()
/** Two digits behind the point and the unit's byte. */
const amount = (value: number, unit: number): Buffer => Buffer.concat([digits(value * 100, 4), Buffer.from([unit])])
/** Cubic metres. */
const volume = (litres: number): Buffer => amount(litres / 1000, 0x2c)

/** A heat meter through which so much water has flowed, 30 kelvins warmer than it came back. */
const heat = (litres: number, status: Buffer): Buffer => {
  const kilowattHours = (litres * 30 * 1.163) / 1000
  const [supply, back, hours] = [digits(55_00, 3), digits(25_00, 3), digits(1200, 3)]
  const flow = [amount(12, 0x17), amount(0.35, 0x35), volume(litres)]
  return Buffer.concat([amount(kilowattHours, 5), amount(kilowattHours, 5), ...flow, supply, back, hours, Buffer.alloc(7), status])
}
