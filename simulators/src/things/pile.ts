import { dialVersion, type PlayedPile, type PlayedVersion } from '@liren/device-bridge/families/ocpp/play'
import { fetchBuild, ocppWords, playUpdate } from './firmware.ts'
import type { ThingList } from './list.ts'
import { keepUp, pause, type Stage } from './playing.ts'
import { chanceOf, day, isHappening, rounded, tremble } from './world.ts'

const hour = 3_600_000
const everyMs = 60_000

interface Charging {
  readonly id: number
  readonly token: string
  readonly from: number
  readonly since: number
  readonly byHand: boolean
}

/** Volts at the input: steady, and every few days a heavy neighbour pulls it below what is allowed. */
export const voltsAt = (code: string, now: number): number =>
  rounded(isHappening(code, 'sag', { everyMs: 4 * day, lastsMs: hour / 3 }, now) ? 191 : 229 + 3 * tremble(code, 'volts', now))
const watts = 6800

/** A pile whose connector is taken by a car now and then, and that starts and stops when it is asked. */
export function playPile(stage: Stage, { code, secret }: ThingList['piles'][number]): Promise<void> {
  let firmwareVersion = '1.6.2'
  return keepUp(stage, async () => {
    const port = await stage.port('ocpp16.http')
    if (port === undefined) return
    const { signal, now } = stage
    const time = (): string => new Date(now()).toISOString()
    const meter = (): number => Math.round(((now() / day) % 20_000) * 120_000)
    let charging: Charging | undefined
    const state = (pile: PlayedPile, status: string) =>
      pile.call('StatusNotification', { connectorId: 1, errorCode: 'NoError', status, timestamp: time() })

    async function begin(pile: PlayedPile, token: string, byHand: boolean): Promise<void> {
      await state(pile, 'Preparing')
      const from = meter()
      const answer = await pile.call('StartTransaction', { connectorId: 1, idTag: token, meterStart: from, timestamp: time() })
      charging = { id: Number(answer.transactionId), token, from, since: now(), byHand }
      await state(pile, 'Charging')
    }
    async function end(pile: PlayedPile, reason: string): Promise<void> {
      if (!charging) return
      const { id, token, from } = charging
      const meterStop = from + used()
      charging = undefined
      await pile.call('StopTransaction', { transactionId: id, idTag: token, meterStop, timestamp: time(), reason })
      await state(pile, 'Available')
    }
    const used = (): number => (charging ? Math.round(((now() - charging.since) / hour) * watts) : 0)
    /** It starts anew with what it installed: the line breaks, and it dials in again. */
    const update = async (pile: PlayedPile, url: string): Promise<void> => {
      const isNew = await playUpdate(url, {
        get: fetchBuild,
        say: (state) => pile.call('FirmwareStatusNotification', { status: ocppWords[state] }),
        rest: () => pause(4000, signal),
        restart: async (release) => {
          firmwareVersion = release
        },
      })
      if (isNew) pile.close()
    }
    const soon = (work: () => Promise<void>): void => void setImmediate(() => void work().catch(() => undefined))

    const version: PlayedVersion = {
      path: '/ocpp',
      subprotocol: 'ocpp1.6',
      answer: (pile) => (action, payload) => {
        stage.note(`${code} 收到 ${action} · was asked`)
        if (action === 'RemoteStartTransaction') {
          if (charging) return { status: 'Rejected' }
          soon(() => begin(pile, String(payload.idTag), true))
        }
        if (action === 'RemoteStopTransaction') {
          if (charging?.id !== payload.transactionId) return { status: 'Rejected' }
          soon(() => end(pile, 'Remote'))
        }
        if (action === 'UpdateFirmware') {
          soon(() => update(pile, String(payload.location)))
          return {}
        }
        if (action === 'UnlockConnector') return { status: 'Unlocked' }
        if (action === 'GetLocalListVersion') return { listVersion: 0 }
        if (action === 'GetConfiguration') return { configurationKey: [], unknownKey: [] }
        return { status: 'Accepted' }
      },
    }
    const pile = await dialVersion(version, `ws://127.0.0.1:${port}`, { now, identity: code, password: secret })
    const close = (): void => pile.close()
    signal.addEventListener('abort', close, { once: true })
    let isOpen = true
    void pile.closed.then(() => {
      isOpen = false
    })
    await pile.call('BootNotification', { chargePointVendor: 'Kuaidian', chargePointModel: 'AC-7', firmwareVersion })
    await pile.call('StatusNotification', { connectorId: 0, errorCode: 'NoError', status: 'Available', timestamp: time() })
    await state(pile, 'Available')
    while (isOpen && !signal.aborted) {
      const wanted = isHappening(code, 'car', { everyMs: 9 * hour, lastsMs: 3 * hour }, now())
      const isOver = charging?.byHand && now() - charging.since > 2 * hour
      if (wanted && !charging) await begin(pile, `card-${1000 + Math.floor(chanceOf(code, Math.floor(now() / (9 * hour))) * 40)}`, false)
      else if (charging && (charging.byHand ? isOver : !wanted)) await end(pile, 'EVDisconnected')
      if (charging) await pile.call('MeterValues', metered(charging))
      else await pile.call('Heartbeat', {})
      await pause(everyMs, signal)
    }
    signal.removeEventListener('abort', close)
    pile.close()

    function metered({ id, from }: Charging) {
      const volts = voltsAt(code, now())
      const sampledValue = [
        { value: String(from + used()), measurand: 'Energy.Active.Import.Register', unit: 'Wh' },
        { value: String(watts), measurand: 'Power.Active.Import', unit: 'W' },
        { value: String(volts), measurand: 'Voltage', location: 'Inlet', phase: 'L1-N', unit: 'V' },
        { value: rounded(50 + 0.06 * tremble(code, 'hertz', now()), 2).toFixed(2), measurand: 'Frequency', location: 'Inlet' },
        { value: rounded(watts / volts, 2).toFixed(2), measurand: 'Current.Import', unit: 'A' },
      ]
      return { connectorId: 1, transactionId: id, meterValue: [{ timestamp: time(), sampledValue }] }
    }
  })
}
