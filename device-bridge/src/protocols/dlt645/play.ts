import { cutFrame, encodeFrame, type Frame } from './frame.ts'

/** What a played meter knows; quantities in the digits of the wire. */
export interface PlayedMeter {
  readonly meter: string
  readonly password: string
  energy: number
  /** What flows now; a usual household when left out. */
  watts?: number
  isClosed: boolean
}

const digits = (value: number, size: number): Buffer =>
  Buffer.from(
    String(Math.round(value))
      .padStart(size * 2, '0')
      .slice(-size * 2),
    'hex',
  ).reverse()

/** The answer of a meter to a frame, or undefined when it is not meant. */
export function answerOf(bytes: Buffer, played: PlayedMeter): Buffer | undefined {
  const cut = cutFrame(bytes)
  if (!cut.ok) return undefined
  const { address, control, data } = cut.frame
  if (!meant(address, played.meter) || (control & 0x80) !== 0) return undefined
  const say = (answer: Omit<Frame, 'address'>): Buffer => encodeFrame({ address: played.meter, ...answer })
  if (control === 0x13) return say({ control: 0x93, data: Buffer.from(played.meter, 'hex').reverse() })
  if (control === 0x1c) {
    if (data.subarray(0, 4).toString('hex') !== played.password) return say({ control: 0xdc, data: Buffer.from([4]) })
    played.isClosed = data[8] === 0x1c || data[8] === 0x1b
    return say({ control: 0x9c, data: Buffer.alloc(0) })
  }
  if (control !== 0x11 || data.length < 4) return say({ control: control | 0xc0, data: Buffer.from([1]) })
  const item = Buffer.from(data.subarray(0, 4)).reverse().toString('hex')
  const value = quantityOf(item, played)
  return value ? say({ control: 0x91, data: Buffer.concat([data.subarray(0, 4), value]) }) : say({ control: 0xd1, data: Buffer.from([2]) })
}

function quantityOf(item: string, played: PlayedMeter): Buffer | undefined {
  if (item === '00010000') return digits(played.energy * 100, 4)
  if (item === '02010100') return digits(2303, 2)
  const watts = played.isClosed ? (played.watts ?? 1201.5) : 0
  if (item === '02020100') return digits((watts / 230.3) * 1000, 3)
  if (item === '02030000') return digits(watts * 10, 3)
  if (item === '04000503') return Buffer.from([played.isClosed ? 0 : 0x10, 0])
  return undefined
}

/** `a` in a pair stands for any. */
const meant = (asked: string, own: string): boolean => [...asked].every((digit, i) => digit === 'a' || digit === own[i])
