import { badFrame, type Decoded, goodFrame } from '../protocol.ts'
import { readWiegand } from '../wiegand.ts'
import { cutFrame, type OsdpFrame } from './frame.ts'

const commandNames: Readonly<Record<number, string>> = {
  ...{ 96: 'poll', 97: 'id', 98: 'cap', 100: 'lstat', 101: 'istat', 102: 'ostat', 104: 'out', 105: 'led', 106: 'buz' },
  ...{ 107: 'text', 110: 'comset', 117: 'keyset', 118: 'chlng', 119: 'scrypt' },
}
const replyNames: Readonly<Record<number, string>> = {
  ...{ 64: 'ack', 65: 'nak', 69: 'pdid', 70: 'pdcap', 72: 'lstatr', 80: 'raw', 81: 'fmt', 83: 'keypad', 84: 'com' },
  ...{ 118: 'ccrypt', 120: 'rmac-i', 121: 'busy' },
}
const naks = ['', 'check', 'length', 'unknown command', 'sequence', 'security block', 'encryption required'] as const

export const commands = { poll: 0x60, id: 0x61, localStatus: 0x64 } as const

export type Told =
  | { readonly kind: 'nothing' }
  | { readonly kind: 'card'; readonly reader: number; readonly format: number; readonly count: number; readonly bytes: Buffer }
  | { readonly kind: 'keys'; readonly reader: number; readonly digits: number }
  | { readonly kind: 'status'; readonly isTampered: boolean; readonly isPowerFaulty: boolean }
  | { readonly kind: 'described'; readonly vendor: string; readonly model: number; readonly serial: string; readonly firmware: string }
  | { readonly kind: 'refused'; readonly reason: string }
  | { readonly kind: 'other'; readonly name: string }
export type Read = { readonly ok: true; readonly told: Told } | { readonly ok: false; readonly at: number; readonly why: string }

const wrong = (at: number, why: string): Read => ({ ok: false, at, why })

/** What a reader answers; `at` counts within its data. */
export function readReply({ code, data }: Pick<OsdpFrame, 'code' | 'data'>): Read {
  const name = replyNames[code]
  if (name === undefined) return wrong(0, `no answer has the code ${code.toString(16)}`)
  const byte = (at: number): number => data.readUInt8(at)
  if (name === 'ack' || name === 'busy') return { ok: true, told: { kind: 'nothing' } }
  if (name === 'nak') {
    if (data.length < 1) return wrong(0, 'a NAK without its reason')
    return { ok: true, told: { kind: 'refused', reason: naks[byte(0)] || `reason ${byte(0)}` } }
  }
  if (name === 'raw') {
    if (data.length < 4) return wrong(data.length, 'a card without its bits')
    const count = data.readUInt16LE(2)
    if (data.length !== 4 + Math.ceil(count / 8) || count === 0) return wrong(2, `${count} bits in ${data.length - 4} bytes`)
    return { ok: true, told: { kind: 'card', reader: byte(0), format: byte(1), count, bytes: data.subarray(4) } }
  }
  if (name === 'keypad') {
    if (data.length < 2 || data.length !== 2 + byte(1)) return wrong(1, 'another number of keys than it says')
    return { ok: true, told: { kind: 'keys', reader: byte(0), digits: byte(1) } }
  }
  if (name === 'lstatr') {
    if (data.length !== 2 || byte(0) > 1 || byte(1) > 1) return wrong(0, 'a state that is neither 0 nor 1')
    return { ok: true, told: { kind: 'status', isTampered: byte(0) === 1, isPowerFaulty: byte(1) === 1 } }
  }
  if (name === 'pdid') {
    if (data.length !== 12) return wrong(data.length, `an identity of ${data.length} bytes`)
    const firmware = `${byte(9)}.${byte(10)}.${byte(11)}`
    const serial = data.readUInt32LE(5).toString(16).padStart(8, '0')
    return { ok: true, told: { kind: 'described', vendor: data.subarray(0, 3).toString('hex'), model: byte(3), serial, firmware } }
  }
  return { ok: true, told: { kind: 'other', name } }
}

/** A frame as a person reads it. Keys that somebody pressed are not shown. */
export function decode(bytes: Buffer): Decoded {
  const cut = cutFrame(bytes)
  if (!cut.ok) return badFrame(cut.at, cut.why)
  const { security, data, code, ...head } = cut.frame
  const name = (head.isReply ? replyNames : commandNames)[code]
  const shown = { ...head, code: code.toString(16), ...(name ? { name } : {}), ...(security ? { security: security.toString('hex') } : {}) }
  if (!head.isReply || security) return goodFrame({ ...shown, ...(data.length > 0 ? { hex: data.toString('hex') } : {}) })
  const read = readReply(cut.frame)
  if (!read.ok) return badFrame(bytes.length - data.length - (head.check === 'crc' ? 2 : 1) + read.at, read.why)
  const { told } = read
  if (told.kind !== 'card') return goodFrame({ ...shown, ...told })
  const card = readWiegand(told.bytes, told.count)
  return goodFrame({
    ...shown,
    reader: told.reader,
    format: told.format,
    count: told.count,
    ...(card.ok ? { card: card.card } : { why: card.why }),
  })
}
