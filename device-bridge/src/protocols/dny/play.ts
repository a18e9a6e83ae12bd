import { connect } from 'node:net'
import { createReader, cutPiece, encodeFrame, type Piece } from './frame.ts'

type Frame = Extract<Piece, { kind: 'frame' }>

/** A box with two ports that does what it is asked, over a socket of its own. */
export async function dialBridge(options: {
  readonly port: number
  readonly box: string
  readonly iccid?: string
  readonly saw?: (line: string) => void
  readonly onFrame?: (frame: Frame) => Buffer | undefined
}) {
  const socket = connect({ host: '127.0.0.1', port: options.port })
  await new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('error', reject)
  })
  socket.on('error', () => undefined)
  const reader = createReader()
  const heard: Frame[] = []
  const charging = new Set<number>()
  let number = 0
  const raw = (bytes: Buffer): void => {
    options.saw?.(`> ${bytes.toString('hex')}`)
    socket.write(bytes)
  }
  const write = (command: number, data: Buffer, message = ++number): void => raw(encodeFrame({ box: options.box, message, command, data }))
  if (options.iccid) raw(Buffer.from(options.iccid))

  function answer({ command, message, data }: Frame): void {
    if (command !== 0x82) return
    const [port, isStart] = [data[5] ?? 0, data[6] === 1]
    const code = port < 1 || port > 2 ? 4 : charging.has(port) === isStart ? 2 : 0
    if (code === 0) charging[isStart ? 'add' : 'delete'](port)
    write(0x82, Buffer.concat([Buffer.from([code]), data.subarray(9, 25), Buffer.from([port, 0, 0])]), message)
  }
  socket.on('data', (chunk) => {
    for (const one of reader.push(chunk)) {
      const cut = 'frame' in one ? cutPiece(one.frame) : undefined
      if (!cut?.ok || cut.piece.kind !== 'frame') continue
      heard.push(cut.piece)
      options.saw?.(`< ${'frame' in one ? one.frame.toString('hex') : ''}`)
      const own = options.onFrame?.(cut.piece)
      if (own) write(cut.piece.command, own, cut.piece.message)
      else answer(cut.piece)
    }
  })
  const closed = new Promise<void>((resolve) => socket.once('close', () => resolve()))
  return { raw, write, heard, closed, close: () => socket.destroy() }
}
