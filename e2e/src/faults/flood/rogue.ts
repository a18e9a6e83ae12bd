import { randomBytes } from 'node:crypto'
import { connect } from 'node:net'
import { setTimeout as wait } from 'node:timers/promises'
import mqtt, { type MqttClient } from 'mqtt'
import type { FloodDevice } from './stage.ts'

export interface RogueCount {
  /** What it tried, by kind. */
  readonly tried: Readonly<Record<string, number>>
  /** How often it was thrown out or not let in. */
  readonly cut: number
  /** Knocks with a wrong secret that were let in. */
  readonly letIn: number
}

const topic = (code: string): string => `v1/flood/meter-json/${code}/telemetry`

interface Aim {
  readonly own: string
  readonly victim: string
  /** The highest number that the victim itself ever tells. */
  readonly most: number
}

/** One try each of a device that was let in: to which topic, and what. */
const tricks = {
  speaksForAnother: ({ victim, most }: Aim) => [topic(victim), reading(most + 1)],
  leavesItsTopics: ({ own, victim, most }: Aim) => [`$SYS/${own}/../${victim}/telemetry`, reading(most + 2)],
  saysGarbage: ({ own }: Aim) => [topic(own), randomBytes(300)],
  saysNoValue: ({ own }: Aim) => [topic(own), '{"id":"x","values":{"energyWh":"many","__proto__":{"isAdmin":true}}}'],
  saysTooMuch: ({ own }: Aim) => [topic(own), `{"id":"${'9'.repeat(2_000_000)}"}`],
  nestsDeep: ({ own }: Aim) => [topic(own), '['.repeat(50_000)],
} as const satisfies Record<string, (aim: Aim) => readonly [string, string | Buffer]>

const reading = (number: number): string => JSON.stringify({ id: `forged-${number}`, values: { energyWh: number } })

/** A device that has a secret of its own and means harm: it does all it can think of, again and again, until it is stopped. */
export function startRogue({ port, own, victim, most }: { port: number; own: FloodDevice; victim: string; most: number }) {
  const tried: Record<string, number> = {}
  const count = (name: string): void => {
    tried[name] = (tried[name] ?? 0) + 1
  }
  let isOver = false
  let cut = 0
  let letIn = 0

  const enter = (username: string, password: string): Promise<MqttClient | undefined> =>
    new Promise((resolve) => {
      const client = mqtt.connect(`mqtt://127.0.0.1:${port}`, { clientId: username, username, password, reconnectPeriod: 0 })
      client.on('error', () => undefined)
      client.once('connect', () => resolve(client))
      client.once('close', () => {
        cut++
        resolve(undefined)
      })
    })
  const knock = async (): Promise<void> => {
    count('guesses')
    const client = await enter(`ghost-${tried.guesses}`, 'guessed-guessed-guessed')
    if (client) letIn++
    client?.end(true)
  }
  const babble = (): Promise<void> =>
    new Promise((resolve) => {
      count('babbles')
      const socket = connect(port, '127.0.0.1', () => socket.end(randomBytes(4096)))
      socket.on('error', () => undefined)
      socket.setTimeout(5000, () => socket.destroy())
      socket.once('close', () => resolve())
    })
  const misbehave = async (name: keyof typeof tricks): Promise<void> => {
    const client = await enter(own.code, own.secret)
    if (!client) return
    count(name)
    const [to, what] = tricks[name]({ own: own.code, victim, most })
    const gone = new Promise<void>((resolve) => client.once('close', () => resolve()))
    client.publish(to, what as string, { qos: 1 }, () => undefined)
    await Promise.race([gone, wait(200)])
    client.end(true)
  }

  const going = (async () => {
    while (!isOver) {
      for (const name of Object.keys(tricks) as (keyof typeof tricks)[]) await misbehave(name)
      await knock()
      await babble()
    }
  })()
  return {
    async stop(): Promise<RogueCount> {
      isOver = true
      await going
      return { tried, cut, letIn }
    },
  }
}
