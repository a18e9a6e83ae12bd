import type { Sample } from '../../families/ocpp/values.ts'
import type { Signal } from '../../traits/trait.ts'
import type { connectorStatuses, MeterValue } from './schemas.ts'

/** What stands in a reading of 2.0.1: a number, with a unit and a power of ten. */
export const momentsOf = (values: readonly MeterValue[]) =>
  values.map(({ timestamp, sampledValue }) => ({
    timestamp,
    samples: sampledValue.map(
      (sample): Sample => ({
        measurand: sample.measurand,
        location: sample.location,
        phase: sample.phase,
        unit: sample.unitOfMeasure?.unit,
        value: sample.signedMeterValue === undefined ? sample.value * 10 ** (sample.unitOfMeasure?.multiplier ?? 0) : undefined,
      }),
    ),
  }))

type ConnectorStatus = (typeof connectorStatuses)[number]

const names = {
  Available: 'available',
  Occupied: 'occupied',
  Reserved: 'reserved',
  Unavailable: 'unavailable',
  Faulted: 'faulted',
} as const
/** What counts for an outlet whose connectors say different things: who stands there, what is broken, what is free. */
const gravest: readonly ConnectorStatus[] = ['Occupied', 'Faulted', 'Reserved', 'Available', 'Unavailable']

/** The house knows outlets; the connectors of one share its power, and only one of them charges. */
export function createOutlets() {
  const states = new Map<string, Map<number, ConnectorStatus>>()
  return {
    told(device: string, evse: number, connector: number, status: ConnectorStatus): Signal[] {
      const key = `${device}/${evse}`
      const own = states.get(key) ?? new Map<number, ConnectorStatus>()
      const before = own.get(connector)
      states.set(key, own.set(connector, status))
      const counts = gravest.find((one) => [...own.values()].includes(one)) ?? status
      const part = `connector-${evse}-${connector}`
      return [
        {
          type: 'pile.status',
          values: { connector: evse, status: names[counts], ...(connector > 1 ? { text: `connector ${connector}: ${status}` } : {}) },
        },
        ...(status === 'Faulted' ? [{ type: 'device.fault', values: { code: 'faulted', part, level: 'major' } } as const] : []),
        ...(before === 'Faulted' && status !== 'Faulted' ? [{ type: 'device.recovered', values: { code: 'faulted', part } } as const] : []),
      ]
    },
  }
}

export const chargingState = {
  Charging: 'charging',
  EVConnected: 'preparing',
  SuspendedEV: 'suspended-by-vehicle',
  SuspendedEVSE: 'suspended-by-pile',
  Idle: 'finishing',
} as const

export const firmwareState = {
  Downloaded: 'downloaded',
  DownloadFailed: 'download-failed',
  Downloading: 'downloading',
  DownloadScheduled: 'downloading',
  DownloadPaused: 'downloading',
  Idle: 'idle',
  InstallationFailed: 'install-failed',
  Installing: 'installing',
  Installed: 'installed',
  InstallRebooting: 'installing',
  InstallScheduled: 'installing',
  InstallVerificationFailed: 'install-failed',
  InvalidSignature: 'install-failed',
  SignatureVerified: 'downloaded',
} as const

export const logState = {
  BadMessage: 'refused',
  Idle: 'idle',
  NotSupportedOperation: 'refused',
  PermissionDenied: 'refused',
  Uploaded: 'uploaded',
  UploadFailure: 'upload-failed',
  Uploading: 'uploading',
  AcceptedCanceled: 'idle',
} as const
