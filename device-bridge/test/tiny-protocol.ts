import { z } from '@liren/contract'
import { badFrame, goodFrame, protocol } from '../src/protocols/protocol.ts'
import type { FrameReader } from '../src/transport/tcp-server.ts'

/** Length and JSON: the smallest protocol that proves, speaks for others and talks nonsense. Registered under the name of a real one. */
export const tinyReader = (): FrameReader => {
  let held = Buffer.alloc(0)
  return {
    push(chunk) {
      held = Buffer.concat([held, chunk])
      const pieces = []
      while (held.length > 0) {
        const size = held.readUInt8(0)
        if (size === 0) {
          pieces.push({ bad: Buffer.from(held.subarray(0, 1)), why: 'length 0' })
          held = held.subarray(1)
        } else if (held.length > size) {
          pieces.push({ frame: Buffer.from(held.subarray(1, size + 1)) })
          held = held.subarray(size + 1)
        } else break
      }
      return pieces
    },
  }
}

export const tinyFrame = (value: object): Buffer => {
  const body = Buffer.from(JSON.stringify(value))
  return Buffer.concat([Buffer.from([body.length]), body])
}

type Said = { readonly i?: string; readonly s?: string; readonly for?: string; readonly n?: number }

export const tiny = protocol({
  name: 'mqtt-sensor',
  text: 'a protocol of the tests',
  address: z.looseObject({}),
  decode(bytes) {
    try {
      return goodFrame(JSON.parse(bytes.toString()))
    } catch {
      return badFrame(0, 'not JSON')
    }
  },
  async open(deps) {
    const server = await deps.tcp({
      port: deps.port('tcp', 0),
      host: deps.host,
      reader: tinyReader,
      proveWithinMs: 400,
      mostNonsense: 64,
      async onFrame(frame, line) {
        const said = JSON.parse(frame.toString()) as Said
        if (said.i !== undefined) {
          const isRight = deps.devices.admits(said.i, said.s ?? '', line.remote) && line.prove(said.i)
          if (!isRight) line.stranger(said.i, 'a wrong secret')
          line.write(Buffer.from(isRight ? '+' : '-'))
          return
        }
        await line.hear({ device: said.for, signals: [{ type: 'device.battery', values: { percent: said.n ?? 0 } }] })
        line.write(Buffer.from('!'))
      },
    })
    return { ports: { tcp: server.port }, close: () => server.close() }
  },
})
