import { createServer, type Socket } from 'node:net'
import type { Clock } from '../ports/ports.ts'
import { parseData } from '../protocols/gbt26875/codec.ts'
import { commands, createReader, cutPacket, encodePacket, type Packet } from '../protocols/gbt26875/frame.ts'
import { createLevels, signalsOf } from '../protocols/gbt26875/levels.ts'
import type { FireConfig } from './config.ts'
import type { Complain } from './evidence.ts'
import type { Lane } from './lane.ts'
import { listening } from './listening.ts'

const mostConnections = 16
const mostNonsense = 4096
const silentMs = 10 * 60_000

/** Listens for the transmission devices of the configuration, and for nobody else. */
export async function openPanels(config: FireConfig, host: string, port: number, clock: Clock, lane: Lane, complain: Complain) {
  const known = config.zones.flatMap(({ panels }) => panels)
  const sockets = new Map<Socket, string>()
  const strangers = new Set<string>()

  const ignore = (socket: Socket, remote: string, why: string): void => {
    // Once each and never without end: whoever knocks a million times must not fill the log.
    if (strangers.size < 1000 && !strangers.has(`${remote} ${why}`)) complain(`${remote} is not heard: ${why}`)
    strangers.add(`${remote} ${why}`)
    socket.destroy()
  }

  const server = createServer((socket) => {
    const remote = (socket.remoteAddress ?? '').replace(/^::ffff:/, '')
    socket.on('error', () => undefined)
    if (!known.some(({ from }) => from === remote)) return ignore(socket, remote, 'no panel is there')
    const own = [...sockets].filter(([, from]) => from === remote)
    // A device that dials in anew is heard; what it left behind is closed.
    if (own.length >= mostConnections) own[0]?.[0].destroy()
    sockets.set(socket, remote)
    socket.on('close', () => sockets.delete(socket))
    socket.setNoDelay(true)
    socket.setTimeout(silentMs, () => socket.destroy())
    const reader = createReader()
    let nonsense = 0
    let working: Promise<void> = Promise.resolve()
    socket.on('data', (chunk) => {
      for (const piece of reader.push(chunk)) {
        if (!('frame' in piece)) nonsense += piece.bad.length
        if (nonsense > mostNonsense) return ignore(socket, remote, 'nonsense')
        const cut = 'frame' in piece ? cutPacket(piece.frame) : undefined
        if (!cut?.ok) continue
        nonsense = 0
        if (!known.some(({ address, from }) => address === cut.packet.source && from === remote))
          return ignore(socket, remote, `there is no panel ${cut.packet.source}`)
        // Begun at once, answered in order: an answer that waits for the disk holds up no later alarm.
        const taken = take(cut.packet)
        taken.catch(() => undefined)
        working = working
          .then(async () => void (socket.destroyed || socket.write(reply(cut.packet, await taken))))
          .catch((error: Error) => {
            complain(`not confirmed: ${error.message}`)
            socket.destroy()
          })
      }
    })
  })

  /** The command to answer with. */
  async function take({ command, source, data }: Packet): Promise<number> {
    if (command !== commands.send && command !== commands.answer) return commands.refuse
    if (data.length === 0) return commands.acknowledge
    const parsed = parseData(data)
    if (!parsed.ok) return commands.refuse
    // States are levels: against an empty past every fire that stands is one, also when it is only repeated.
    const told = parsed.told.flatMap((one) => signalsOf(one, createLevels()))
    const burning = told.find(
      ({ type, values }) =>
        type === 'fire.alarmed' || (type === 'fire.panel' && 'operation' in values && values.operation === 'manual-alarm'),
    )
    if (burning) await lane.fire(source, burning.values)
    return commands.acknowledge
  }

  const reply = ({ serial, source, destination }: Packet, command: number): Buffer =>
    encodePacket({ serial, source: destination, destination: source, command, data: Buffer.alloc(0), at: clock.now() })

  return listening(server, port, host, () => {
    for (const socket of sockets.keys()) socket.destroy()
  })
}
