import { randomInt } from 'node:crypto'
import type { Payload } from '../../families/ocpp/carry-out.ts'
import { type Happened, type Happening, updateOf } from '../../families/ocpp/happened.ts'
import type { Ledger } from '../../families/ocpp/ledger.ts'
import { carryOutOrder, type Planned } from '../../families/ocpp/orders.ts'
import type { Session } from '../../families/ocpp/session.ts'
import type { Clock } from '../../ports/ports.ts'
import type { Order, Step } from '../protocol.ts'
import { nameOf } from './central.ts'
import type { StationAddress } from './index.ts'
import { ourActions } from './schemas.ts'

type Deps = { readonly clock: Clock; readonly happened: Happened; readonly ledger: Ledger }
type Ordered = Order<StationAddress>

/** Carries out what stations are asked to do; "Accepted" is only that the station will try. */
export function createOrders({ clock, ...kept }: Deps) {
  return async function* send(session: Session | undefined, ordered: Ordered): AsyncIterable<Step> {
    if (!session) return yield { state: 'failed', reason: 'not connected' }
    yield* carryOutOrder(kept, session, ordered, planOf(ordered, clock.now()))
  }
}

/** Numbers of questions that a station names again in its answers to come. */
const requestNumber = (): number => randomInt(1, 2 ** 31 - 1)
const wholeNumber = (text: string): number | undefined => (/^\d{1,9}$/.test(text) ? Number(text) : undefined)

function planOf(ordered: Ordered, now: number): Planned {
  const { device, order } = ordered
  const own = (one: Happening): boolean => one.device === device.code
  const idToken = (token: string) => ({ idToken: token, type: device.address.tokenType })
  switch (order.name) {
    case 'charging.start': {
      const { connector, token, limitWh, limitFen, limitSeconds } = order.values
      if (token.length > 36) return { problem: 'a token has at most 36 signs' }
      if ((limitWh ?? limitFen ?? limitSeconds) !== undefined) return { problem: 'OCPP 2.0.1 limits power, not the amount of a charging' }
      const remoteStartId = requestNumber()
      return {
        action: 'RequestStartTransaction',
        payload: { remoteStartId, idToken: idToken(token), ...(connector > 0 ? { evseId: connector } : {}) },
        proof: (one) =>
          own(one) && one.kind === 'started' && one.remoteStart === remoteStartId ? { transaction: one.transaction } : undefined,
      }
    }
    case 'charging.stop': {
      const { transaction } = order.values
      if (transaction === undefined) return { problem: 'the number of the charging is needed' }
      return {
        action: 'RequestStopTransaction',
        payload: { transactionId: transaction },
        proof: (one) => (own(one) && one.kind === 'stopped' && one.transaction === transaction ? {} : undefined),
      }
    }
    case 'charging.limit':
      return limitOf(order.values)
    case 'charging.limit-clear': {
      const { connector } = order.values
      return { action: 'ClearChargingProfile', payload: connector === undefined ? {} : { chargingProfileCriteria: { evseId: connector } } }
    }
    case 'charging.reserve': {
      const id = wholeNumber(order.values.reservation)
      if (id === undefined) return { problem: 'reservations are numbers in OCPP 2.0.1' }
      const { connector, token, until } = order.values
      return {
        action: 'ReserveNow',
        payload: {
          id,
          expiryDateTime: new Date(until).toISOString(),
          idToken: idToken(token),
          ...(connector > 0 ? { evseId: connector } : {}),
        },
        proof: (one) =>
          own(one) && one.kind === 'status' && one.status === 'Reserved' && (connector === 0 || one.connector === connector)
            ? {}
            : undefined,
      }
    }
    case 'charging.reserve-cancel': {
      const reservationId = wholeNumber(order.values.reservation)
      return reservationId === undefined
        ? { problem: 'reservations are numbers in OCPP 2.0.1' }
        : { action: 'CancelReservation', payload: { reservationId } }
    }
    case 'charging.unlock':
      return { action: 'UnlockConnector', payload: { evseId: order.values.connector, connectorId: 1 }, yes: ['Unlocked'] }
    case 'charging.availability': {
      const { connector = 0, isOperative } = order.values
      return {
        action: 'ChangeAvailability',
        payload: { operationalStatus: isOperative ? 'Operative' : 'Inoperative', ...(connector > 0 ? { evse: { id: connector } } : {}) },
        yes: ['Accepted', 'Scheduled'],
        proof: (one) =>
          own(one) &&
          one.kind === 'status' &&
          (connector === 0 || one.connector === connector) &&
          (one.status === 'Unavailable') !== isOperative
            ? {}
            : undefined,
      }
    }
    case 'charging.token-list': {
      const { version, isFull, tokens } = order.values
      const list = tokens.map(({ token, isAccepted, until }) => ({
        idToken: idToken(token),
        idTokenInfo: {
          status: isAccepted ? 'Accepted' : 'Blocked',
          ...(until === undefined ? {} : { cacheExpiryDateTime: new Date(until).toISOString() }),
        },
      }))
      return {
        action: 'SendLocalList',
        payload: {
          versionNumber: version,
          updateType: isFull ? 'Full' : 'Differential',
          ...(list.length > 0 ? { localAuthorizationList: list } : {}),
        },
        check: { action: 'GetLocalListVersion', payload: {}, isRight: (answer) => answer.versionNumber === version },
      }
    }
    case 'device.reboot':
      return {
        action: 'Reset',
        payload: { type: order.values.isHard ? 'Immediate' : 'OnIdle' },
        yes: ['Accepted', 'Scheduled'],
        proof: (one) => (own(one) && one.kind === 'boot' ? {} : undefined),
      }
    case 'device.read':
      return readOf(device.code, order.values.names)
    case 'device.configure':
      return configureOf(order.values.settings)
    case 'device.diagnostics': {
      const { uploadTo, from, until } = order.values
      if (!uploadTo) return { problem: 'where to upload is needed' }
      const log = {
        remoteLocation: uploadTo,
        ...(from === undefined ? {} : { oldestTimestamp: new Date(from).toISOString() }),
        ...(until === undefined ? {} : { latestTimestamp: new Date(until).toISOString() }),
      }
      return {
        action: 'GetLog',
        payload: { logType: 'DiagnosticsLog', requestId: requestNumber(), log },
        yes: ['Accepted', 'AcceptedCanceled'],
        proof: (one) => (own(one) && one.kind === 'diagnostics' && one.status === 'Uploaded' ? {} : undefined),
      }
    }
    case 'firmware.update': {
      const firmware = { location: order.values.url, retrieveDateTime: new Date(order.values.startAt ?? now).toISOString() }
      return {
        action: 'UpdateFirmware',
        payload: { requestId: requestNumber(), firmware },
        yes: ['Accepted', 'AcceptedCanceled'],
        ...updateOf(device.code),
      }
    }
    case 'device.message': {
      const action = ourActions.find((name) => name === order.values.message)
      if (!action) return { problem: `OCPP 2.0.1 has no ${order.values.message}` }
      try {
        return { action, payload: JSON.parse(order.values.content ?? '{}') as object }
      } catch {
        return { problem: 'the content is not JSON' }
      }
    }
    default:
      return { problem: 'stations know no such order' }
  }
}

