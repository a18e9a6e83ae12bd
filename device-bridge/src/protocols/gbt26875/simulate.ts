import { connect } from 'node:net'
import type { Simulation } from '../protocol.ts'
import { commands, createReader, cutPacket, encodePacket, encodeTime } from './frame.ts'

const usage = `<port> <address> [seconds]
  a transmission device that dials the bridge on loopback, beats every 20 seconds, and after so many seconds (30) a smoke
  detector of its panel alarms and is cleared ten seconds later`

/** A transmission device by hand. */
export const simulation: Simulation = {
  usage,
  async run([portText, address, secondsText = '30'], io) {
    const [port, seconds] = [Number(portText), Number(secondsText)]
    if (!Number.isInteger(port) || port < 1 || port > 65_535 || !/^[0-9a-f]{12}$/.test(address ?? '') || !(seconds >= 0))
      throw new Error(`usage: ${usage}`)
    const own = address as string
    const socket = connect({ host: '127.0.0.1', port })
    await new Promise<void>((resolve, reject) => {
      socket.once('connect', resolve)
      socket.once('error', reject)
    })
    socket.on('error', () => undefined)
    io.signal.addEventListener('abort', () => socket.destroy(), { once: true })
    const reader = createReader()
    let serial = 0
    const write = (command: number, data: Buffer, number = ++serial): void => {
      const bytes = encodePacket({ serial: number, source: own, destination: '000000000000', command, data, at: io.clock.now() })
      io.print(`> ${bytes.toString('hex')}`)
      socket.write(bytes)
    }
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        const cut = 'frame' in piece ? cutPacket(piece.frame) : undefined
        if (!cut?.ok) continue
        io.print(`< command ${cut.packet.command} serial ${cut.packet.serial}`)
        if (cut.packet.command === commands.control) write(commands.acknowledge, Buffer.alloc(0), cut.packet.serial)
        // Somebody presses the key of the guard check.
        if (cut.packet.command === commands.control && cut.packet.data[0] === 91)
          write(commands.send, Buffer.concat([Buffer.from([24, 1, 0x20, 1]), encodeTime(io.clock.now())]))
      }
    })
    const smoke = (state: number): Buffer => {
      const data = Buffer.alloc(48, 0x20)
      Buffer.from([2, 1, 1, 1, 40, 10, 0, 2, 0, state, 0]).copy(data)
      encodeTime(io.clock.now()).copy(data, 42)
      return data
    }
    const pause = (ms: number) => io.clock.sleep(ms, io.signal).catch(() => undefined)
    write(commands.send, Buffer.alloc(0))
    await pause(seconds * 1000)
    if (!io.signal.aborted) write(commands.send, smoke(3))
    await pause(10_000)
    if (!io.signal.aborted) write(commands.send, smoke(1))
    while (!io.signal.aborted && !socket.destroyed) {
      await pause(20_000)
      if (!io.signal.aborted) write(commands.send, Buffer.alloc(0))
    }
    socket.destroy()
  },
}
