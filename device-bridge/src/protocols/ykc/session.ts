import type { TcpLine } from '../../transport/tcp-server.ts'
import type { Happenings } from '../happenings.ts'
import type { Cipher } from './cipher.ts'
import { type Message, writeBody } from './codec.ts'
import { encodeFrame } from './frame.ts'
import type { Type, Values } from './messages.ts'
import type { GunState } from './signals.ts'

/** Everything that a pile says, for commands that wait for it. */
export type Happened = Happenings<{ readonly device: string; readonly message: Message }>

/** One connected pile, known by its login. */
export interface Session {
  readonly line: TcpLine
  readonly device: string
  readonly pile: string
  readonly login: Values<0x01>
  readonly states: Map<number, GunState>
  /** Guns whose heartbeat says so. */
  readonly faulty: Set<number>
  /** Idle frames of a gun while it has a charging. */
  readonly idle: Map<number, number>
  write<T extends Type>(type: T, values: Values<T>, sequence?: Buffer): void
  /** One question after the other: an answer names the gun at best, never the question. */
  inTurn<T>(work: () => Promise<T>): Promise<T>
}

export function createSession(
  options: Pick<Session, 'line' | 'device' | 'pile' | 'login'> & { readonly cipher: Cipher | undefined },
): Session {
  const { cipher, ...known } = options
  let counter = 0
  let turn: Promise<unknown> = Promise.resolve()
  return {
    ...known,
    states: new Map(),
    faulty: new Set(),
    idle: new Map(),
    write(type, values, sequence) {
      const own = Buffer.alloc(2)
      if (!sequence) {
        own.writeUInt16LE(counter)
        counter = (counter + 1) & 0xffff
      }
      const plain = writeBody(type, values)
      const body = cipher ? cipher.close(plain) : plain
      known.line.write(encodeFrame({ sequence: sequence ?? own, encryption: cipher ? 1 : 0, type, body }))
    },
    inTurn(work) {
      const mine = turn.then(work)
      turn = mine.catch(() => undefined)
      return mine
    },
  }
}
