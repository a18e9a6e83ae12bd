import { z } from '@liren/contract'
import { momentOf } from '../../families/ocpp/values.ts'

const text = (most: number) => z.string().check(z.maxLength(most))
const whole = () => z.number().check(z.int())
const time = () => z.string().check(z.refine((value) => momentOf(value) !== undefined, { error: 'not a time' }))

export const tokenTypes = ['Central', 'eMAID', 'ISO14443', 'ISO15693', 'KeyCode', 'Local', 'MacAddress', 'NoAuthorization'] as const
const idToken = z.object({ idToken: text(36), type: z.enum(tokenTypes) })
const evse = z.object({ id: whole().check(z.minimum(0), z.maximum(256)), connectorId: z.optional(whole()) })
const component = z.object({ name: text(50), instance: z.optional(text(50)), evse: z.optional(evse) })
const variable = z.object({ name: text(50), instance: z.optional(text(50)) })

const sampledValue = z.object({
  value: z.number(),
  context: z.optional(z.string()),
  measurand: z.optional(z.string()),
  phase: z.optional(z.string()),
  location: z.optional(z.string()),
  signedMeterValue: z.optional(z.unknown()),
  unitOfMeasure: z.optional(z.object({ unit: z.optional(text(20)), multiplier: z.optional(whole()) })),
})
const meterValue = z.object({ timestamp: time(), sampledValue: z.array(sampledValue).check(z.minLength(1), z.maxLength(100)) })
export type MeterValue = z.infer<typeof meterValue>

export const connectorStatuses = ['Available', 'Occupied', 'Reserved', 'Unavailable', 'Faulted'] as const
export const chargingStates = ['Charging', 'EVConnected', 'SuspendedEV', 'SuspendedEVSE', 'Idle'] as const

/** What a station may ask of us. */
export const requests = {
  BootNotification: z.object({
    reason: text(40),
    chargingStation: z.object({
      model: text(20),
      vendorName: text(50),
      serialNumber: z.optional(text(25)),
      firmwareVersion: z.optional(text(50)),
      modem: z.optional(z.object({ iccid: z.optional(text(20)), imsi: z.optional(text(20)) })),
    }),
  }),
  Heartbeat: z.object({}),
  StatusNotification: z.object({
    timestamp: time(),
    connectorStatus: z.enum(connectorStatuses),
    evseId: whole().check(z.minimum(0), z.maximum(256)),
    connectorId: whole().check(z.minimum(0), z.maximum(256)),
  }),
  TransactionEvent: z.object({
    eventType: z.enum(['Started', 'Updated', 'Ended']),
    timestamp: time(),
    triggerReason: text(40),
    seqNo: whole().check(z.minimum(0)),
    offline: z.optional(z.boolean()),
    numberOfPhasesUsed: z.optional(whole()),
    cableMaxCurrent: z.optional(whole()),
    reservationId: z.optional(whole()),
    transactionInfo: z.object({
      transactionId: z.string().check(z.minLength(1), z.maxLength(36)),
      chargingState: z.optional(z.enum(chargingStates)),
      timeSpentCharging: z.optional(whole()),
      stoppedReason: z.optional(text(40)),
      remoteStartId: z.optional(whole()),
    }),
    evse: z.optional(evse),
    idToken: z.optional(idToken),
    meterValue: z.optional(z.array(meterValue).check(z.maxLength(1000))),
  }),
  Authorize: z.object({ idToken, certificate: z.optional(text(5500)) }),
  MeterValues: z.object({ evseId: whole().check(z.minimum(0), z.maximum(256)), meterValue: z.array(meterValue).check(z.minLength(1)) }),
  NotifyReport: z.object({
    requestId: whole(),
    generatedAt: time(),
    seqNo: whole(),
    tbc: z.optional(z.boolean()),
    reportData: z.optional(
      z.array(
        z.object({
          component,
          variable,
          variableAttribute: z.array(z.object({ type: z.optional(text(20)), value: z.optional(text(2500)) })),
        }),
      ),
    ),
  }),
  NotifyEvent: z.object({
    generatedAt: time(),
    seqNo: whole(),
    tbc: z.optional(z.boolean()),
    eventData: z
      .array(
        z.object({
          eventId: whole(),
          timestamp: time(),
          trigger: z.enum(['Alerting', 'Delta', 'Periodic']),
          actualValue: text(2500),
          techCode: z.optional(text(50)),
          techInfo: z.optional(text(500)),
          cleared: z.optional(z.boolean()),
          transactionId: z.optional(text(36)),
          eventNotificationType: text(40),
          component,
          variable,
        }),
      )
      .check(z.minLength(1), z.maxLength(200)),
  }),
  LogStatusNotification: z.object({
    status: z.enum([
      ...(['BadMessage', 'Idle', 'NotSupportedOperation', 'PermissionDenied', 'Uploaded', 'UploadFailure', 'Uploading'] as const),
      'AcceptedCanceled',
    ]),
    requestId: z.optional(whole()),
  }),
  FirmwareStatusNotification: z.object({
    status: z.enum([
      ...(['Downloaded', 'DownloadFailed', 'Downloading', 'DownloadScheduled', 'DownloadPaused', 'Idle', 'InstallationFailed'] as const),
      ...(['Installing', 'Installed', 'InstallRebooting', 'InstallScheduled', 'InstallVerificationFailed', 'InvalidSignature'] as const),
      'SignatureVerified',
    ]),
    requestId: z.optional(whole()),
  }),
  SecurityEventNotification: z.object({ type: text(50), timestamp: time(), techInfo: z.optional(text(255)) }),
  ReservationStatusUpdate: z.object({ reservationId: whole(), reservationUpdateStatus: z.enum(['Expired', 'Removed']) }),
  SignCertificate: z.object({ csr: text(5500), certificateType: z.optional(text(40)) }),
  DataTransfer: z.object({ vendorId: text(255), messageId: z.optional(text(50)), data: z.optional(z.unknown()) }),
} as const

export type Action = keyof typeof requests
export type Request<A extends Action> = z.infer<(typeof requests)[A]>
export const isAction = (name: string): name is Action => Object.hasOwn(requests, name)

/** Everything that a central system may ask of a station. */
export const ourActions = [
  ...([
    'CancelReservation',
    'CertificateSigned',
    'ChangeAvailability',
    'ClearCache',
    'ClearChargingProfile',
    'ClearDisplayMessage',
  ] as const),
  ...(['ClearVariableMonitoring', 'CostUpdated', 'CustomerInformation', 'DataTransfer', 'DeleteCertificate', 'GetBaseReport'] as const),
  ...(['GetChargingProfiles', 'GetCompositeSchedule', 'GetDisplayMessages', 'GetInstalledCertificateIds', 'GetLocalListVersion'] as const),
  ...([
    'GetLog',
    'GetMonitoringReport',
    'GetReport',
    'GetTransactionStatus',
    'GetVariables',
    'InstallCertificate',
    'PublishFirmware',
  ] as const),
  ...(['RequestStartTransaction', 'RequestStopTransaction', 'ReserveNow', 'Reset', 'SendLocalList', 'SetChargingProfile'] as const),
  ...(['SetDisplayMessage', 'SetMonitoringBase', 'SetMonitoringLevel', 'SetNetworkProfile', 'SetVariableMonitoring'] as const),
  ...(['SetVariables', 'TriggerMessage', 'UnlockConnector', 'UnpublishFirmware', 'UpdateFirmware'] as const),
] as const
