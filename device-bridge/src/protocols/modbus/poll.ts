import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import { signalsOf } from '../../traits/trait.ts'
import type { OpenProtocol, Order, ProtocolDeps, Step } from '../protocol.ts'
import { decodePoints } from './codec.ts'
import type { ModbusModel } from './devices.ts'
import { type ModbusAddress, modelOf } from './map.ts'
import { createMaster, type Master } from './master.ts'
import { writesFor } from './write.ts'

const longestPauseMs = 5 * 60_000

interface Asked {
  readonly device: Device<ModbusAddress>
  readonly model: ModbusModel
  readonly master: Master
  readonly line: Line
  readonly stop: AbortController
  done: Promise<void>
}

/** Asks every device of the list, as the list is now. Devices behind one gateway share its one connection. */
export async function openModbus(deps: ProtocolDeps<ModbusAddress>): Promise<OpenProtocol<ModbusAddress>> {
  const asking = new Map<string, Asked>()
  const masters = new Map<string, Master>()
  const gatewayOf = ({ host, port, framing }: ModbusAddress): string => `${framing} ${host}:${port}`

  const follow = (): void => {
    const wanted = new Map(deps.devices.all().map((device) => [device.code, device]))
    for (const [code, one] of asking) {
      if (wanted.get(code) === one.device) continue
      one.stop.abort()
      asking.delete(code)
    }
    const gateways = new Set([...wanted.values()].map(({ address }) => gatewayOf(address)))
    for (const [gateway, master] of masters) {
      if (gateways.has(gateway)) continue
      master.close()
      masters.delete(gateway)
    }
    for (const device of wanted.values()) {
      const model = modelOf(device.product, device.address)
      if (asking.has(device.code)) continue
      if (!model) {
        deps.log.warn({ device: device.code }, 'a device of the product custom needs address.map')
        continue
      }
      const { host, port, timeoutMs, gapMs } = device.address
      const gateway = gatewayOf(device.address)
      const master = masters.get(gateway) ?? createMaster(device.address, { clock: deps.clock, timeoutMs, gapMs })
      masters.set(gateway, master)
      const line = deps.line({ remote: `${host}:${port}`, device: device.code })
      const one: Asked = { device, model, master, line, stop: new AbortController(), done: Promise.resolve() }
      asking.set(device.code, one)
      one.done = poll(one, deps)
    }
  }
  follow()

  return {
    ports: {},
    devicesChanged: follow,
    commands: ['device.read', 'meter.read-now', 'device.write', 'switch.set'],
    send: (order) => carryOut(order, asking.get(order.device.code)),
    async close() {
      for (const { stop } of asking.values()) stop.abort()
      for (const master of masters.values()) master.close()
      await Promise.all([...asking.values()].map(({ done }) => done))
    },
  }
}

type Reading = { readonly ok: true; readonly values: ReturnType<typeof decodePoints> } | { readonly ok: false; readonly why: string }

async function read({ device, model, master, line }: Asked): Promise<Reading> {
  const answer = await master.ask(device.address.unit, model.read, (direction, bytes) => line.saw(direction, bytes))
  if (!answer.ok) return answer
  const values = decodePoints(model.points, answer.registers)
  await line.hear({ signals: signalsOf(model.traits, values) })
  return { ok: true, values }
}

/** Asks one device for its registers, again and again; a dead one is asked less and less often. */
async function poll(one: Asked, { clock, log }: Pick<ProtocolDeps, 'clock' | 'log'>): Promise<void> {
  const { device, model, line, stop } = one
  let failures = 0
  while (!stop.signal.aborted) {
    const reading = await read(one).catch((error: Error) => ({ ok: false as const, why: error.message }))
    if (!reading.ok && failures === 0 && !stop.signal.aborted)
      log.warn({ device: device.code, reason: reading.why }, 'a device was not read')
    failures = reading.ok ? 0 : failures + 1
    const pause = Math.min(model.everyMs * 2 ** Math.max(failures - 1, 0), Math.max(longestPauseMs, model.everyMs))
    await clock.sleep(pause, stop.signal).catch(() => undefined)
  }
  await line.end(false)
}

/** A write is accepted by its echo, and done when reading it back shows the value. */
async function* carryOut({ order }: Order<ModbusAddress>, one: Asked | undefined): AsyncGenerator<Step> {
  if (!one) return yield { state: 'failed', reason: 'the device is not asked at present' }
  const writes = writesFor(order, one.model)
  if ('why' in writes) return yield { state: 'failed', reason: writes.why }
  yield { state: 'sent' }
  for (const { request } of writes.list) {
    const answer = await one.master.write(one.device.address.unit, request, (direction, bytes) => one.line.saw(direction, bytes))
    if (!answer.ok) return yield { state: 'failed', reason: answer.why }
  }
  if (writes.list.length > 0) yield { state: 'accepted' }
  const reading = await read(one)
  if (!reading.ok)
    return yield { state: 'failed', reason: writes.list.length > 0 ? `written, but not to be read back: ${reading.why}` : reading.why }
  const readable = writes.list.filter(({ name }) => name in reading.values)
  const other = readable.find(({ name, value }) => reading.values[name] !== value)
  if (other) return yield { state: 'failed', reason: `${other.name} reads ${String(reading.values[other.name])} after the write` }
  // What cannot be read back stays at accepted: nobody knows more.
  if (readable.length < writes.list.length) return
  yield { state: 'done', values: reading.values as Record<string, number | boolean> }
}
