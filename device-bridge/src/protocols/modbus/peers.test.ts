import { createServer, type Server, Socket } from 'node:net'
import jsmodbus from 'jsmodbus'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openStand, until } from '../../../test/stand.ts'
import { systemChance, systemClock } from '../../ports/system.ts'
import { decodePoints } from './codec.ts'
import { modbusModels } from './devices.ts'
import { createMaster } from './master.ts'
import { simulation } from './simulate.ts'

/** Slaves of the jsmodbus library behind real sockets, over TCP or with RTU frames in it. */
describe('jsmodbus as the slave', () => {
  let server: Server
  let registers: { holding: Buffer; input: Buffer; coils: Buffer; discrete: Buffer }
  let sockets: Set<Socket>
  let port: number

  const listen = async (kind: 'tcp' | 'rtu') => {
    sockets = new Set()
    registers = { holding: Buffer.alloc(600), input: Buffer.alloc(600), coils: Buffer.alloc(16), discrete: Buffer.alloc(16) }
    server = createServer()
    if (kind === 'tcp') new jsmodbus.server.TCP(server, registers)
    server.on('connection', (socket) => {
      sockets.add(socket)
      socket.on('error', () => undefined)
      // The library takes any stream for its serial port.
      if (kind === 'rtu') new jsmodbus.server.RTU(socket as never, registers)
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
    port = (server.address() as { port: number }).port
  }
  afterEach(async () => {
    for (const socket of sockets) socket.destroy()
    await new Promise((resolve) => server.close(resolve))
  })

  test.each([
    ['tcp', 'tcp'],
    ['rtu', 'rtu-over-tcp'],
  ] as const)('every function over %s', async (kind, framing) => {
    await listen(kind)
    const master = createMaster({ host: '127.0.0.1', port, framing }, { clock: systemClock, timeoutMs: 2000 })
    registers.input.writeUInt16BE(2303, 0)
    expect(await master.ask(1, { function: 4, start: 0, count: 2 })).toEqual({ ok: true, registers: Buffer.from('08ff0000', 'hex') })
    expect(await master.write(1, { function: 6, address: 7, value: 0x1234 })).toEqual({ ok: true })
    expect(await master.write(1, { function: 16, start: 8, registers: [1, 2, 3] })).toEqual({ ok: true })
    expect(await master.ask(1, { function: 3, start: 7, count: 4 })).toEqual({
      ok: true,
      registers: Buffer.from('1234000100020003', 'hex'),
    })
    expect(await master.write(1, { function: 5, address: 3, on: true })).toEqual({ ok: true })
    expect(await master.write(1, { function: 15, start: 8, bits: [true, false, true] })).toEqual({ ok: true })
    expect(await master.ask(1, { function: 1, start: 0, count: 16 })).toEqual({ ok: true, registers: Buffer.from('0805', 'hex') })
    expect(await master.ask(1, { function: 2, start: 0, count: 8 })).toEqual({ ok: true, registers: Buffer.from('00', 'hex') })
    expect(await master.ask(1, { function: 3, start: 60_000, count: 1 })).toMatchObject({ ok: false })
    master.close()
  })

  test('a whole bridge reads a relay board, switches it at a command and believes only what it reads back', async () => {
    await listen('tcp')
    const device = { code: 'relay-1', protocol: 'modbus', model: 'relay-8', host: '127.0.0.1', port, unit: 1 }
    const stand = await openStand([device])
    await until(() => stand.platform.told('relay-1', 'properties.reported').length > 0)
    const done = stand.platform.command('relay-1', { name: 'switch.set', values: { channel: 3, isOn: true } })
    const wrong = stand.platform.command('relay-1', { name: 'device.write', values: { properties: { relay9: true } } })
    await until(() => stand.platform.statesOf(done).includes('done') && stand.platform.statesOf(wrong).includes('failed'))
    expect(stand.platform.statesOf(done)).toEqual(['sent', 'accepted', 'done'])
    expect(registers.coils.readUInt8(0)).toBe(4)
    expect(stand.platform.told('relay-1', 'properties.reported').at(-1)?.values).toMatchObject({ properties: { relay3: true } })
    await stand.close()
  })

  test('a lift behind a map of the register tells its floor, its doors and its faults', async () => {
    await listen('tcp')
    registers.holding.writeInt16BE(-2, 0)
    registers.holding.writeUInt16BE(0b1001, 2)
    registers.holding.writeInt16BE(175, 4)
    const bit = (name: string, one: number) => ({ name, at: 1, type: 'u16', bit: one })
    const points = [
      { name: 'floor', at: 0, type: 'i16' },
      { name: 'speedMs', at: 2, type: 'i16', scale: 0.01 },
      ...[bit('isMoving', 0), bit('trapped', 1), bit('doorFault', 2), bit('overspeed', 3)],
    ]
    const map = { function: 3, start: 0, count: 3, everyMs: 500, kind: 'lift-monitor', points }
    const stand = await openStand([{ code: 'lift-1', protocol: 'modbus', model: 'custom', host: '127.0.0.1', port, unit: 1, map }])
    await until(() => stand.platform.told('lift-1', 'lift.state').length > 0)
    expect(stand.platform.told('lift-1', 'lift.state')[0]).toMatchObject({ values: { floor: '-2', speedMs: 1.75, isMoving: true } })
    const faults = () => stand.platform.told('lift-1').map(({ type, values }) => ({ type, ...(values as object) }))
    expect(faults()).toContainEqual({ type: 'lift.fault', code: 'overspeed', floor: '-2', isActive: true })
    expect(faults()).toContainEqual({ type: 'lift.fault', code: 'door-fault', floor: '-2', isActive: false })
    expect(faults()).toContainEqual({ type: 'lift.trapped', floor: '-2', isActive: false })
    registers.holding.writeUInt16BE(0b0010, 2)
    await until(() => stand.platform.told('lift-1', 'lift.trapped').some(({ values }) => (values as { isActive: boolean }).isActive))
    await stand.close()
  })
})

describe('jsmodbus as the master', () => {
  let stop: AbortController
  let port: number
  let running: Promise<void>

  beforeEach(async () => {
    stop = new AbortController()
    port = await new Promise<number>((resolve) => {
      const print = (line: string): void => {
        const found = /127\.0\.0\.1:(\d+)/.exec(line)
        if (found) resolve(Number(found[1]))
      }
      running = simulation.run(['0', '1'], { print, signal: stop.signal, clock: systemClock, chance: systemChance })
    })
  })
  afterEach(async () => {
    stop.abort()
    await running
  })

  test('reads our simulated meter, and is refused where there is nothing', async () => {
    const socket = new Socket()
    const client = new jsmodbus.client.TCP(socket, 1)
    await new Promise<void>((resolve) => socket.connect(port, '127.0.0.1', resolve))
    const { response } = await client.readInputRegisters(0, 4)
    const model = modbusModels['meter-1p'] as (typeof modbusModels)[string]
    const body = response.body as unknown as { valuesAsBuffer: Buffer }
    expect(decodePoints(model.points, body.valuesAsBuffer)).toMatchObject({ watts: 1200 })
    await expect(client.readInputRegisters(3, 4)).rejects.toMatchObject({ err: 'ModbusException' })
    socket.destroy()
  })
})
