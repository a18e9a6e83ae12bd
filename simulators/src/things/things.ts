import { setMaxListeners } from 'node:events'
import { playGateway } from './gateway.ts'
import { playLifts } from './lifts.ts'
import { readThings, type ThingList } from './list.ts'
import { playMqttSensor } from './mqtt-sensor.ts'
import { playNetworkServer } from './network-server.ts'
import { playPanel } from './panel.ts'
import { playPile } from './pile.ts'
import { pause, type Stage } from './playing.ts'
import { playSirens } from './sirens.ts'
import { playSleepers } from './sleeper.ts'
import { playSortingBin } from './sorting-bin.ts'
import { playStation } from './station.ts'

export interface ThingsOptions {
  readonly dataFolder: string
  readonly mqttUrl: string
  /** Where the bridge tells how it is, and with it where its protocols listen. */
  readonly bridgeUrl: string
  readonly now: () => number
  readonly chance: () => number
}

export interface PlayedThings {
  readonly count: number
  /** The last things that somebody did, newest last. */
  readonly log: readonly { readonly at: number; readonly text: string }[]
  close(): void
}

const remembered = 200
const askAgainMs = 10_000

/** Plays the devices of the demonstration's list, each by its own protocol against the bridge's own ports. */
export async function startThings(options: ThingsOptions): Promise<PlayedThings> {
  const list = await readThings(options.dataFolder)
  const stop = new AbortController()
  // Everybody who is played listens for the end.
  setMaxListeners(0, stop.signal)
  const log: { at: number; text: string }[] = []
  const { port, isReady } = portFinder(options.bridgeUrl, options.now)
  const stage: Stage = {
    ...{ mqttUrl: options.mqttUrl, now: options.now, chance: options.chance, signal: stop.signal },
    port,
    note(text) {
      log.push({ at: options.now(), text })
      if (log.length > remembered) log.shift()
    },
  }
  const play = (work: Promise<void>, what: string): void =>
    void work.catch((error: Error) => console.error(`${what} is not played: ${error.message}`))
  const playAll = (things: ThingList): void => {
    for (const one of things.servers) play(playNetworkServer(stage, one), one.code)
    for (const one of things.sensors) play(playMqttSensor(stage, one), one.code)
    for (const one of things.lifts) play(playLifts(stage, one), one.code)
    for (const one of things.bins) play(playSortingBin(stage, one), one.code)
    for (const one of things.stations) play(playStation(stage, one), one.code)
    for (const one of things.piles) play(playPile(stage, one), one.code)
    for (const one of things.panels) play(playPanel(stage, one), one.code)
    play(playSirens(stage, things.sirens), 'the sirens')
    play(playSleepers(stage, things.sleepers), 'the detectors')
  }
  if (list) {
    // The bridge dials these itself, and may do so at once.
    for (const one of list.gateways) play(playGateway(stage, one), `the gateway on port ${one.port}`)
    play(
      untilReady(stage, isReady).then(() => playAll(list)),
      'nobody',
    )
  }
  const count = list === undefined ? 0 : Object.values(list).reduce((sum, all) => sum + all.length, 0)
  return { count, log, close: () => stop.abort() }
}

/** Whoever comes before the bridge has heard of its devices is turned away as a stranger. */
async function untilReady(stage: Stage, isReady: () => Promise<boolean>): Promise<void> {
  while (!stage.signal.aborted && !(await isReady())) await pause(1000, stage.signal)
}

/** Ports of the bridge; asked again while one is missing, since a protocol opens with its first device. */
function portFinder(url: string, now: () => number) {
  let ports: Readonly<Record<string, number>> = {}
  let askedAt = Number.NEGATIVE_INFINITY
  const ask = async (): Promise<void> => {
    askedAt = now()
    const answer = await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(3000) }).catch(() => undefined)
    if (answer) ports = ((await answer.json()) as { ports: Record<string, number> }).ports
  }
  return {
    async port(name: string): Promise<number | undefined> {
      if (ports[name] === undefined || now() - askedAt > askAgainMs) await ask()
      return ports[name] || undefined
    },
    async isReady(): Promise<boolean> {
      await ask()
      return Object.keys(ports).length > 0
    },
  }
}
