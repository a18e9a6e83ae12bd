import { createSocket } from 'node:dgram'
import { type AddressInfo, connect, createServer, type Socket } from 'node:net'

/** Another value of the last byte: of encrypted bytes any will do. */
export const lastByte = (chunk: Buffer): Buffer => {
  const changed = Buffer.from(chunk)
  changed[changed.length - 1] = (changed.at(-1) as number) ^ 0x01
  return changed
}
/** Another character behind a text that is seen on the way; the chunk itself when it is not there. */
export const after =
  (text: string, shift = 0) =>
  (chunk: Buffer): Buffer => {
    const found = chunk.indexOf(text)
    if (found < 0) return chunk
    const changed = Buffer.from(chunk)
    const at = found + text.length + shift
    changed[at] = (changed[at] as number) ^ 0x01
    return changed
  }

type Change = (chunk: Buffer) => Buffer

/** Stands between both sides and passes on what they say, but for one byte of the next chunk that `from` says once it is told to. */
interface Relay {
  readonly port: number
  change(by?: Change): void
  /** How many chunks were changed. */
  readonly changes: number
  close(): Promise<void> | void
}

function spoiler() {
  let by: Change | undefined
  let changes = 0
  return {
    pass(chunk: Buffer): Buffer {
      const changed = by?.(chunk) ?? chunk
      if (changed !== chunk) {
        by = undefined
        changes += 1
      }
      return changed
    },
    change(how: Change = lastByte): void {
      by = how
    },
    get changes() {
      return changes
    },
  }
}

export async function openTcpRelay(to: number, from: 'caller' | 'called' = 'caller'): Promise<Relay> {
  const spoil = spoiler()
  const sockets = new Set<Socket>()
  const server = createServer((caller) => {
    const called = connect(to, '127.0.0.1')
    for (const [socket, other] of [
      [caller, called],
      [called, caller],
    ] as const) {
      sockets.add(socket)
      socket.setNoDelay(true)
      socket.on('error', () => undefined)
      socket.on('data', (chunk) => other.write((socket === caller) === (from === 'caller') ? spoil.pass(chunk) : chunk))
      socket.on('close', () => {
        sockets.delete(socket)
        other.destroy()
      })
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as AddressInfo).port,
    change: spoil.change,
    get changes() {
      return spoil.changes
    },
    close() {
      server.close()
      for (const socket of sockets) socket.destroy()
    },
  }
}

/** The same for datagrams of one caller. */
export async function openUdpRelay(to: number): Promise<Relay> {
  const spoil = spoiler()
  const [here, there] = [createSocket('udp4'), createSocket('udp4')]
  let caller: number | undefined
  here.on('message', (bytes, { port }) => {
    caller = port
    there.send(spoil.pass(bytes), to, '127.0.0.1')
  })
  there.on('message', (bytes) => here.send(bytes, caller as number, '127.0.0.1'))
  for (const socket of [here, there]) await new Promise<void>((resolve) => socket.bind(0, '127.0.0.1', resolve))
  return {
    port: here.address().port,
    change: spoil.change,
    get changes() {
      return spoil.changes
    },
    close() {
      here.close()
      there.close()
    },
  }
}
