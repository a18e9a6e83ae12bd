import type { Plan } from '../../families/ocpp/carry-out.ts'
import { type Happened, type Happening, updateOf } from '../../families/ocpp/happened.ts'
import type { Ledger } from '../../families/ocpp/ledger.ts'
import { carryOutOrder } from '../../families/ocpp/orders.ts'
import type { Session } from '../../families/ocpp/session.ts'
import type { Clock } from '../../ports/ports.ts'
import type { Order, Step } from '../protocol.ts'
import type { PileAddress } from './index.ts'
import { ourActions } from './schemas.ts'

type Deps = { readonly clock: Clock; readonly happened: Happened; readonly ledger: Ledger }
type Ordered = Order<PileAddress>

/** Carries out what piles are asked to do; "Accepted" is only that the pile will try. */
export function createOrders({ clock, ...kept }: Deps) {
  return {
    async *send(session: Session | undefined, ordered: Ordered): AsyncIterable<Step> {
      if (!session) return yield { state: 'failed', reason: 'not connected' }
      if (ordered.order.name === 'device.configure') return yield* configure(session, ordered)
      yield* carryOutOrder(kept, session, ordered, planOf(ordered, clock.now()))
    },
  }

  /** Each key is written, and all are read back. */
  async function* configure(session: Session, { order }: Ordered): AsyncIterable<Step> {
    if (order.name !== 'device.configure') return
    const wanted = Object.entries(order.values.settings).map(([key, value]) => ({ key, value: String(value) }))
    yield { state: 'sent' }
    for (const one of wanted) {
      const answer = await session.call('ChangeConfiguration', one)
      const status = answer.ok ? String(answer.payload.status) : answer.why
      if (status !== 'Accepted' && status !== 'RebootRequired') return yield { state: 'failed', reason: `${one.key}: ${status}` }
    }
    yield { state: 'accepted' }
    const read = await session.call('GetConfiguration', { key: wanted.map(({ key }) => key) })
    const now = read.ok ? (read.payload.configurationKey as { key?: unknown; value?: unknown }[] | undefined) : undefined
    const isRight = Array.isArray(now) && wanted.every((one) => now.some((each) => each.key === one.key && each.value === one.value))
    yield isRight ? { state: 'done' } : { state: 'failed', reason: 'the pile shows something else afterwards' }
  }
}

