import type { Clock } from '../../ports/ports.ts'
import { openTcp, type TcpConnection } from '../../transport/tcp.ts'
import { decodeRead, encodeRead, type ReadAnswer, type ReadRequest } from './codec.ts'
import { createTcpReader, encodeTcp } from './frame.ts'

/** One device behind one TCP address, asked one question at a time. */
export interface Master {
  ask(unit: number, request: ReadRequest): Promise<ReadAnswer>
  close(): void
}

interface Waiting {
  readonly transaction: number
  readonly unit: number
  answer(pdu: Buffer): void
  fail(reason: string): void
}

/** Connects when there is something to ask, and anew after the connection ended. */
export function createMaster(
  { host, port }: { host: string; port: number },
  options: { clock: Clock; timeoutMs: number; saw?(direction: 'in' | 'out', bytes: Buffer): void },
): Master {
  let connection: Promise<TcpConnection> | undefined
  let waiting: Waiting | undefined
  let transaction = 0

  const open = (): Promise<TcpConnection> =>
    new Promise((resolve, reject) => {
      const reader = createTcpReader()
      const tcp: TcpConnection = openTcp(host, port, {
        onOpen: () => resolve(tcp),
        onBytes(bytes) {
          options.saw?.('in', bytes)
          for (const frame of reader.push(bytes)) {
            // Late answers of earlier questions carry other numbers and are dropped here.
            if (waiting?.transaction === frame.transaction && waiting.unit === frame.unit) waiting.answer(frame.pdu)
          }
        },
        onEnd(reason) {
          connection = undefined
          waiting?.fail(reason)
          reject(new Error(reason))
        },
      })
    })

  const exchange = async (unit: number, request: ReadRequest): Promise<ReadAnswer> => {
    connection ??= open()
    const tcp = await connection
    transaction = (transaction + 1) & 0xffff
    const patience = new AbortController()
    try {
      return await new Promise<ReadAnswer>((resolve, reject) => {
        waiting = {
          transaction,
          unit,
          answer: (pdu) => resolve(decodeRead(request, pdu)),
          fail: (reason) => reject(new Error(reason)),
        }
        options.clock.sleep(options.timeoutMs, patience.signal).then(
          () => reject(new Error('no answer')),
          () => undefined,
        )
        const question = encodeTcp({ transaction, unit, pdu: encodeRead(request) })
        options.saw?.('out', question)
        tcp.write(question)
      })
    } finally {
      waiting = undefined
      patience.abort()
    }
  }

  return {
    async ask(unit, request) {
      const repeats = 2
      for (let attempt = 0; ; attempt++) {
        try {
          return await exchange(unit, request)
        } catch (error) {
          if (attempt >= repeats) return { ok: false, why: (error as Error).message }
        }
      }
    },
    close() {
      connection?.then(
        (tcp) => tcp.close(),
        () => undefined,
      )
    },
  }
}
