import type { Clock } from '../ports/ports.ts'
import { openTcp, type TcpConnection } from './tcp.ts'
import type { FrameReader } from './tcp-server.ts'

export interface BusOptions {
  readonly host: string
  readonly port: number
  readonly clock: Clock
  readonly reader: () => FrameReader
  /** Silence between two frames on the wire. */
  readonly gapMs?: number
  saw(direction: 'in' | 'out', bytes: Buffer): void
  /** Bytes on the wire that are no frame: noise, collisions, a wrong baud rate. */
  noise(bytes: Buffer, why: string): void
}

export interface Question<T> {
  readonly bytes: Buffer
  readonly timeoutMs: number
  readonly repeats: number
  /** Commands go before readings. */
  readonly isUrgent?: boolean
  /** What this frame answers, or undefined when it is somebody else's, an older one, or our own echo. */
  match(frame: Buffer): T | undefined
}

/** Undefined: nobody answered. */
export interface SerialBus {
  ask<T>(question: Question<T>): Promise<T | undefined>
  readonly isOpen: boolean
  close(): void
}

interface Waiting {
  readonly isUrgent: boolean
  run(): Promise<void>
  /** The line is closed: nobody will answer it. */
  giveUp(): void
}

/** A two-wire bus behind a gateway: everything on it shares one line, so one question at a time, whoever asks. */
export function createSerialBus(options: BusOptions): SerialBus {
  const { clock, gapMs = 100 } = options
  const queue: Waiting[] = []
  let connection: Promise<TcpConnection> | undefined
  /** Also while it is being dialled. */
  let socket: TcpConnection | undefined
  let ended: (() => void) | undefined
  let listen: ((frame: Buffer) => void) | undefined
  let isOpen = false
  let isClosed = false
  let working = false

  const open = (): Promise<TcpConnection> =>
    new Promise((resolve, reject) => {
      const reader = options.reader()
      const tcp = openTcp(options.host, options.port, {
        onOpen() {
          isOpen = true
          resolve(tcp)
        },
        onBytes(bytes) {
          for (const piece of reader.push(bytes)) {
            if ('bad' in piece) {
              options.noise(piece.bad, piece.why)
              continue
            }
            options.saw('in', piece.frame)
            listen?.(piece.frame)
          }
        },
        onEnd(reason) {
          isOpen = false
          connection = undefined
          ended?.()
          reject(new Error(reason))
        },
      })
      socket = tcp
    })

  async function once<T>(question: Question<T>): Promise<T | undefined> {
    connection ??= open()
    const tcp = await connection
    const patience = new AbortController()
    try {
      return await new Promise<T | undefined>((resolve) => {
        listen = (frame) => {
          const answer = question.match(frame)
          if (answer !== undefined) resolve(answer)
        }
        ended = () => resolve(undefined)
        clock.sleep(question.timeoutMs, patience.signal).then(
          () => resolve(undefined),
          () => undefined,
        )
        options.saw('out', question.bytes)
        tcp.write(question.bytes)
      })
    } finally {
      listen = undefined
      ended = undefined
      patience.abort()
    }
  }

  async function work(): Promise<void> {
    if (working) return
    working = true
    while (!isClosed) {
      const urgent = queue.findIndex((one) => one.isUrgent)
      const [next] = queue.splice(Math.max(urgent, 0), 1)
      if (!next) break
      await next.run()
      await clock.sleep(gapMs).catch(() => undefined)
    }
    working = false
  }

  return {
    get isOpen() {
      return isOpen
    },
    ask<T>(question: Question<T>) {
      return new Promise<T | undefined>((resolve) => {
        const run = async (): Promise<void> => {
          for (let attempt = 0; attempt <= question.repeats && !isClosed; attempt++) {
            const answer = await once(question).catch(() => undefined)
            if (answer !== undefined) return resolve(answer)
          }
          resolve(undefined)
        }
        if (isClosed) return resolve(undefined)
        queue.push({ isUrgent: question.isUrgent === true, run, giveUp: () => resolve(undefined) })
        void work()
      })
    },
    close() {
      isClosed = true
      // Whoever waits for a turn that never comes would keep the whole bridge from closing.
      for (const one of queue.splice(0)) one.giveUp()
      socket?.close()
    },
  }
}
