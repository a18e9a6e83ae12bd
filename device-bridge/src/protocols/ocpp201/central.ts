import type { Happened } from '../../families/ocpp/happened.ts'
import type { Ledger } from '../../families/ocpp/ledger.ts'
import type { Answer } from '../../families/ocpp/session.ts'
import { understood } from '../../families/ocpp/understood.ts'
import { meteredSignals, momentOf } from '../../families/ocpp/values.ts'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { ProtocolDeps } from '../protocol.ts'
import type { StationAddress } from './index.ts'
import { type Request, requests } from './schemas.ts'
import { chargingState, createOutlets, firmwareState, logState, momentsOf } from './signals.ts'

type Station = Device<StationAddress>
type Deps = Pick<ProtocolDeps<StationAddress>, 'clock'> & { readonly ledger: Ledger; readonly happened: Happened }

const ok = (result: object = {}): Answer => ({ result })

/** Answers what stations ask, and says what it means; nothing is confirmed before it lies on disk. */
export function createCentral({ clock, ledger, happened }: Deps) {
  const outlets = createOutlets()
  const entries = new Map<string, number>()
  const mayCharge = (device: Station, token: string): boolean =>
    ledger.isAccepted(device.code, token, clock.now()) || happened.isExpected(device.code, token) || device.address.acceptsEveryCard
  const now = (): string => new Date(clock.now()).toISOString()

  /** A transaction has its number from the station, and its messages count up: each is kept once, in whatever order it comes. */
  async function transaction(device: Station, line: Line, told: Request<'TransactionEvent'>): Promise<Answer> {
    const { transactionId: id, chargingState: state, stoppedReason, remoteStartId } = told.transactionInfo
    const at = momentOf(told.timestamp) as number
    const before = ledger.find(device.code, id)
    const connector = told.evse?.id ?? before?.connector ?? 0
    const metered = meteredSignals(connector, id, momentsOf(told.meterValue ?? []))
    const meters = metered.flatMap(({ meterWh }) => meterWh ?? [])
    const token = told.idToken?.idToken ?? before?.token ?? ''
    const process = await ledger.begin({ id, device: device.code, connector, token, meterStart: meters[0], startedAt: at })
    const key = (part: string): string => `${id}/${told.seqNo}/${part}`
    for (const [i, one] of metered.entries()) await line.hear({ at: one.at, signals: [one.signal], key: key(String(i)) })
    const signals: Signal[] = []
    const known = token === '' ? {} : { token }
    const isAccepted = told.idToken === undefined || told.idToken.type === 'NoAuthorization' || mayCharge(device, token)
    if (told.eventType === 'Started') {
      const reservation = told.reservationId === undefined ? {} : { reservation: String(told.reservationId) }
      const meterWh = meters[0] === undefined ? {} : { meterWh: meters[0] }
      signals.push({ type: 'charging.started', values: { connector, transaction: id, ...known, ...meterWh, ...reservation } })
    }
    if (!isAccepted) signals.push({ type: 'charging.refused', values: { connector, token, reason: 'card is not accepted' } })
    if (state && told.eventType !== 'Ended') signals.push({ type: 'pile.status', values: { connector, status: chargingState[state] } })
    if (told.eventType === 'Ended') {
      const end = meters.at(-1)
      const from = process.meterStart
      signals.push({
        type: 'charging.stopped',
        values: {
          connector,
          transaction: id,
          ...known,
          ...(end === undefined ? {} : { meterWh: end }),
          ...(end !== undefined && from !== undefined && end >= from ? { energyWh: end - from } : {}),
          reason: stoppedReason ?? 'Local',
          startedAt: process.startedAt,
        },
      })
    }
    await line.hear({ signals, at, key: key('event') })
    if (told.eventType === 'Ended') await ledger.end(process)
    if (told.eventType === 'Ended') happened.tell({ kind: 'stopped', device: device.code, transaction: id })
    else happened.tell({ kind: 'started', device: device.code, connector, token, transaction: id, remoteStart: remoteStartId })
    return ok(told.idToken ? { idTokenInfo: { status: isAccepted ? 'Accepted' : 'Invalid' } } : {})
  }

  type Handlers = { [A in keyof typeof requests]: (device: Station, line: Line, asked: Request<A>) => Promise<Answer> }
  const handlers: Handlers = {
    async BootNotification(device, line, { chargingStation: told, reason }) {
      const described: Signal = {
        type: 'device.described',
        values: {
          vendor: told.vendorName,
          model: told.model,
          ...(told.serialNumber ? { serial: told.serialNumber } : {}),
          ...(told.firmwareVersion ? { firmware: told.firmwareVersion } : {}),
          ...(told.modem?.iccid ? { iccid: told.modem.iccid } : {}),
          ...(told.modem?.imsi ? { imsi: told.modem.imsi } : {}),
        },
      }
      await line.hear({ signals: [described, { type: 'device.restarted', values: { reason } }] })
      happened.tell({ kind: 'boot', device: device.code })
      return ok({ status: 'Accepted', currentTime: now(), interval: device.address.heartbeatSeconds })
    },
    async Heartbeat(_, line) {
      await line.hear({ signals: [] })
      return ok({ currentTime: now() })
    },
    async StatusNotification(device, line, told) {
      const signals = outlets.told(device.code, told.evseId, told.connectorId, told.connectorStatus)
      await line.hear({ signals, at: momentOf(told.timestamp) })
      happened.tell({ kind: 'status', device: device.code, connector: told.evseId, status: told.connectorStatus })
      return ok()
    },
    TransactionEvent: transaction,
    async Authorize(device, line, { idToken }) {
      const isAccepted = mayCharge(device, idToken.idToken)
      await line.hear({ signals: [{ type: 'charging.authorized', values: { token: idToken.idToken, isAccepted } }] })
      return ok({ idTokenInfo: { status: isAccepted ? 'Accepted' : 'Invalid' } })
    },
    async MeterValues(_, line, told) {
      for (const one of meteredSignals(told.evseId, undefined, momentsOf(told.meterValue)))
        await line.hear({ at: one.at, signals: [one.signal] })
      return ok()
    },
    async NotifyReport(device, line, told) {
      const listed = (told.reportData ?? []).flatMap(({ component, variable, variableAttribute }) =>
        variableAttribute.flatMap(({ type = 'Actual', value }) =>
          value === undefined || type !== 'Actual' ? [] : [[nameOf(component, variable), value.slice(0, 500)] as const],
        ),
      )
      for (let i = 0; i < listed.length; i += 100)
        await line.hear({
          signals: [{ type: 'event.reported', values: { name: 'variables', properties: Object.fromEntries(listed.slice(i, i + 100)) } }],
        })
      if (listed.length === 0) await line.hear({ signals: [] })
      const key = `${device.code}/${told.requestId}`
      const sum = (entries.get(key) ?? 0) + listed.length
      if (told.tbc) entries.set(key, sum)
      else {
        entries.delete(key)
        happened.tell({ kind: 'report', device: device.code, request: told.requestId, entries: sum })
      }
      return ok()
    },
    async NotifyEvent(_, line, told) {
      for (const one of told.eventData) {
        const code = nameOf(one.component, one.variable)
        const signal: Signal = one.cleared
          ? { type: 'device.recovered', values: { code } }
          : one.trigger === 'Alerting'
            ? { type: 'device.fault', values: { code, text: (one.techInfo ?? one.actualValue).slice(0, 200), level: 'minor' } }
            : { type: 'event.reported', values: { name: 'variables', properties: { [code]: one.actualValue.slice(0, 500) } } }
        await line.hear({ signals: [signal], at: momentOf(one.timestamp), key: `event/${one.eventId}/${one.timestamp}` })
      }
      return ok()
    },
    async LogStatusNotification(device, line, { status }) {
      await line.hear({ signals: [{ type: 'pile.diagnostics', values: { state: logState[status] } }] })
      happened.tell({ kind: 'diagnostics', device: device.code, status })
      return ok()
    },
    async FirmwareStatusNotification(device, line, { status }) {
      await line.hear({ signals: [{ type: 'device.firmware', values: { state: firmwareState[status], text: status } }] })
      happened.tell({ kind: 'firmware', device: device.code, status })
      return ok()
    },
    async SecurityEventNotification(_, line, told) {
      const text = told.techInfo ? { text: told.techInfo } : {}
      const kind = told.type.replace(/[^a-zA-Z0-9._-]/g, '-') || 'unknown'
      await line.hear({ signals: [{ type: 'pile.security', values: { kind, ...text } }], at: momentOf(told.timestamp) })
      return ok()
    },
    async ReservationStatusUpdate(_, line, told) {
      const reason = told.reservationUpdateStatus === 'Expired' ? 'expired' : 'removed'
      await line.hear({ signals: [{ type: 'reservation.ended', values: { reservation: String(told.reservationId), reason } }] })
      return ok()
    },
    async SignCertificate(_, line) {
      // Certificates of devices are issued by the platform's own people, not over the line that they are to protect.
      await line.hear({ signals: [{ type: 'pile.security', values: { kind: 'certificate-wanted' } }] })
      return ok({ status: 'Rejected' })
    },
    async DataTransfer(_, line, told) {
      await line.unknown(Buffer.from(JSON.stringify(told)), `vendor message of ${told.vendorId}`)
      return ok({ status: 'UnknownVendorId' })
    },
  }

  return async (device: Station, line: Line, action: string, payload: Readonly<Record<string, unknown>>): Promise<Answer> => {
    const read = await understood(requests, line, action, payload, 'OccurrenceConstraintViolation')
    if ('error' in read) return read
    return (handlers[read.action] as (device: Station, line: Line, asked: unknown) => Promise<Answer>)(device, line, read.asked)
  }
}

type Named = { readonly name: string; readonly instance?: string | undefined }
/** `EVSE.Power`, with instances and the outlet where there are such; only signs that a name of ours may have. */
export const nameOf = (component: Named & { readonly evse?: { readonly id: number } | undefined }, variable: Named): string =>
  [component.name, component.instance, component.evse?.id, variable.name, variable.instance]
    .filter((part) => part !== undefined)
    .join('.')
    .replace(/[^a-zA-Z0-9._-]/g, '-')
    .slice(0, 60)
