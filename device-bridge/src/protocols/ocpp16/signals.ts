import type { Sample } from '../../families/ocpp/values.ts'
import type { Signal } from '../../traits/trait.ts'
import type { MeterValue, Request } from './schemas.ts'

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

/** What stands in a reading of 1.6. */
export const momentsOf = (values: readonly MeterValue[]) =>
  values.map(({ timestamp, sampledValue }) => ({
    timestamp,
    samples: sampledValue.map(
      (sample): Sample => ({
        measurand: sample.measurand,
        location: sample.location,
        phase: sample.phase,
        unit: sample.unit,
        value: sample.format !== 'SignedData' && /^-?\d+(\.\d+)?$/.test(sample.value) ? Number(sample.value) : undefined,
      }),
    ),
  }))

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
