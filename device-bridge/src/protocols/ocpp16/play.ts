import { type DialOptions, dialVersion, type PlayedPile, type PlayedVersion } from '../../families/ocpp/play.ts'

/** A pile with one connector that does what it is asked. */
const version: PlayedVersion = {
  path: '/ocpp',
  subprotocol: 'ocpp1.6',
  answer(pile, now) {
    let process: { id: number; token: string } | undefined
    async function start(token: string, connectorId: number): Promise<void> {
      await pile.call('StatusNotification', { connectorId, errorCode: 'NoError', status: 'Preparing' })
      const answer = await pile.call('StartTransaction', { connectorId, idTag: token, meterStart: 1000, timestamp: now() })
      process = { id: Number(answer.transactionId), token }
      await pile.call('StatusNotification', { connectorId, errorCode: 'NoError', status: 'Charging' })
    }
    async function stop(): Promise<void> {
      if (!process) return
      const { id, token } = process
      process = undefined
      await pile.call('StopTransaction', { transactionId: id, idTag: token, meterStop: 4500, timestamp: now(), reason: 'Remote' })
    }
    return (action, payload) => {
      if (action === 'RemoteStartTransaction') {
        if (process) return { status: 'Rejected' }
        setImmediate(() => void start(String(payload.idTag), Number(payload.connectorId ?? 1)).catch(() => undefined))
        return { status: 'Accepted' }
      }
      if (action === 'RemoteStopTransaction') {
        if (process?.id !== payload.transactionId) return { status: 'Rejected' }
        setImmediate(() => void stop().catch(() => undefined))
        return { status: 'Accepted' }
      }
      if (action === 'UnlockConnector') return { status: 'Unlocked' }
      if (action === 'GetLocalListVersion') return { listVersion: 0 }
      if (action === 'GetConfiguration') return { configurationKey: [], unknownKey: [] }
      return { status: 'Accepted' }
    }
  },
}

export const dialPile = (url: string, options: DialOptions): Promise<PlayedPile> => dialVersion(version, url, options)
