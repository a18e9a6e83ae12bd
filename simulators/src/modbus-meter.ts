import type { AddressInfo } from 'node:net'
import { createServer, type Socket } from 'node:net'

export interface MeterSimOptions {
  readonly port?: number
  readonly unit: number
  /** Registers as the model `meter-1p` lays them out: tenths of volts, watts, total in 0.01 kWh. */
  read(): { volts: number; watts: number; totalWh: number }
}

export interface MeterSim {
  readonly port: number
  /** How the next answers go wrong: silence, another transaction number, an exception. */
  misbehave(how: 'silent' | 'late' | 'exception' | 'short', times: number): void
  readonly asked: number
  close(): Promise<void>
}

/** A meter on Modbus TCP, written from the protocol and apart from the bridge's own reader. */
export async function startMeterSim(options: MeterSimOptions): Promise<MeterSim> {
  let wrong: string[] = []
  let asked = 0
  const sockets = new Set<Socket>()

  const answer = (socket: Socket, question: Buffer): void => {
    asked += 1
    const [fn, start, count] = [question.readUInt8(7), question.readUInt16BE(8), question.readUInt16BE(10)]
    const how = wrong.shift()
    if (how === 'silent') return
    const send = (pdu: number[], transaction = question.readUInt16BE(0)): void => {
      const head = Buffer.alloc(7)
      head.writeUInt16BE(transaction, 0)
      head.writeUInt16BE(pdu.length + 1, 4)
      head.writeUInt8(options.unit, 6)
      socket.write(Buffer.concat([head, Buffer.from(pdu)]))
    }
    const late = how === 'late' ? (question.readUInt16BE(0) + 0xffff) & 0xffff : undefined
    send(pduFor(how, fn, start, count), late)
  }

  const pduFor = (how: string | undefined, fn: number, start: number, count: number): number[] => {
    if (how === 'exception') return [fn | 0x80, 6]
    if (fn !== 4) return [fn | 0x80, 1]
    if (start !== 0 || count > 4) return [fn | 0x80, 2]
    const { volts, watts, totalWh } = options.read()
    const registers = Buffer.alloc(8)
    registers.writeUInt16BE(Math.round(volts * 10), 0)
    registers.writeInt16BE(Math.round(watts), 2)
    registers.writeUInt32BE(Math.floor(totalWh / 10), 4)
    const values = [...registers.subarray(0, count * 2)]
    return how === 'short' ? [4, values.length, ...values.slice(2)] : [4, values.length, ...values]
  }

  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => {})
    let held = Buffer.alloc(0)
    socket.on('data', (chunk) => {
      held = Buffer.concat([held, chunk])
      while (held.length >= 12) {
        const question = held.subarray(0, 12)
        held = held.subarray(12)
        // A slave stays silent to questions for another unit.
        if (question.readUInt8(6) === options.unit) answer(socket, question)
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port ?? 0, '127.0.0.1', resolve)
  })
  return {
    port: (server.address() as AddressInfo).port,
    misbehave: (how, times) => {
      wrong = [...wrong, ...Array.from({ length: times }, () => how)]
    },
    get asked() {
      return asked
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
