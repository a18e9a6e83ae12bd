import type { Clock } from '../../ports/ports.ts'
import { openTcp, type TcpConnection } from '../../transport/tcp.ts'
import {
  decodeRead,
  decodeWrite,
  encodeRead,
  encodeWrite,
  type ReadAnswer,
  type ReadRequest,
  type WriteAnswer,
  type WriteRequest,
} from './codec.ts'
import { createRtuReader, createTcpReader, encodeRtu, encodeTcp } from './frame.ts'

export type Framing = 'tcp' | 'rtu-over-tcp'

/** One TCP address, asked one question at a time, whatever number of devices lie behind it. */
export interface Master {
  ask(unit: number, request: ReadRequest, saw?: Saw): Promise<ReadAnswer>
  write(unit: number, request: WriteRequest, saw?: Saw): Promise<WriteAnswer>
  close(): void
}

/** Shows the frames of one device to whoever watches it. */
export type Saw = (direction: 'in' | 'out', bytes: Buffer) => void

interface Waiting {
  /** Undefined where the framing has none. */
  readonly transaction: number | undefined
  readonly unit: number
  readonly saw: Saw | undefined
  answer(pdu: Buffer): void
  fail(reason: string): void
}

interface MasterOptions {
  readonly clock: Clock
  readonly timeoutMs: number
  /** Silence between two questions on a line behind the gateway. */
  readonly gapMs?: number
}

const repeats = 2

/** Connects when there is something to ask, and anew after the connection ended. */
export function createMaster(
  { host, port, framing = 'tcp' }: { host: string; port: number; framing?: Framing | undefined },
  { clock, timeoutMs, gapMs = 0 }: MasterOptions,
): Master {
  let connection: Promise<TcpConnection> | undefined
  /** Also while it is being dialled: whoever closes does not wait for a host that never answers. */
  let socket: TcpConnection | undefined
  let waiting: Waiting | undefined
  let transaction = 0
  let turn: Promise<unknown> = Promise.resolve()
  let isClosed = false

  const take = (frame: { unit: number; pdu: Buffer; transaction?: number }): void => {
    // Late answers of earlier questions carry other numbers and are dropped here.
    if (waiting && waiting.unit === frame.unit && waiting.transaction === frame.transaction) waiting.answer(frame.pdu)
  }

  const open = (): Promise<TcpConnection> =>
    new Promise((resolve, reject) => {
      const reader = framing === 'tcp' ? createTcpReader() : createRtuReader()
      const tcp: TcpConnection = openTcp(host, port, {
        onOpen: () => resolve(tcp),
        onBytes(bytes) {
          waiting?.saw?.('in', bytes)
          for (const frame of reader.push(bytes)) take(frame)
        },
        onEnd(reason) {
          connection = undefined
          waiting?.fail(reason)
          reject(new Error(reason))
        },
      })
      socket = tcp
    })

  const exchange = async (unit: number, pdu: Buffer, saw?: Saw): Promise<Buffer> => {
    if (isClosed) throw new Error('closed')
    connection ??= open()
    const tcp = await connection
    transaction = (transaction + 1) & 0xffff
    const number = framing === 'tcp' ? transaction : undefined
    const patience = new AbortController()
    try {
      return await new Promise<Buffer>((resolve, reject) => {
        waiting = { transaction: number, unit, saw, answer: resolve, fail: (reason) => reject(new Error(reason)) }
        clock.sleep(timeoutMs, patience.signal).then(
          () => {
            reject(new Error('no answer'))
            // Without a number a late answer could be taken for the next question's: only a new connection is sure.
            if (number === undefined) tcp.close()
          },
          () => undefined,
        )
        const question = number === undefined ? encodeRtu({ unit, pdu }) : encodeTcp({ transaction: number, unit, pdu })
        saw?.('out', question)
        tcp.write(question)
      })
    } finally {
      waiting = undefined
      patience.abort()
      if (gapMs > 0) await clock.sleep(gapMs)
    }
  }

  /** Gateways serialise, so the questions of all devices behind one wait for each other. */
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const mine = turn.then(work)
    turn = mine.catch(() => undefined)
    return mine
  }

  return {
    ask: (unit, request, saw) =>
      inTurn(async () => {
        for (let attempt = 0; ; attempt++) {
          try {
            return decodeRead(request, await exchange(unit, encodeRead(request), saw))
          } catch (error) {
            if (attempt >= repeats || isClosed) return { ok: false, why: (error as Error).message }
          }
        }
      }),
    // A write is never repeated by itself: it may have been done, and only its answer got lost.
    write: (unit, request, saw) =>
      inTurn(async () => {
        try {
          return decodeWrite(request, await exchange(unit, encodeWrite(request), saw))
        } catch (error) {
          return { ok: false, why: (error as Error).message }
        }
      }),
    close() {
      isClosed = true
      socket?.close()
    },
  }
}
