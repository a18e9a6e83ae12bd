import { connect, type Socket } from 'node:net'
import { type CipherWay, createCipher } from './cipher.ts'
import { type Message, readMessage, readPadded, writeBody } from './codec.ts'
import { createReader, cutFrame, encodeFrame } from './frame.ts'
import type { Type, Values } from './messages.ts'

export interface PlayedPile {
  write<T extends Type>(type: T, values: Values<T>, sequence?: Buffer): void
  raw(bytes: Buffer): void
  login(more?: Partial<Values<0x01>>): void
  /** Says what the gun does now. */
  tell(state: number, more?: Partial<Values<0x13>>): void
  bill(more?: Partial<Values<0x3b>>): void
  readonly heard: Message[]
  readonly sequences: string[]
  close(): void
  readonly closed: Promise<void>
}

export interface PlayOptions {
  readonly port: number
  readonly pile: string
  now(): number
  readonly saw?: (line: string) => void
  readonly cipher?: CipherWay
  readonly key?: string
  /** What it does instead of the usual; true when that was all. */
  readonly onMessage?: (message: Message, pile: PlayedPile, sequence: Buffer) => boolean
}

const idle = '0'.repeat(32)

/** A pile with one gun that does what it is asked, over a socket of its own. */
export async function dialPlatform(options: PlayOptions): Promise<PlayedPile> {
  const { pile, now, saw } = options
  const cipher = options.cipher && createCipher(options.cipher, options.key)
  const socket: Socket = connect({ host: '127.0.0.1', port: options.port })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  const reader = createReader()
  const heard: Message[] = []
  const sequences: string[] = []
  let counter = 0
  let charging: { readonly transaction: string; readonly startedAt: number } | undefined

  const raw = (bytes: Buffer): void => {
    saw?.(`> ${bytes.toString('hex')}`)
    socket.write(bytes)
  }
  const played: PlayedPile = {
    heard,
    sequences,
    closed,
    raw,
    close: () => socket.destroy(),
    write(type, values, sequence) {
      const own = Buffer.alloc(2)
      own.writeUInt16LE(counter++ & 0xffff)
      const plain = writeBody(type, values)
      raw(encodeFrame({ sequence: sequence ?? own, encryption: cipher ? 1 : 0, type, body: cipher ? cipher.close(plain) : plain }))
    },
    login: (more) =>
      played.write(0x01, {
        ...{ pile, kind: 1, guns: 1, version: 1.6, software: 'LR1.0', link: 0, sim: '898604D11722D0348606', operator: 2 },
        ...more,
      }),
    tell: (state, more) =>
      played.write(0x13, {
        ...{ transaction: charging?.transaction ?? idle, pile, gun: 1, state, homed: 1, isPlugged: state === 3 },
        ...{ volts: state === 3 ? 220 : 0, amps: state === 3 ? 16 : 0, cableC: 25, cable: '00'.repeat(8), socPercent: 0, batteryC: 0 },
        ...{ minutes: 0, minutesLeft: 0, energy: 0, lossEnergy: 0, amount: 0, faults: [], ...more },
      }),
    bill(more) {
      const at = now()
      const none = { Price: 1, Energy: 0, LossEnergy: 0, Amount: 0 }
      const block = (name: string) => Object.fromEntries(Object.entries(none).map(([key, value]) => [`${name}${key}`, value]))
      played.write(0x3b, {
        ...{ transaction: charging?.transaction ?? idle, pile, gun: 1, startedAt: charging?.startedAt ?? at, endedAt: at },
        ...block('sharp'),
        ...block('peak'),
        ...block('flat'),
        ...{ valleyPrice: 0.9, valleyEnergy: 1.5, valleyLossEnergy: 1.5, valleyAmount: 1.35 },
        ...{ meterStart: 100, meterEnd: 101.5, energy: 1.5, lossEnergy: 1.5, amount: 1.35, vin: '', by: 1, at, stopReason: 0x40 },
        ...{ card: '0', ...more },
      } as Values<0x3b>)
    },
  }

  function answer({ type, values }: Message, sequence: Buffer): void {
    if (type === 0x34) {
      played.write(
        0x33,
        { transaction: values.transaction, pile, gun: values.gun, isStarted: !charging, reason: charging ? 2 : 0 },
        sequence,
      )
      if (charging) return
      charging = { transaction: values.transaction, startedAt: now() }
      played.tell(3)
    } else if (type === 0x36) {
      played.write(0x35, { pile, gun: values.gun, isStopped: charging !== undefined, reason: charging ? 0 : 2 }, sequence)
      if (!charging) return
      played.bill()
      charging = undefined
      played.tell(2)
    } else if (type === 0x12) played.tell(charging ? 3 : 2)
    else if (type === 0x44) played.write(0x43, { pile, isKept: true, reason: 0 }, sequence)
    else if (type === 0x46)
      played.write(0x45, { pile, cards: values.cards.map(({ card }) => ({ card, isCleared: true, reason: 2 })) }, sequence)
    else if (type === 0x48) played.write(0x47, { pile, cards: values.cards.map(({ card }) => ({ card, isThere: true })) }, sequence)
    else if (type === 0x52) played.write(0x51, { pile, isSet: true }, sequence)
    else if (type === 0x56) played.write(0x55, { pile, at: values.at }, sequence)
    else if (type === 0x58) played.write(0x57, { pile, isSet: true }, sequence)
    else if (type === 0x62) played.write(0x63, { pile, gun: values.gun, isTaken: true, reserved: '00000000' }, sequence)
    else if (type === 0x92) {
      played.write(0x91, { pile, isTaken: true }, sequence)
      played.login()
    } else if (type === 0x94) played.write(0x93, { pile, result: 0 }, sequence)
    else if (type === 0xf0) played.write(0xf1, { pile, result: 1 }, sequence)
  }

  socket.on('data', (chunk) => {
    for (const piece of reader.push(chunk)) {
      const cut = 'frame' in piece ? cutFrame(piece.frame) : undefined
      if (!cut?.ok) continue
      const { frame } = cut
      const body = frame.encryption === 1 ? cipher?.open(frame.body) : frame.body
      const read = body && (frame.encryption === 1 ? readPadded : readMessage)({ type: frame.type, body })
      if (!read?.ok) continue
      saw?.(`< ${JSON.stringify(read.message.values)}`)
      heard.push(read.message)
      sequences.push(frame.sequence.toString('hex'))
      if (!options.onMessage?.(read.message, played, frame.sequence)) answer(read.message, frame.sequence)
    }
  })
  return played
}
