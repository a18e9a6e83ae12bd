import { connect } from 'node:net'
import { commands, createReader, cutPacket, encodePacket, encodeTime } from '@liren/device-bridge/protocols/gbt26875/frame'
import type { ThingList } from './list.ts'
import { keepUp, pause, type Stage } from './playing.ts'
import { day, isHappening } from './world.ts'

const beatMs = 15_000
const guardCheck = 91

/** States of a part on its loop: bit 0 usual, bit 1 fire, bit 2 faulty. */
const states = { usual: 1, faulty: 4 } as const

/** A transmission device of a fire panel: it beats, and now and then a detector on its loop is faulty for an hour. */
export const playPanel = (stage: Stage, { code, address }: ThingList['panels'][number]): Promise<void> =>
  keepUp(stage, async () => {
    const port = await stage.port('gbt26875.tcp')
    if (port === undefined) return
    const socket = connect({ host: '127.0.0.1', port })
    socket.on('error', () => undefined)
    const end = (): void => void socket.destroy()
    stage.signal.addEventListener('abort', end, { once: true })
    let serial = 0
    const write = (command: number, data: Buffer, number = ++serial & 0xffff): void =>
      void socket.write(encodePacket({ serial: number, source: address, destination: '000000000000', command, data, at: stage.now() }))
    const reader = createReader()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        const cut = 'frame' in piece ? cutPacket(piece.frame) : undefined
        if (!cut?.ok || cut.packet.command !== commands.control) continue
        write(commands.acknowledge, Buffer.alloc(0), cut.packet.serial)
        stage.note(`${code} 应答查岗 · the guard pressed the key`)
        if (cut.packet.data[0] === guardCheck) write(commands.send, Buffer.concat([Buffer.from([24, 1, 0x20, 1]), encodeTime(stage.now())]))
      }
    })
    const part = (state: number): Buffer => {
      const data = Buffer.alloc(48, 0x20)
      Buffer.from([2, 1, 1, 1, 40, 10, 0, 2, 0, state, 0]).copy(data)
      encodeTime(stage.now()).copy(data, 42)
      return data
    }
    let wasFaulty = false
    while (!stage.signal.aborted && !socket.destroyed) {
      const isFaulty = isHappening(code, 'loop', { everyMs: 12 * day, lastsMs: day / 24 }, stage.now())
      write(commands.send, isFaulty === wasFaulty ? Buffer.alloc(0) : part(isFaulty ? states.faulty : states.usual))
      wasFaulty = isFaulty
      await pause(beatMs, stage.signal)
    }
    stage.signal.removeEventListener('abort', end)
    socket.destroy()
  })
