import type { CommandOrder } from '@liren/contract/device-commands'
import { decodePoints, encodePoint, packRegisters, type WriteRequest } from './codec.ts'
import type { ModbusModel } from './devices.ts'

interface Write {
  readonly name: string
  readonly value: number | boolean
  readonly request: WriteRequest
}

/** The writes that a command means for this model; none for one that only reads. */
export function writesFor(order: CommandOrder, model: ModbusModel): { list: readonly Write[] } | { why: string } {
  if (order.name === 'device.write') return all(Object.entries(order.values.properties), model)
  if (order.name === 'switch.set') {
    const coils = (model.writes ?? []).filter(({ function: fn }) => fn === 5)
    const coil = coils[(order.values.channel ?? 1) - 1]
    return coil ? all([[coil.name, order.values.isOn]], model) : { why: 'there is no such channel' }
  }
  return { list: [] }
}

function all(wanted: readonly (readonly [string, unknown])[], model: ModbusModel): { list: readonly Write[] } | { why: string } {
  const list: Write[] = []
  for (const [name, value] of wanted) {
    const point = model.writes?.find((one) => one.name === name)
    if (!point) return { why: `${name} cannot be written` }
    if (point.function === 5) {
      if (typeof value !== 'boolean') return { why: `${name} is on or off` }
      list.push({ name, value, request: { function: 5, address: point.at, on: value } })
      continue
    }
    const registers = typeof value === 'number' ? encodePoint(point, value) : undefined
    if (!registers || typeof value !== 'number') return { why: `${name} cannot be ${String(value)}` }
    const [first = 0] = registers
    const request: WriteRequest =
      point.function === 6 && registers.length === 1
        ? { function: 6, address: point.at, value: first }
        : { function: 16, start: point.at, registers }
    // What the registers hold may be a little rounded; that is what reading back has to show.
    const held = decodePoints([{ ...point, at: 0 }], packRegisters(registers))[name] as number
    list.push({ name, value: held, request })
  }
  return { list }
}
