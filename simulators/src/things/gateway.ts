import { createServer, type Socket } from 'node:net'
import { createReader } from '@liren/device-bridge/protocols/dlt645/frame'
import { answerOf, type PlayedMeter } from '@liren/device-bridge/protocols/dlt645/play'
import type { ThingList } from './list.ts'
import type { Stage } from './playing.ts'
import { chanceOf, counted } from './world.ts'

const minute = 60_000

/** A gateway on loopback with the electricity meters of a building behind it; each total follows the clock. */
export async function playGateway(stage: Stage, { port, meters }: ThingList['gateways'][number]): Promise<void> {
  const played = meters.map((meter) => ({
    meter,
    state: { meter: meter.number, password: '02000000', energy: meter.base, isClosed: true } as PlayedMeter,
  }))
  const sockets = new Set<Socket>()
  const server = createServer((socket) => {
    sockets.add(socket)
    socket.on('close', () => sockets.delete(socket))
    socket.on('error', () => undefined)
    const reader = createReader()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        if ('bad' in piece) continue
        for (const { meter, state } of played) {
          const now = stage.now()
          state.energy = counted(meter, now)
          state.watts = Math.round(
            (counted(meter, now + minute) - state.energy) * 60_000 * (0.8 + 0.4 * chanceOf(meter.code, Math.floor(now / minute))),
          )
          const answer = answerOf(piece.frame, state)
          if (answer) socket.write(answer)
        }
      }
    })
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(port, '127.0.0.1', resolve)
  })
  stage.signal.addEventListener(
    'abort',
    () => {
      for (const socket of sockets) socket.destroy()
      server.close()
    },
    { once: true },
  )
}
