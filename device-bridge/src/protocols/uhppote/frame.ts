import { hex2 } from '../search.ts'

/** Every message is exactly this long, unused bytes zero. */
export const frameSize = 64
const mark = 0x17
/** Events of one firmware begin with this. */
const oldMark = 0x19

export const opcodes = {
  status: 0x20,
  setTime: 0x30,
  getTime: 0x32,
  openDoor: 0x40,
  putCard: 0x50,
  deleteCard: 0x52,
  deleteCards: 0x54,
  countCards: 0x58,
  cardByNumber: 0x5a,
  cardByIndex: 0x5c,
  setDoor: 0x80,
  getDoor: 0x82,
  setPassback: 0x84,
  getPassback: 0x86,
  setProfile: 0x88,
  clearProfiles: 0x8a,
  passcodes: 0x8c,
  specialEvents: 0x8e,
  setListener: 0x90,
  getListener: 0x92,
  getController: 0x94,
  setAddress: 0x96,
  getProfile: 0x98,
  pcControl: 0xa0,
  interlock: 0xa2,
  keypads: 0xa4,
  clearTasks: 0xa6,
  addTask: 0xa8,
  firstCard: 0xaa,
  refreshTasks: 0xac,
  getEvent: 0xb0,
  setEventIndex: 0xb2,
  getEventIndex: 0xb4,
  factory: 0xc8,
} as const

export const opcodeName = (opcode: number): string | undefined => Object.entries(opcodes).find(([, code]) => code === opcode)?.[0]

export interface Frame {
  readonly opcode: number
  readonly serial: number
  /** From byte 8 on. */
  readonly body: Buffer
}

export type Cut = { readonly ok: true; readonly frame: Frame } | { readonly ok: false; readonly at: number; readonly why: string }

export function encodeFrame(opcode: number, serial: number, body: Buffer = Buffer.alloc(0)): Buffer {
  const bytes = Buffer.alloc(frameSize)
  bytes[0] = mark
  bytes[1] = opcode
  bytes.writeUInt32LE(serial, 4)
  body.copy(bytes, 8)
  return bytes
}

export function cutFrame(bytes: Buffer): Cut {
  if (bytes.length === 0) return { ok: false, at: 0, why: 'no bytes' }
  const isOld = bytes[0] === oldMark
  if (bytes[0] !== mark && !isOld) return { ok: false, at: 0, why: `begins with ${hex2(bytes[0] as number)} instead of 17` }
  const opcode = bytes[1]
  if (isOld && opcode !== opcodes.status) return { ok: false, at: 1, why: 'only events may begin with 19' }
  if (bytes.length !== frameSize)
    return { ok: false, at: Math.min(bytes.length, frameSize), why: `${bytes.length} bytes; a message has ${frameSize}` }
  if (bytes[2] !== 0 || bytes[3] !== 0) return { ok: false, at: bytes[2] === 0 ? 3 : 2, why: 'bytes 2 and 3 are zero in this family' }
  if (opcodeName(opcode as number) === undefined) return { ok: false, at: 1, why: `no operation ${hex2(opcode as number)}` }
  return { ok: true, frame: { opcode: opcode as number, serial: bytes.readUInt32LE(4), body: bytes.subarray(8) } }
}
