import type { Happened } from '../../families/ocpp/happened.ts'
import type { Ledger } from '../../families/ocpp/ledger.ts'
import type { Answer } from '../../families/ocpp/session.ts'
import { understood } from '../../families/ocpp/understood.ts'
import { meteredSignals, momentOf } from '../../families/ocpp/values.ts'
import type { Line } from '../../lines/line.ts'
import type { Device } from '../../registry.ts'
import type { Signal } from '../../traits/trait.ts'
import type { ProtocolDeps } from '../protocol.ts'
import type { PileAddress } from './index.ts'
import { mended, type Request, requests } from './schemas.ts'
import { diagnosticsState, firmwareState, momentsOf, statusSignals } from './signals.ts'

type Pile = Device<PileAddress>
type Deps = Pick<ProtocolDeps<PileAddress>, 'clock'> & { readonly ledger: Ledger; readonly happened: Happened }

/** A pile that began offline has no number of ours, and says zero or less. */
const numberOf = (id: number): string | undefined => (id > 0 ? String(id) : undefined)

const ok = (result: object = {}): Answer => ({ result })

/** Answers what piles ask, and says what it means; nothing is confirmed before it lies on disk. */
export function createCentral({ clock, ledger, happened }: Deps) {
  const mayCharge = (device: Pile, token: string): boolean =>
    ledger.isAccepted(device.code, token, clock.now()) || happened.isExpected(device.code, token) || device.address.acceptsEveryCard

  const handlers: { [A in keyof typeof requests]: (device: Pile, line: Line, asked: Request<A>) => Promise<Answer> } = {
    async BootNotification(device, line, told) {
      const described: Signal = {
        type: 'device.described',
        values: {
          vendor: told.chargePointVendor,
          model: told.chargePointModel,
          ...(told.chargePointSerialNumber ? { serial: told.chargePointSerialNumber } : {}),
          ...(told.firmwareVersion ? { firmware: told.firmwareVersion } : {}),
          ...(told.iccid ? { iccid: told.iccid } : {}),
          ...(told.imsi ? { imsi: told.imsi } : {}),
        },
      }
      await line.hear({
        signals: [described, { type: 'device.restarted', values: told.firmwareVersion ? { firmware: told.firmwareVersion } : {} }],
      })
      happened.tell({ kind: 'boot', device: device.code })
      return ok({ status: 'Accepted', currentTime: new Date(clock.now()).toISOString(), interval: device.address.heartbeatSeconds })
    },
    async Heartbeat(_device, line) {
      await line.hear({ signals: [] })
      return ok({ currentTime: new Date(clock.now()).toISOString() })
    },
    async Authorize(device, line, { idTag }) {
      const isAccepted = mayCharge(device, idTag)
      await line.hear({ signals: [{ type: 'charging.authorized', values: { token: idTag, isAccepted } }] })
      return ok({ idTagInfo: { status: isAccepted ? 'Accepted' : 'Invalid' } })
    },
    async StartTransaction(device, line, told) {
      const at = momentOf(told.timestamp) as number
      const process = await ledger.begin({
        device: device.code,
        connector: told.connectorId,
        token: told.idTag,
        meterStart: told.meterStart,
        startedAt: at,
      })
      const isAccepted = mayCharge(device, told.idTag)
      const started: Signal = {
        type: 'charging.started',
        values: {
          connector: told.connectorId,
          transaction: process.id,
          token: told.idTag,
          ...(told.meterStart >= 0 ? { meterWh: told.meterStart } : {}),
          ...(told.reservationId === undefined ? {} : { reservation: String(told.reservationId) }),
        },
      }
      await line.hear({
        at,
        signals: isAccepted
          ? [started]
          : [
              started,
              { type: 'charging.refused', values: { connector: told.connectorId, token: told.idTag, reason: 'card is not accepted' } },
            ],
      })
      happened.tell({
        kind: 'started',
        device: device.code,
        connector: told.connectorId,
        token: told.idTag,
        transaction: process.id,
      })
      return ok({ transactionId: Number(process.id), idTagInfo: { status: isAccepted ? 'Accepted' : 'Invalid' } })
    },
    async StopTransaction(device, line, told) {
      const at = momentOf(told.timestamp) as number
      // A pile that began offline has no number of ours; its record is kept all the same.
      const process = ledger.find(device.code, numberOf(told.transactionId), told.idTag)
      const transaction = process?.id ?? String(told.transactionId)
      const from = process?.meterStart
      const energyWh = from !== undefined && told.meterStop >= from ? { energyWh: told.meterStop - from } : {}
      for (const one of meteredSignals(process?.connector ?? 0, transaction, momentsOf(told.transactionData ?? [])))
        await line.hear({ at: one.at, signals: [one.signal] })
      const stopped: Signal = {
        type: 'charging.stopped',
        values: {
          connector: process?.connector ?? 0,
          transaction,
          ...(told.meterStop >= 0 ? { meterWh: told.meterStop } : {}),
          ...energyWh,
          reason: told.reason ?? 'Local',
          ...(told.idTag ? { token: told.idTag } : {}),
          ...(process ? { startedAt: process.startedAt } : {}),
        },
      }
      // Told again after a lost answer: answered again, kept once.
      if (!process?.isOver) await line.hear({ at, signals: [stopped] })
      if (process && !process.isOver) await ledger.end(process)
      happened.tell({ kind: 'stopped', device: device.code, transaction })
      return ok(told.idTag ? { idTagInfo: { status: 'Accepted' } } : {})
    },
    async MeterValues(device, line, told) {
      const process = told.transactionId === undefined ? undefined : ledger.find(device.code, numberOf(told.transactionId))
      const transaction = told.transactionId === undefined ? undefined : (process?.id ?? String(told.transactionId))
      for (const one of meteredSignals(told.connectorId, transaction, momentsOf(told.meterValue)))
        await line.hear({ at: one.at, signals: [one.signal] })
      return ok()
    },
    async StatusNotification(device, line, told) {
      await line.hear({ signals: statusSignals(told), at: told.timestamp === undefined ? undefined : momentOf(told.timestamp) })
      happened.tell({ kind: 'status', device: device.code, connector: told.connectorId, status: told.status })
      return ok()
    },
    async DiagnosticsStatusNotification(device, line, { status }) {
      await line.hear({ signals: [{ type: 'pile.diagnostics', values: { state: diagnosticsState[status] } }] })
      happened.tell({ kind: 'diagnostics', device: device.code, status })
      return ok()
    },
    async FirmwareStatusNotification(device, line, { status }) {
      await line.hear({ signals: [{ type: 'device.firmware', values: { state: firmwareState[status] } }] })
      happened.tell({ kind: 'firmware', device: device.code, status })
      return ok()
    },
    async DataTransfer(_device, line, told) {
      // Kept for the engineer; what a vendor means by it is not public.
      await line.unknown(Buffer.from(JSON.stringify(told)), `vendor message of ${told.vendorId}`)
      return ok({ status: 'UnknownVendorId' })
    },
  }

  return async (device: Pile, line: Line, action: string, payload: Readonly<Record<string, unknown>>): Promise<Answer> => {
    const mendedPayload = device.address.isLenient ? mended(action, payload) : payload
    const read = await understood(requests, line, action, mendedPayload, 'OccurenceConstraintViolation')
    if ('error' in read) return read
    return (handlers[read.action] as (device: Pile, line: Line, asked: unknown) => Promise<Answer>)(device, line, read.asked)
  }
}
