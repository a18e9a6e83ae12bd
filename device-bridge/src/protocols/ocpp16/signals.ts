import type { Signal } from '../../traits/trait.ts'
import type { MeterValue, Request } from './schemas.ts'
import { momentOf } from './schemas.ts'

const states = {
  Available: 'available',
  Preparing: 'preparing',
  Charging: 'charging',
  SuspendedEVSE: 'suspended-by-pile',
  SuspendedEV: 'suspended-by-vehicle',
  Finishing: 'finishing',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
} as const

export function statusSignals(told: Request<'StatusNotification'>): Signal[] {
  const error = told.errorCode === 'NoError' ? {} : { error: told.errorCode }
  const status: Signal = {
    type: 'pile.status',
    values: {
      connector: told.connectorId,
      status: states[told.status],
      ...error,
      ...(told.info ? { text: told.info } : {}),
      ...(told.vendorErrorCode ? { vendorError: told.vendorErrorCode } : {}),
    },
  }
  if (told.status !== 'Faulted') return [status]
  return [status, { type: 'device.fault', values: { code: told.errorCode, part: `connector-${told.connectorId}`, level: 'major' } }]
}

/** Factors to our units, by what the pile says it counts in. */
const factors: Readonly<Record<string, number>> = { Wh: 1, kWh: 1000, W: 1, kW: 1000, V: 1, A: 1, Percent: 1, Celsius: 1, Celcius: 1 }

const names: Readonly<Record<string, { readonly name: string; readonly unit: string }>> = {
  'Energy.Active.Import.Register': { name: 'meterWh', unit: 'Wh' },
  'Power.Active.Import': { name: 'powerW', unit: 'W' },
  'Current.Import': { name: 'amps', unit: 'A' },
  Voltage: { name: 'volts', unit: 'V' },
  SoC: { name: 'socPercent', unit: 'Percent' },
  Temperature: { name: 'temperatureC', unit: 'Celsius' },
}

/** One signal for each moment; what has no number, is signed, or stands at another place than the outlet is left out. */
export function meteredSignals(
  connector: number,
  transaction: string | undefined,
  values: readonly MeterValue[],
): { at: number; signal: Signal }[] {
  return values.flatMap((one) => {
    const read: Record<string, number> = {}
    for (const sample of one.sampledValue) {
      const known = names[sample.measurand ?? 'Energy.Active.Import.Register']
      const isOfOutlet = sample.location === undefined || sample.location === 'Outlet'
      // The sum of the phases, or the only one there is, is what a charging is measured by.
      if (!known || !isOfOutlet || sample.format === 'SignedData' || read[known.name] !== undefined) continue
      const factor = factors[sample.unit ?? known.unit]
      if (factor === undefined || !/^-?\d+(\.\d+)?$/.test(sample.value)) continue
      read[known.name] = Number(sample.value) * factor
    }
    const at = momentOf(one.timestamp)
    if (at === undefined || Object.keys(read).length === 0) return []
    const named = transaction === undefined ? {} : { transaction }
    return [{ at, signal: { type: 'charging.metered' as const, values: { connector, ...named, ...read } } }]
  })
}

export const firmwareState = {
  Downloaded: 'downloaded',
  DownloadFailed: 'download-failed',
  Downloading: 'downloading',
  Idle: 'idle',
  InstallationFailed: 'install-failed',
  Installing: 'installing',
  Installed: 'installed',
} as const

export const diagnosticsState = { Idle: 'idle', Uploaded: 'uploaded', UploadFailed: 'upload-failed', Uploading: 'uploading' } as const
