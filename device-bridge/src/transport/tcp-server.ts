import { createServer, type Socket } from 'node:net'
import type { Line } from '../lines/line.ts'
import type { Clock, Log } from '../ports/ports.ts'

/** What a reader cut out of the stream: a frame, or bytes that were none and why. */
export type Piece = { readonly frame: Buffer } | { readonly bad: Buffer; readonly why: string }

/** Cuts one stream into frames. It holds what is not complete, never more than its own longest frame. */
export interface FrameReader {
  push(chunk: Buffer): readonly Piece[]
}

/** One connected device. */
export interface TcpLine extends Line {
  /** Sends a frame; it appears among the frames of the device. */
  write(bytes: Buffer, view?: unknown): void
  close(reason: string): void
  readonly signal: AbortSignal
}

export interface TcpServerOptions {
  readonly port: number
  readonly host: string
  readonly reader: () => FrameReader
  /** Frames of one connection come one after the other; nothing more is read from it until this resolves. */
  onFrame(frame: Buffer, line: TcpLine): Promise<void>
  onOpen?(line: TcpLine): void
  onEnd?(line: TcpLine): void
  /** Without a frame for this long it is closed. */
  readonly idleMs?: number
  /** It has this long to prove who it is. */
  readonly proveWithinMs?: number
  readonly perAddress?: number
  readonly mostConnections?: number
  /** This many bytes of nonsense before the first good frame, and it is closed. */
  readonly mostNonsense?: number
  /** Whether the end of its connection means that the device is gone; not so for those that dial in for every report. */
  readonly leavesWithLine?: boolean
  line(remote: string): Line
  readonly clock: Clock
  readonly log: Log
}

/** Listens for devices. A connection that is slow, loud or silly harms nobody but itself. */
export async function openTcpServer(options: TcpServerOptions): Promise<{ readonly port: number; close(): Promise<void> }> {
  const { idleMs = 180_000, proveWithinMs = 30_000, perAddress = 256, mostConnections = 5000, mostNonsense = 4096 } = options
  const sockets = new Map<Socket, string>()
  const perRemote = new Map<string, number>()

  const serve = (socket: Socket): void => {
    const remote = socket.remoteAddress ?? 'unknown'
    const already = perRemote.get(remote) ?? 0
    if (already >= perAddress || sockets.size >= mostConnections) {
      options.log.warn({ remote, already }, 'too many connections; this one is not taken')
      socket.destroy()
      return
    }
    perRemote.set(remote, already + 1)
    sockets.set(socket, remote)
    socket.setNoDelay(true)
    socket.setTimeout(idleMs, () => close('silent'))

    const line = options.line(`${remote}:${socket.remotePort ?? 0}`)
    const ended = new AbortController()
    const reader = options.reader()
    let nonsense = 0
    let reason = 'closed'
    const close = (why: string): void => {
      reason = why
      socket.destroy()
    }
    // Only what Line itself may not know is added; its getters stay alive through the prototype.
    const tcpLine: TcpLine = Object.create(line, {
      write: {
        value: (bytes: Buffer, view?: unknown): void => {
          // A device that reads nothing must not fill our memory.
          if (socket.writableLength > 1024 * 1024) close('does not read')
          if (socket.destroyed) return
          socket.write(bytes)
          line.saw('out', bytes, view)
        },
      },
      close: { value: close },
      signal: { value: ended.signal },
    }) as TcpLine

    const proof = new AbortController()
    options.clock.sleep(proveWithinMs, proof.signal).then(
      () => {
        if (line.device === undefined) close('did not prove who it is')
      },
      () => undefined,
    )

    const take = async (piece: Piece): Promise<void> => {
      if ('frame' in piece) {
        nonsense = 0
        line.saw('in', piece.frame)
        return options.onFrame(piece.frame, tcpLine)
      }
      line.saw('in', piece.bad)
      nonsense += piece.bad.length
      if (nonsense > mostNonsense) close('nonsense')
      await line.unknown(piece.bad, piece.why)
    }
    let working: Promise<void> = Promise.resolve()
    socket.on('data', (chunk) => {
      socket.pause()
      working = working
        .then(async () => {
          for (const piece of reader.push(chunk)) {
            if (socket.destroyed) return
            await take(piece)
          }
        })
        .catch((error: Error) => {
          // Not kept, so not confirmed: the device says it again after it has connected anew.
          options.log.warn({ line: line.id, device: line.device, reason: error.message }, 'a connection was closed over an error')
          close(error.message)
        })
        .finally(() => socket.resume())
    })
    socket.on('error', (error: NodeJS.ErrnoException) => {
      reason = error.code ?? error.message
    })
    socket.on('close', () => {
      sockets.delete(socket)
      const left = (perRemote.get(remote) ?? 1) - 1
      if (left > 0) perRemote.set(remote, left)
      else perRemote.delete(remote)
      proof.abort()
      ended.abort(reason)
      void working
        .then(() => line.end(options.leavesWithLine ?? true))
        .catch((error: Error) => options.log.warn({ line: line.id, reason: error.message }, 'an absence could not be kept'))
        .finally(() => options.onEnd?.(tcpLine))
    })
    options.onOpen?.(tcpLine)
  }

  const server = createServer(serve)
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(options.port, options.host, resolve)
  })
  const address = server.address()
  return {
    port: typeof address === 'object' && address !== null ? address.port : options.port,
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets.keys()) socket.destroy()
      }),
  }
}
