import { createSocket } from 'node:dgram'
import type { Clock } from '../ports/ports.ts'
import { doorModes } from '../protocols/uhppote/codec.ts'
import { cutFrame, encodeFrame, opcodes } from '../protocols/uhppote/frame.ts'
import type { Door } from './config.ts'

const patienceMs = 300

const placeOf = (host: string, port: number, serial: number): string => `${host}:${port}/${serial}`

/** Speaks to door controllers over a socket of its own. One question at a time each; a silent one holds up nobody else. */
export async function openDoors(clock: Clock) {
  const waiting = new Map<string, (opcode: number, body: Buffer) => void>()
  const turns = new Map<string, Promise<unknown>>()
  const socket = createSocket('udp4')
  socket.on('error', () => undefined)
  socket.on('message', (bytes, peer) => {
    const cut = cutFrame(bytes)
    if (cut.ok) waiting.get(placeOf(peer.address, peer.port, cut.frame.serial))?.(cut.frame.opcode, cut.frame.body)
  })
  await new Promise<void>((resolve, reject) => {
    socket.once('error', reject)
    socket.bind(0, () => resolve())
  })

  async function once(door: Door, opcode: number, body: Buffer): Promise<number | undefined> {
    const place = placeOf(door.host, door.port, door.serial)
    const patience = new AbortController()
    const answer = new Promise<number | undefined>((resolve) => {
      waiting.set(place, (answered, said) => {
        if (answered === opcode && said[0] === door.door) resolve(said[1])
      })
      clock.sleep(patienceMs, patience.signal).then(
        () => resolve(undefined),
        () => undefined,
      )
    })
    // A network that is down is as good as silence: it is tried again.
    socket.send(encodeFrame(opcode, door.serial, body), door.port, door.host, () => undefined)
    const mode = await answer
    waiting.delete(place)
    patience.abort()
    return mode
  }

  /** The mode that the controller answers with; undefined when it is silent. */
  function ask(door: Door, opcode: number, body: Buffer): Promise<number | undefined> {
    const place = placeOf(door.host, door.port, door.serial)
    const turn = (turns.get(place) ?? Promise.resolve()).then(() => once(door, opcode, body))
    turns.set(place, turn)
    return turn
  }

  const read = (door: Door): Promise<number | undefined> => ask(door, opcodes.getDoor, Buffer.from([door.door]))
  return {
    read,
    async isOpen(door: Door): Promise<boolean> {
      return (await read(door)) === doorModes.open
    },
    /** Holds it open. True only when the controller shows that mode afterwards. */
    async open(door: Door): Promise<boolean> {
      const told = await ask(door, opcodes.setDoor, Buffer.from([door.door, doorModes.open, door.delaySeconds]))
      return told !== undefined && (await read(door)) === doorModes.open
    },
    close: () => new Promise<void>((resolve) => socket.close(() => resolve())),
  }
}
export type Doors = Awaited<ReturnType<typeof openDoors>>
