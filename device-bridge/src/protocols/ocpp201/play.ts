import { randomUUID } from 'node:crypto'
import { type DialOptions, dialVersion, type PlayedPile, type PlayedVersion } from '../../families/ocpp/play.ts'

/** A station with one outlet that does what it is asked. */
const version: PlayedVersion = {
  path: '/ocpp201',
  subprotocol: 'ocpp2.0.1',
  answer(station, now) {
    let process: { id: string; seqNo: number } | undefined
    const variables = new Map<string, string>()
    const register = (value: number) => [{ timestamp: now(), sampledValue: [{ value, unitOfMeasure: { unit: 'kWh' } }] }]
    const tell = (eventType: string, triggerReason: string, info: object, more: object = {}) => {
      if (!process) return Promise.resolve({})
      const transactionInfo = { transactionId: process.id, ...info }
      const body = {
        eventType,
        timestamp: now(),
        triggerReason,
        seqNo: process.seqNo++,
        transactionInfo,
        evse: { id: 1, connectorId: 1 },
        ...more,
      }
      return station.call('TransactionEvent', body)
    }
    async function start(idToken: unknown, remoteStartId: unknown): Promise<void> {
      process = { id: randomUUID(), seqNo: 0 }
      await tell('Started', 'RemoteStart', { chargingState: 'EVConnected', remoteStartId }, { idToken, meterValue: register(1) })
      await tell('Updated', 'ChargingStateChanged', { chargingState: 'Charging' })
    }
    async function stop(): Promise<void> {
      await tell('Ended', 'RemoteStop', { stoppedReason: 'Remote' }, { meterValue: register(4.5) })
      process = undefined
    }
    type Asked = { component: { name: string }; variable: { name: string }; attributeValue?: string }
    const key = (one: Asked): string => `${one.component.name}.${one.variable.name}`
    return (action, payload) => {
      if (action === 'RequestStartTransaction') {
        if (process) return { status: 'Rejected' }
        setImmediate(() => void start(payload.idToken, payload.remoteStartId).catch(() => undefined))
        return { status: 'Accepted' }
      }
      if (action === 'RequestStopTransaction') {
        if (process?.id !== payload.transactionId) return { status: 'Rejected' }
        setImmediate(() => void stop().catch(() => undefined))
        return { status: 'Accepted' }
      }
      if (action === 'SetVariables') {
        const asked = payload.setVariableData as Asked[]
        for (const one of asked) variables.set(key(one), String(one.attributeValue))
        return { setVariableResult: asked.map(({ component, variable }) => ({ attributeStatus: 'Accepted', component, variable })) }
      }
      if (action === 'GetVariables')
        return {
          getVariableResult: (payload.getVariableData as Asked[]).map(({ component, variable }) => {
            const value = variables.get(key({ component, variable }))
            return value === undefined
              ? { attributeStatus: 'UnknownVariable', component, variable }
              : { attributeStatus: 'Accepted', attributeValue: value, component, variable }
          }),
        }
      if (action === 'GetBaseReport') {
        const told = (seqNo: number, tbc: boolean, reportData: object[]) =>
          station.call('NotifyReport', { requestId: payload.requestId, generatedAt: now(), seqNo, tbc, reportData })
        const variable = (name: string, value: string) => ({
          component: { name: 'EVSE', evse: { id: 1 } },
          variable: { name },
          variableAttribute: [{ value }],
        })
        setImmediate(
          () =>
            void told(0, true, [variable('Power', '7000')])
              .then(() => told(1, false, [variable('AvailabilityState', 'Available')]))
              .catch(() => undefined),
        )
        return { status: 'Accepted' }
      }
      if (action === 'Reset') {
        const boot = { reason: 'RemoteReset', chargingStation: { vendorName: 'Liren', model: 'Simulated' } }
        setImmediate(() => void station.call('BootNotification', boot).catch(() => undefined))
        return { status: 'Accepted' }
      }
      if (action === 'UnlockConnector') return { status: 'Unlocked' }
      if (action === 'GetLocalListVersion') return { versionNumber: 0 }
      return { status: 'Accepted' }
    }
  },
}

export const dialStation = (url: string, options: DialOptions): Promise<PlayedPile> => dialVersion(version, url, options)
