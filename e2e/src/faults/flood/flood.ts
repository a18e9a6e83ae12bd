import { rmSync } from 'node:fs'
import { setTimeout as wait } from 'node:timers/promises'
import type { Service } from '../../../../tools/src/services/service.ts'
import { floodFrom } from './clients.ts'
import { countIn, type FloodCount } from './count.ts'
import { type FireCount, openFire } from './fire.ts'
import { type RogueCount, startRogue } from './rogue.ts'
import { openFloodStage } from './stage.ts'

export interface FloodLoad {
  readonly devices: number
  readonly messagesEach: number
  readonly window: number
}

export interface FloodOptions extends FloodLoad {
  readonly bridgeKills: number
  readonly houseKills: number
  /** A database of its own that nothing else uses; a file without it. */
  readonly databaseUrl?: string
  /** One more device, let in with its own secret, that does all the harm it can the whole time. */
  readonly hasRogue?: boolean
  /** So many door controllers of four doors: a panel tells fire while the platform lies killed. */
  readonly fireControllers?: number
  /** For the negative control: devices that do not say which message it is. */
  readonly freshIds?: boolean
  /** For the negative control: the rogue has the secret of the first device. */
  readonly knowsSecret?: boolean
  /** For the negative control: what the bridge had on its disk is gone after each kill. */
  readonly losesDisk?: boolean
}

export interface FloodResult extends FloodCount {
  readonly sent: number
  readonly confirmed: number
  readonly kills: number
  readonly floodMs: number
  /** From the last confirmation until the platform had everything. */
  readonly drainMs: number
  readonly p50Ms: number
  readonly p99Ms: number
  readonly rogue?: RogueCount
  readonly fire?: FireCount
}

const rogue = { code: 'rogue-1', secret: 'secret-of-the-rogue-000' }

/** Devices flood the real bridge over real sockets while it and the real platform are killed; then every message is counted. */
export async function flood(options: FloodOptions): Promise<FloodResult> {
  const devices = Array.from({ length: options.devices }, (_, i) => ({ code: `flood-${i + 1}`, secret: `secret-of-flood-${i + 1}-000` }))
  const stage = await openFloodStage([...devices, ...(options.hasRogue ? [rogue] : [])], options.databaseUrl)
  const { bridge, house } = stage
  const fires = options.fireControllers ? await openFire(options.fireControllers) : undefined
  try {
    const total = options.devices * options.messagesEach
    const confirmed = new Map(devices.map(({ code }) => [code, new Set<number>()]))
    const times: number[] = []
    const began = performance.now()
    const floods = devices.map(({ code, secret }) =>
      floodFrom({
        url: `mqtt://127.0.0.1:${stage.mqttPort}`,
        device: code,
        secret,
        messages: options.messagesEach,
        window: options.window,
        ...(options.freshIds ? { freshIds: true } : {}),
        onConfirmed(number, ms) {
          confirmed.get(code)?.add(number)
          times.push(ms)
        },
      }),
    )
    const harm = options.hasRogue
      ? startRogue({
          port: stage.mqttPort,
          own: (options.knowsSecret && devices[0]) || rogue,
          victim: 'flood-1',
          most: options.messagesEach,
        })
      : undefined

    let fire: FireCount | undefined
    const victims = inTurn(bridge, options.bridgeKills, house, options.houseKills)
    for (const [i, victim] of victims.entries()) {
      while (times.length < (total * (i + 1)) / (victims.length + 1)) await wait(5)
      await victim.kill()
      if (options.losesDisk && victim === bridge) rmSync(stage.spoolFolder, { recursive: true, force: true })
      if (fires && !fire && victim === house) fire = await fires.burn()
      await victim.restart()
    }
    await Promise.all(floods)
    const told = performance.now()
    const harmDone = await harm?.stop()
    await stage.drained()
    const drained = performance.now()
    await stage.stop()

    const counted = await countIn(stage.store, confirmed, options.messagesEach)
    times.sort((a, b) => a - b)
    const at = (share: number): number => Math.round((times[Math.floor((times.length - 1) * share)] ?? 0) * 10) / 10
    return {
      sent: total,
      confirmed: times.length,
      ...counted,
      kills: victims.length,
      floodMs: Math.round(told - began),
      drainMs: Math.round(drained - told),
      p50Ms: at(0.5),
      p99Ms: at(0.99),
      ...(harmDone ? { rogue: harmDone } : {}),
      ...(fire ? { fire } : {}),
    }
  } catch (error) {
    process.stderr.write(stage.logs())
    throw error
  } finally {
    await Promise.all([stage.close(), fires?.close()])
  }
}

/** Kills come at even shares of the way, the bridge and the platform in turn as far as there are kills of each. */
function inTurn(bridge: Service, bridgeKills: number, house: Service, houseKills: number): Service[] {
  const victims: Service[] = []
  for (let i = 0; i < Math.max(bridgeKills, houseKills); i++) {
    if (i < bridgeKills) victims.push(bridge)
    if (i < houseKills) victims.push(house)
  }
  return victims
}