function limitOf(values: Extract<Ordered['order'], { name: 'charging.limit' }>['values']): Planned {
  const { connector, powerW, amps, seconds, transaction } = values
  const limit = powerW ?? amps
  if (limit === undefined) return { problem: 'neither power nor current' }
  const schedule = {
    id: 1,
    chargingRateUnit: powerW === undefined ? 'A' : 'W',
    ...(seconds ? { duration: Math.round(seconds) } : {}),
    chargingSchedulePeriod: [{ startPeriod: 0, limit }],
  }
  const chargingProfile = {
    id: 1,
    stackLevel: 0,
    chargingProfilePurpose: transaction === undefined ? 'TxDefaultProfile' : 'TxProfile',
    chargingProfileKind: 'Relative',
    ...(transaction === undefined ? {} : { transactionId: transaction }),
    chargingSchedule: [schedule],
  }
  return { action: 'SetChargingProfile', payload: { evseId: connector, chargingProfile } }
}

/** `OCPPCommCtrlr.HeartbeatInterval`, or with the outlet between: `EVSE.1.AvailabilityState`. */
function variableOf(name: string): { component: object; variable: { name: string } } | undefined {
  const [component, ...rest] = name.split('.')
  const variable = rest.at(-1)
  if (!component || !variable || rest.length > 2) return undefined
  const evse = rest.length === 2 ? wholeNumber(rest[0] as string) : undefined
  if (rest.length === 2 && evse === undefined) return undefined
  return { component: { name: component, ...(evse === undefined ? {} : { evse: { id: evse } }) }, variable: { name: variable } }
}

type Result = { attributeStatus?: unknown; attributeValue?: unknown; component: { name: string }; variable: { name: string } }
const resultsOf = (answer: Payload, field: string): readonly Result[] => (Array.isArray(answer[field]) ? (answer[field] as Result[]) : [])

/** Everything, or some by name; what a station does not know is told by name. */
function readOf(device: string, names: readonly string[] | undefined): Planned {
  if (!names || names.length === 0) {
    const requestId = requestNumber()
    return {
      action: 'GetBaseReport',
      payload: { requestId, reportBase: 'FullInventory' },
      proof: (one) => (one.device === device && one.kind === 'report' && one.request === requestId ? { entries: one.entries } : undefined),
    }
  }
  const wanted = names.map(variableOf)
  if (wanted.some((one) => one === undefined)) return { problem: 'names are Component.Variable, or Component.1.Variable for an outlet' }
  return {
    action: 'GetVariables',
    payload: { getVariableData: wanted },
    fault: (answer) => faultOf(resultsOf(answer, 'getVariableResult')),
    values: (answer) =>
      Object.fromEntries(
        resultsOf(answer, 'getVariableResult').map((one) => [
          nameOf(one.component, one.variable),
          String(one.attributeValue ?? '').slice(0, 500),
        ]),
      ),
  }
}

const good = ['Accepted', 'RebootRequired']
const faultOf = (results: readonly Result[]): string | undefined => {
  const bad = results.find(({ attributeStatus }) => !good.includes(String(attributeStatus)))
  return results.length === 0
    ? 'an answer without results'
    : bad && `${nameOf(bad.component, bad.variable)}: ${String(bad.attributeStatus)}`
}

/** Written, and read back. */
function configureOf(settings: Readonly<Record<string, string | number | boolean | null>>): Planned {
  const wanted = Object.entries(settings).map(([name, value]) => ({ at: variableOf(name), value: String(value) }))
  if (wanted.length === 0 || wanted.some(({ at }) => at === undefined))
    return { problem: 'settings are Component.Variable, or Component.1.Variable' }
  return {
    action: 'SetVariables',
    payload: { setVariableData: wanted.map(({ at, value }) => ({ ...at, attributeValue: value })) },
    fault: (answer) => faultOf(resultsOf(answer, 'setVariableResult')),
    check: {
      action: 'GetVariables',
      payload: { getVariableData: wanted.map(({ at }) => at) },
      isRight: (answer) => {
        const read = resultsOf(answer, 'getVariableResult').map(({ attributeValue }) => attributeValue)
        return wanted.every(({ value }, i) => read[i] === value)
      },
    },
  }
}
