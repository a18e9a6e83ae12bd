import { z } from '@liren/contract'
import { momentOf } from '../../families/ocpp/values.ts'

const text = (most: number) => z.string().check(z.maxLength(most))
const id = () => z.string().check(z.minLength(1), z.maxLength(20))
const connector = () => z.number().check(z.int(), z.minimum(0), z.maximum(256))
/** With or without a zone; the standard means UTC. */
const time = () => z.string().check(z.refine((value) => momentOf(value) !== undefined, { error: 'not a time' }))
const wattHours = () => z.number().check(z.int())

export const statuses = [
  'Available',
  'Preparing',
  'Charging',
  'SuspendedEVSE',
  'SuspendedEV',
  'Finishing',
  'Reserved',
  'Unavailable',
  'Faulted',
] as const
export const stopReasons = [
  'EmergencyStop',
  'EVDisconnected',
  'HardReset',
  'Local',
  'Other',
  'PowerLoss',
  'Reboot',
  'Remote',
  'SoftReset',
  'UnlockCommand',
  'DeAuthorized',
] as const
const errors = [
  'NoError',
  'ConnectorLockFailure',
  'EVCommunicationError',
  'GroundFailure',
  'HighTemperature',
  'InternalError',
  'LocalListConflict',
  'OtherError',
  'OverCurrentFailure',
  'OverVoltage',
  'PowerMeterFailure',
  'PowerSwitchFailure',
  'ReaderFailure',
  'ResetFailure',
  'UnderVoltage',
  'WeakSignal',
] as const

const sampledValue = z.object({
  value: z.string(),
  context: z.optional(z.string()),
  format: z.optional(z.enum(['Raw', 'SignedData'])),
  measurand: z.optional(z.string()),
  phase: z.optional(z.string()),
  location: z.optional(z.string()),
  unit: z.optional(z.string()),
})
const meterValue = z.object({ timestamp: time(), sampledValue: z.array(sampledValue).check(z.minLength(1), z.maxLength(100)) })
export type MeterValue = z.infer<typeof meterValue>

/** What a pile may ask of us. */
export const requests = {
  BootNotification: z.object({
    chargePointVendor: text(20),
    chargePointModel: text(20),
    chargePointSerialNumber: z.optional(text(25)),
    chargeBoxSerialNumber: z.optional(text(25)),
    firmwareVersion: z.optional(text(50)),
    iccid: z.optional(text(20)),
    imsi: z.optional(text(20)),
    meterType: z.optional(text(25)),
    meterSerialNumber: z.optional(text(25)),
  }),
  Heartbeat: z.object({}),
  Authorize: z.object({ idTag: id() }),
  StartTransaction: z.object({
    connectorId: connector().check(z.minimum(1)),
    idTag: id(),
    meterStart: wattHours(),
    timestamp: time(),
    reservationId: z.optional(z.number().check(z.int())),
  }),
  StopTransaction: z.object({
    transactionId: z.number().check(z.int()),
    meterStop: wattHours(),
    timestamp: time(),
    idTag: z.optional(id()),
    reason: z.optional(z.enum(stopReasons)),
    transactionData: z.optional(z.array(meterValue).check(z.maxLength(1000))),
  }),
  MeterValues: z.object({
    connectorId: connector(),
    transactionId: z.optional(z.number().check(z.int())),
    meterValue: z.array(meterValue).check(z.minLength(1), z.maxLength(1000)),
  }),
  StatusNotification: z.object({
    connectorId: connector(),
    errorCode: z.enum(errors),
    status: z.enum(statuses),
    info: z.optional(text(50)),
    timestamp: z.optional(time()),
    vendorId: z.optional(text(255)),
    vendorErrorCode: z.optional(text(50)),
  }),
  DiagnosticsStatusNotification: z.object({ status: z.enum(['Idle', 'Uploaded', 'UploadFailed', 'Uploading']) }),
  FirmwareStatusNotification: z.object({
    status: z.enum(['Downloaded', 'DownloadFailed', 'Downloading', 'Idle', 'InstallationFailed', 'Installing', 'Installed']),
  }),
  DataTransfer: z.object({ vendorId: text(255), messageId: z.optional(text(50)), data: z.optional(z.string()) }),
} as const

export type Action = keyof typeof requests
export type Request<A extends Action> = z.infer<(typeof requests)[A]>
export const isAction = (name: string): name is Action => Object.hasOwn(requests, name)

/** What a central system may ask of a pile; its own sentences are checked before they leave. */
export const ourActions = [
  'CancelReservation',
  'ChangeAvailability',
  'ChangeConfiguration',
  'ClearCache',
  'ClearChargingProfile',
  'DataTransfer',
  'GetCompositeSchedule',
  'GetConfiguration',
  'GetDiagnostics',
  'GetLocalListVersion',
  'RemoteStartTransaction',
  'RemoteStopTransaction',
  'ReserveNow',
  'Reset',
  'SendLocalList',
  'SetChargingProfile',
  'TriggerMessage',
  'UnlockConnector',
  'UpdateFirmware',
] as const
export type OurAction = (typeof ourActions)[number]

/**
 * Mends what piles in the field are known to send wrongly without changing what it means: readings as numbers, one reading
 * that is no list, empty lists, error codes of their own. Only where the register says that a pile is read so.
 */
export function mended(action: string, payload: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> {
  if (action === 'StatusNotification' && !errors.includes(payload.errorCode as 'NoError'))
    return { ...payload, errorCode: 'OtherError', vendorErrorCode: String(payload.errorCode ?? '').slice(0, 50) }
  const name = action === 'MeterValues' ? 'meterValue' : action === 'StopTransaction' ? 'transactionData' : undefined
  if (name === undefined || payload[name] === undefined) return payload
  const list = Array.isArray(payload[name]) ? payload[name] : [payload[name]]
  const values = list.flatMap((one: unknown) => {
    const { sampledValue: sampled, ...rest } = (one ?? {}) as { sampledValue?: unknown }
    const samples = (Array.isArray(sampled) ? sampled : [sampled]).filter((sample) => typeof sample === 'object' && sample !== null)
    if (samples.length === 0) return []
    return [{ ...rest, sampledValue: samples.map((sample) => ({ ...sample, value: String((sample as { value?: unknown }).value) })) }]
  })
  return values.length > 0 || name === 'transactionData' ? { ...payload, [name]: values } : payload
}
