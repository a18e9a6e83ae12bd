import { createSocket } from 'node:dgram'
import type { Log } from '../ports/ports.ts'

export interface Peer {
  readonly address: string
  readonly port: number
}

export interface UdpOptions {
  readonly port: number
  readonly host: string
  /** Longer ones are counted and dropped. */
  readonly maxFrame?: number
  /** Datagrams that wait to be worked on; beyond this the newest is dropped, as the network itself would. */
  readonly mostWaiting?: number
  readonly isBroadcast?: boolean
  onMessage(bytes: Buffer, peer: Peer): Promise<void>
  readonly log: Log
}

export interface UdpSocket {
  readonly port: number
  readonly dropped: number
  send(bytes: Buffer, peer: Peer): Promise<void>
  close(): Promise<void>
}

/** A UDP socket whose messages are worked on side by side, in bounded number. */
export async function openUdp(options: UdpOptions): Promise<UdpSocket> {
  const { maxFrame = 2048, mostWaiting = 1000 } = options
  const socket = createSocket({ type: options.host.includes(':') ? 'udp6' : 'udp4' })
  let dropped = 0
  let waiting = 0
  socket.on('message', (bytes, { address, port }) => {
    if (bytes.length > maxFrame || waiting >= mostWaiting) {
      dropped += 1
      return
    }
    waiting += 1
    options
      .onMessage(bytes, { address, port })
      .catch((error: Error) => options.log.warn({ peer: address, reason: error.message }, 'a datagram could not be worked on'))
      .finally(() => {
        waiting -= 1
      })
  })
  socket.on('error', (error) => options.log.warn({ reason: error.message }, 'a UDP socket'))
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(options.port, options.host, () => {
      if (options.isBroadcast) socket.setBroadcast(true)
      resolve()
    })
  })
  return {
    port: socket.address().port,
    get dropped() {
      return dropped
    },
    send: (bytes, peer) =>
      new Promise((resolve, reject) => socket.send(bytes, peer.port, peer.address, (error) => (error ? reject(error) : resolve()))),
    close: () => new Promise((resolve) => socket.close(() => resolve())),
  }
}