function planOf({ device, order }: Ordered, now: number): Plan | { readonly problem: string } {
  const own = (one: Happening): boolean => one.device === device.code
  switch (order.name) {
    case 'charging.start': {
      const { connector, token, limitWh } = order.values
      const idTag = token.slice(0, 20)
      if (token.length > 20) return { problem: 'a card has at most 20 signs' }
      // 1.6 knows limits of power only; an amount of energy would be silently forgotten.
      if (limitWh !== undefined) return { problem: 'OCPP 1.6 cannot limit the energy of a charging' }
      return {
        action: 'RemoteStartTransaction',
        payload: { idTag, connectorId: connector },
        proof: (one) =>
          own(one) && one.kind === 'started' && one.connector === connector && one.token === idTag
            ? { transaction: one.transaction }
            : undefined,
      }
    }
    case 'charging.stop': {
      const id = Number(order.values.transaction)
      if (!Number.isInteger(id) || id < 1) return { problem: 'the number of the charging is needed' }
      return {
        action: 'RemoteStopTransaction',
        payload: { transactionId: id },
        proof: (one) => (own(one) && one.kind === 'stopped' && one.transaction === String(id) ? {} : undefined),
      }
    }
    case 'charging.limit': {
      const { connector, powerW, amps, seconds, transaction } = order.values
      const limit = powerW ?? amps
      if (limit === undefined) return { problem: 'neither power nor current' }
      const unit = powerW === undefined ? 'A' : 'W'
      const schedule = {
        chargingRateUnit: unit,
        ...(seconds ? { duration: Math.round(seconds) } : {}),
        chargingSchedulePeriod: [{ startPeriod: 0, limit }],
      }
      const profile = {
        chargingProfileId: 1,
        stackLevel: 0,
        chargingProfilePurpose: transaction === undefined ? 'TxDefaultProfile' : 'TxProfile',
        chargingProfileKind: 'Relative',
        ...(transaction === undefined ? {} : { transactionId: Number(transaction) }),
        chargingSchedule: schedule,
      }
      return { action: 'SetChargingProfile', payload: { connectorId: connector, csChargingProfiles: profile } }
    }
    case 'charging.limit-clear':
      return {
        action: 'ClearChargingProfile',
        payload: order.values.connector === undefined ? {} : { connectorId: order.values.connector },
      }
    case 'charging.reserve': {
      const reservationId = reservationNumber(order.values.reservation)
      if (reservationId === undefined) return { problem: 'reservations are numbers in OCPP 1.6' }
      const { connector, token, until } = order.values
      return {
        action: 'ReserveNow',
        payload: { connectorId: connector, expiryDate: new Date(until).toISOString(), idTag: token, reservationId },
        proof: (one) =>
          own(one) && one.kind === 'status' && one.status === 'Reserved' && (connector === 0 || one.connector === connector)
            ? {}
            : undefined,
      }
    }
    case 'charging.reserve-cancel': {
      const reservationId = reservationNumber(order.values.reservation)
      return reservationId === undefined
        ? { problem: 'reservations are numbers in OCPP 1.6' }
        : { action: 'CancelReservation', payload: { reservationId } }
    }
    case 'charging.unlock':
      return { action: 'UnlockConnector', payload: { connectorId: order.values.connector }, yes: ['Unlocked'] }
    case 'charging.availability': {
      const { connector = 0, isOperative } = order.values
      return {
        action: 'ChangeAvailability',
        payload: { connectorId: connector, type: isOperative ? 'Operative' : 'Inoperative' },
        yes: ['Accepted', 'Scheduled'],
        proof: (one) =>
          own(one) && one.kind === 'status' && one.connector === connector && (one.status === 'Unavailable') !== isOperative
            ? {}
            : undefined,
      }
    }
    case 'charging.token-list': {
      const { version, isFull, tokens } = order.values
      const list = tokens.map(({ token, isAccepted, until }) => ({
        idTag: token,
        idTagInfo: {
          status: isAccepted ? 'Accepted' : 'Blocked',
          ...(until === undefined ? {} : { expiryDate: new Date(until).toISOString() }),
        },
      }))
      return {
        action: 'SendLocalList',
        payload: { listVersion: version, updateType: isFull ? 'Full' : 'Differential', localAuthorizationList: list },
        check: { action: 'GetLocalListVersion', payload: {}, isRight: (answer) => answer.listVersion === version },
      }
    }
    case 'device.reboot':
      return {
        action: 'Reset',
        payload: { type: order.values.isHard ? 'Hard' : 'Soft' },
        proof: (one) => (own(one) && one.kind === 'boot' ? {} : undefined),
      }
    case 'device.read':
      return { action: 'GetConfiguration', payload: order.values.names ? { key: order.values.names } : {} }
    case 'device.diagnostics':
      if (!order.values.uploadTo) return { problem: 'where to upload is needed' }
      return {
        action: 'GetDiagnostics',
        payload: { location: order.values.uploadTo },
        proof: (one) => (own(one) && one.kind === 'diagnostics' && one.status === 'Uploaded' ? {} : undefined),
      }
    case 'firmware.update':
      return {
        action: 'UpdateFirmware',
        payload: { location: order.values.url, retrieveDate: new Date(order.values.startAt ?? now).toISOString() },
        ...updateOf(device.code),
      }
    case 'device.message': {
      const action = ourActions.find((name) => name === order.values.message)
      if (!action) return { problem: `OCPP 1.6 has no ${order.values.message}` }
      try {
        return { action, payload: JSON.parse(order.values.content ?? '{}') as object }
      } catch {
        return { problem: 'the content is not JSON' }
      }
    }
    default:
      return { problem: 'piles know no such order' }
  }
}

const reservationNumber = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)
