import type { Signal } from '../../traits/trait.ts'
import { bitsOf, deviceBits, operationBits, partBits, systemBits, type Told } from './codec.ts'
import { alarmKind, partName, quantities, systemName } from './names.ts'

/** The state of one part as it was last heard. */
export interface Levels {
  get(key: string): number | undefined
  set(key: string, state: number): void
  /** All parts of a panel are as after switching on. */
  clear(prefix: string): string[]
}

export function createLevels(): Levels {
  const states = new Map<string, number>()
  return {
    get: (key) => states.get(key),
    set: (key, state) => void states.set(key, state),
    clear(prefix) {
      const burning = [...states].filter(([key, state]) => key.startsWith(prefix) && (state & 2) !== 0).map(([key]) => key)
      for (const key of states.keys()) if (key.startsWith(prefix)) states.delete(key)
      return burning
    },
  }
}

type Place = Pick<Extract<Told, { kind: 'part' }>, 'system' | 'address'> & {
  readonly part?: number
  readonly partAddress?: string
  readonly text?: string
}

const where = ({ system, address, part, partAddress, text }: Place) => ({
  system: systemName(system),
  systemAddress: address,
  ...(part === undefined ? {} : { partType: partName(part) }),
  ...(partAddress === undefined ? {} : { address: partAddress }),
  ...(text ? { text } : {}),
})

/**
 * What a state says against the one before. States are levels: what is repeated says nothing new, what is gone is over.
 * Bit 0 should say whether it is a test; devices in the field leave it empty in real alarms, so no alarm is made less by it.
 */
function changes(
  place: ReturnType<typeof where>,
  kind: ReturnType<typeof alarmKind>,
  before: number,
  now: number,
  names: readonly string[],
): Signal[] {
  const signals: Signal[] = []
  const rose = (bit: number): boolean => ((now & ~before) >> bit) % 2 === 1
  const fell = (bit: number): boolean => ((before & ~now) >> bit) % 2 === 1
  // Fire stands first in whatever a packet tells.
  if (rose(1)) signals.push({ type: 'fire.alarmed', values: { ...place, kind } })
  if (fell(1)) signals.push({ type: 'fire.cleared', values: place })
  if (rose(2) || fell(2)) signals.push({ type: 'fire.fault', values: { ...place, isActive: rose(2) } })
  if (rose(3) || fell(3)) signals.push({ type: 'fire.shielded', values: { ...place, isActive: rose(3) } })
  if (rose(4) || fell(4)) signals.push({ type: 'fire.supervised', values: { ...place, isActive: rose(4) } })
  if (rose(5)) signals.push({ type: 'fire.linkage', values: { ...place, state: 'started' } })
  if (fell(5)) signals.push({ type: 'fire.linkage', values: { ...place, state: 'stopped' } })
  if (rose(6)) signals.push({ type: 'fire.linkage', values: { ...place, state: 'answered' } })
  if (rose(7)) signals.push({ type: 'fire.linkage', values: { ...place, state: 'delayed' } })
  if (names === systemBits || names === partBits) {
    if (rose(8) || fell(8)) signals.push({ type: 'fire.power', values: { ...place, source: 'mains', isFaulty: rose(8) } })
  }
  if (names === systemBits && (rose(9) || fell(9)))
    signals.push({ type: 'fire.power', values: { ...place, source: 'battery', isFaulty: rose(9) } })
  return signals
}

const operations = {
  reset: 'reset',
  mute: 'silenced',
  'manual alarm': 'manual-alarm',
  clear: 'alarm-cancelled',
  'self test': 'self-test',
  'guard answered': 'confirmed',
  test: 'test',
} as const

/** What one object of a packet means. */
export function signalsOf(told: Told, levels: Levels): Signal[] {
  switch (told.kind) {
    case 'part': {
      const key = `${told.system}/${told.address}/${told.part}/${told.partAddress}`
      const before = levels.get(key) ?? 0
      levels.set(key, told.state)
      return changes(where(told), alarmKind(told.part), before, told.state, partBits)
    }
    case 'system': {
      const key = `${told.system}/${told.address}`
      const place = where(told)
      const isReset = bitsOf(systemBits, told.state).includes('reset')
      const before = levels.get(key) ?? 0
      // A reset takes back every alarm of the panel, whether or not its parts say so.
      const cleared: Signal[] = isReset ? levels.clear(`${key}/`).map(() => ({ type: 'fire.cleared', values: place })) : []
      levels.set(key, told.state)
      return [...changes(place, 'panel', before, told.state, systemBits), ...cleared]
    }
    case 'reading': {
      const quantity = quantities[told.quantity]
      if (!quantity) return []
      return [
        {
          type: 'fire.reading',
          values: { ...where(told), quantity: quantity.name, value: told.value / quantity.per, unit: quantity.unit },
        },
      ]
    }
    case 'operation':
    case 'device-operation': {
      const place = told.kind === 'operation' ? where(told) : {}
      return bitsOf(operationBits, told.bits).flatMap((name): Signal[] => [
        { type: 'fire.panel', values: { ...place, operation: operations[name], operator: String(told.operator) } },
        ...(name === 'guard answered' ? [{ type: 'fire.watch' as const, values: { ...place, isAnswered: true } }] : []),
      ])
    }
    case 'device': {
      const before = levels.get('device') ?? 0
      levels.set('device', told.state)
      const bits = bitsOf(deviceBits, told.state ^ before)
      const is = (name: (typeof deviceBits)[number]): boolean => bitsOf(deviceBits, told.state).includes(name)
      const power = (name: 'mains fault' | 'battery fault', source: 'mains' | 'battery'): Signal[] =>
        bits.includes(name) ? [{ type: 'fire.power', values: { source, isFaulty: is(name) } }] : []
      const fire: Signal[] = !bits.includes('fire')
        ? []
        : is('fire')
          ? [{ type: 'fire.alarmed', values: { kind: 'panel' } }]
          : [{ type: 'fire.cleared', values: {} }]
      const fault: Signal[] =
        bits.includes('fault') || bits.includes('line fault')
          ? [{ type: 'fire.fault', values: { isActive: is('fault') || is('line fault') } }]
          : []
      return [...fire, ...fault, ...power('mains fault', 'mains'), ...power('battery fault', 'battery')]
    }
    case 'version':
      return [{ type: 'device.described', values: { firmware: told.version } }]
    case 'clock':
      return []
  }
}
