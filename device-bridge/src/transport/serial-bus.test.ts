import { createServer, type Socket } from 'node:net'
import { afterEach, expect, it } from 'vitest'
import { systemClock } from '../ports/system.ts'
import { createReader } from '../protocols/dlt645/frame.ts'
import { createSerialBus, type SerialBus } from './serial-bus.ts'

const ends: (() => unknown)[] = []
afterEach(async () => {
  for (const end of ends.splice(0).reverse()) await end()
})

/** A gateway that takes every question and answers none. */
async function openSilentGateway() {
  const sockets: Socket[] = []
  let asked: () => void = () => undefined
  const isAsked = new Promise<void>((resolve) => {
    asked = resolve
  })
  const server = createServer((socket) => {
    sockets.push(socket)
    socket.on('error', () => undefined)
    socket.on('data', () => asked())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const cut = () => {
    for (const socket of sockets) socket.destroy()
  }
  ends.push(() => {
    cut()
    return new Promise<void>((resolve) => server.close(() => resolve()))
  })
  return { port: typeof address === 'object' && address !== null ? address.port : 0, isAsked, cut }
}

const openBus = (port: number): SerialBus =>
  createSerialBus({ host: '127.0.0.1', port, clock: systemClock, reader: createReader, saw: () => undefined, noise: () => undefined })
/** Would wait for ten minutes. */
const patient = { bytes: Buffer.from('68', 'hex'), timeoutMs: 600_000, repeats: 3, match: () => undefined }

it('whoever waits for a turn on the wire hears that it is closed, and so does the one whose turn it is', async () => {
  const gateway = await openSilentGateway()
  const bus = openBus(gateway.port)
  const asked = [bus.ask(patient), bus.ask(patient), bus.ask({ ...patient, isUrgent: true })]
  await gateway.isAsked
  bus.close()
  expect(await Promise.all([...asked, bus.ask(patient)])).toEqual([undefined, undefined, undefined, undefined])
})

it('a question whose gateway breaks off does not wait for an answer that cannot come', async () => {
  const gateway = await openSilentGateway()
  const bus = openBus(gateway.port)
  ends.push(() => bus.close())
  const asked = bus.ask({ ...patient, repeats: 0 })
  await gateway.isAsked
  gateway.cut()
  expect(await asked).toBeUndefined()
})
