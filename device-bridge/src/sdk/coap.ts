import { systemChance, systemClock } from '../ports/system.ts'
import { dialCoap } from '../protocols/coap/dial.ts'
import { type Command, createAnswers, type OnCommand } from './answers.ts'
import type { DeviceConfig } from './config.ts'
import { createWriter, type Said } from './message.ts'

export interface CoapDevice {
  /** Greets, says what there is to say, does what waited meanwhile, and is gone. Answers how many commands it did. */
  wake(said: readonly Said[]): Promise<number>
}

const isTaken = (code: number): boolean => code >> 5 === 2

/** A device that sleeps: CoAP over DTLS, a new line for each time that it is awake. */
export function createCoapDevice(config: DeviceConfig, onCommand: OnCommand): CoapDevice {
  if (config.coap === undefined) throw new Error('device.json names no address "coap"')
  const { hostname, port } = new URL(config.coap.replace(/^coaps:/, 'https:'))
  const writer = createWriter(config, systemClock.now)
  const answerTo = createAnswers(onCommand)
  return {
    async wake(said) {
      const { code, secret } = config
      const line = await dialCoap({ host: hostname, port: Number(port || 5684), code, secret, clock: systemClock, chance: systemChance })
      try {
        for (const one of said) {
          const answer = await line.ask('post', 'messages', writer.say(one))
          if (!isTaken(answer.code)) throw new Error(`not kept: ${answer.body}`)
        }
        // The same command may lie there again until the bridge has heard the answer.
        const done = new Set<string>()
        for (;;) {
          const { commands } = JSON.parse((await line.ask('get', 'commands')).body) as { commands: Command[] }
          if (commands.length === 0) return done.size
          for (const command of commands) {
            await line.ask('post', `commands/${command.id}`, JSON.stringify(await answerTo(command)))
            done.add(command.id)
          }
        }
      } finally {
        await line.close()
      }
    },
  }
}
