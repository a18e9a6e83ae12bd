import type { Signal } from '../../traits/trait.ts'
import type { Message } from './codec.ts'
import type { Values } from './messages.ts'
import { stopReason } from './names.ts'

/** What a gun said last: repeats say nothing, what is gone is over. */
export interface GunState {
  readonly status: string
  readonly isPlugged: boolean
  readonly faults: readonly string[]
}

const noTransaction = /^0*$/
export const transactionOf = (values: { readonly transaction: string }): string | undefined =>
  noTransaction.test(values.transaction) ? undefined : values.transaction

const states: readonly ('offline' | 'faulted' | 'available' | 'charging' | undefined)[] = ['offline', 'faulted', 'available', 'charging']

export function gunStateOf(told: Values<0x13>): GunState | undefined {
  const state = states[told.state]
  if (state === undefined) return undefined
  return { status: state === 'available' && told.isPlugged ? 'preparing' : state, isPlugged: told.isPlugged, faults: told.faults }
}

/** What is new in the state of a gun. */
export function stateSignals(gun: number, before: GunState | undefined, now: GunState): Signal[] {
  const part = `connector-${gun}`
  const isNews = before?.status !== now.status || before.isPlugged !== now.isPlugged
  const status: Signal = {
    type: 'pile.status',
    values: { connector: gun, status: now.status as 'available', isPlugged: now.isPlugged },
  }
  const rose = now.faults.filter((code) => !before?.faults.includes(code))
  const fell = (before?.faults ?? []).filter((code) => !now.faults.includes(code))
  return [
    ...(isNews ? [status] : []),
    ...rose.map((code): Signal => ({ type: 'device.fault', values: { code, part, level: 'major' } })),
    ...fell.map((code): Signal => ({ type: 'device.recovered', values: { code, part } })),
  ]
}

/** Ten-thousandths of a kilowatt-hour, read as kilowatt-hours. */
const wattHours = (kwh: number): number => Math.round(kwh * 10_000) / 10
const fen = (yuan: number): number => Math.round(yuan * 100)

export function meteredSignal(told: Values<0x13>): Signal {
  const transaction = transactionOf(told)
  return {
    type: 'charging.metered',
    values: {
      connector: told.gun,
      ...(transaction === undefined ? {} : { transaction }),
      energyWh: wattHours(told.energy),
      volts: told.volts,
      amps: told.amps,
      powerW: Math.round(told.volts * told.amps),
      ...(told.socPercent > 0 && told.socPercent <= 100 ? { socPercent: told.socPercent } : {}),
      temperatureC: told.cableC,
      chargedS: told.minutes * 60,
      remainingS: told.minutesLeft * 60,
      costFen: fen(told.amount),
    },
  }
}

const bands = ['sharp', 'peak', 'flat', 'valley'] as const

export function billSignal(told: Values<0x3b>, token: string | undefined): Signal {
  const periods = bands.flatMap((tariff) => {
    const energyWh = wattHours(told[`${tariff}Energy`])
    return energyWh === 0 ? [] : [{ energyWh, totalFen: fen(told[`${tariff}Amount`]), tariff }]
  })
  const said = token ?? (told.vin === '' ? undefined : told.vin) ?? (noTransaction.test(told.card) ? undefined : told.card)
  return {
    type: 'charging.stopped',
    values: {
      connector: told.gun,
      transaction: told.transaction,
      ...(told.meterEnd > 0 ? { meterWh: wattHours(told.meterEnd) } : {}),
      energyWh: wattHours(told.energy),
      reason: stopReason(told.stopReason),
      ...(said === undefined ? {} : { token: said }),
      ...(told.startedAt === undefined ? {} : { startedAt: told.startedAt }),
      totalFen: fen(told.amount),
      ...(periods.length > 0 ? { periods } : {}),
    },
  }
}

/** What a person should look at in a bill: it is kept as it came, since nobody but the pile knows what is right. */
export function billDoubts(told: Values<0x3b>): string[] {
  const sum = (what: 'Energy' | 'Amount'): number => bands.reduce((all, band) => all + told[`${band}${what}`], 0)
  const differs = (a: number, b: number): boolean => Math.abs(a - b) > 0.00005
  const doubts: string[] = []
  if (differs(sum('Energy'), told.energy)) doubts.push('the energy of its four prices is not its total')
  if (differs(sum('Amount'), told.amount)) doubts.push('the amounts of its four prices are not its total')
  if (told.startedAt === undefined || told.endedAt === undefined) doubts.push('a time that is none')
  else if (told.endedAt < told.startedAt) doubts.push('its end is before its beginning')
  return doubts
}

const event = (name: string, level: 'info' | 'warning', properties: Record<string, string | number | boolean>): Signal => ({
  type: 'event.reported',
  values: { name, level, properties },
})

const listed = (findings: Readonly<Record<string, number>>): string => Object.keys(findings).join(' ')

/** What the battery of the vehicle tells through the pile. */
export function batterySignals({ type, values }: Message): Signal[] {
  const order = 'transaction' in values && 'gun' in values ? { connector: values.gun, transaction: values.transaction } : undefined
  if (!order) return []
  switch (type) {
    case 0x15:
      return [
        event('vehicle', 'info', {
          ...order,
          batteryKind: values.batteryKind,
          capacityAh: values.capacityAh,
          volts: values.volts,
          vin: values.vin,
        }),
      ]
    case 0x17:
      return [
        event('battery-limits', 'info', {
          ...order,
          voltsMost: values.voltsMost,
          ampsMost: values.ampsMost,
          socPercent: values.socPercent,
        }),
      ]
    case 0x19:
      return [
        event('battery-end', 'info', { ...order, socPercent: values.socPercent, minutes: values.minutes, energyKwh: values.energyKwh }),
      ]
    case 0x1b: {
      const findings = listed({ ...values.findings, ...values.chargerFindings })
      return [event('battery-errors', findings === '' ? 'info' : 'warning', { ...order, findings })]
    }
    case 0x1d:
    case 0x21: {
      const name = type === 0x1d ? 'battery-abort' : 'charger-abort'
      const isFaulty = Object.keys(values.faults).length + Object.keys(values.errors).length > 0
      const found = { reasons: listed(values.reasons), faults: listed(values.faults), errors: listed(values.errors) }
      return [event(name, isFaulty ? 'warning' : 'info', { ...order, ...found })]
    }
    case 0x23:
      return [
        {
          type: 'charging.metered',
          values: {
            ...order,
            volts: values.volts,
            amps: values.amps,
            ...(values.socPercent <= 100 ? { socPercent: values.socPercent } : {}),
            chargedS: values.minutes * 60,
            remainingS: values.minutesLeft * 60,
          },
        },
      ]
    case 0x25:
      return [{ type: 'charging.metered', values: { ...order, temperatureC: values.temperatureMost } }]
    default:
      return []
  }
}
