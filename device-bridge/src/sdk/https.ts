import { createSigner } from '../crypto.ts'
import { systemClock } from '../ports/system.ts'
import { createHttpsDevice as createAsker } from '../protocols/https-sensor/client.ts'
import { type Command, createAnswers, type OnCommand } from './answers.ts'
import type { DeviceConfig } from './config.ts'
import { createWriter, type Said, scalarOf } from './message.ts'

export interface HttpsDevice {
  /** Resolves when the message lies on the bridge's disk. */
  tell(said: Said): Promise<void>
  /** Does what is asked of it; waits for so many seconds when nothing is. Answers how many commands it did. */
  poll(waitSeconds: number): Promise<number>
}

/** A device that posts over HTTPS and comes for what it is asked; every question is signed with its secret. */
export function createHttpsDevice(config: DeviceConfig, onCommand: OnCommand, signal: AbortSignal): HttpsDevice {
  if (config.https === undefined) throw new Error('device.json names no address "https"')
  // The bridge's clock: a device without one of its own is refused once and knows it then.
  let offset = 0
  const now = (): number => systemClock.now() + offset
  const { code, secret, ca, https: url } = config
  const signer = config.signingKey === undefined ? undefined : createSigner(scalarOf(config.signingKey))
  const asker = createAsker({
    url,
    code,
    secret,
    now,
    signal,
    ...(ca === undefined ? {} : { ca }),
    ...(signer ? { sign: signer.sign } : {}),
  })
  // The question is signed as a whole; its body is at most encrypted.
  const writer = createWriter(config.bridgeKey === undefined ? {} : { bridgeKey: config.bridgeKey }, now)
  const answerTo = createAnswers(onCommand)

  const ask = async (method: string, path: string, body?: string): Promise<Record<string, unknown>> => {
    for (let isAgain = false; ; isAgain = true) {
      const { status, value } = await asker.ask(method, path, body)
      const isLate = status === 401 && typeof value.now === 'number' && Math.abs(value.now - now()) > 60_000
      if (typeof value.now === 'number') offset = value.now - systemClock.now()
      if (status === 200) return value
      if (!isLate || isAgain) throw new Error(`${status} ${String(value.error ?? '')}`)
    }
  }
  return {
    async tell(said) {
      await ask('POST', '/messages', writer.say(said))
    },
    async poll(waitSeconds) {
      const { commands } = (await ask('GET', `/commands?wait=${waitSeconds}`)) as { commands: Command[] }
      for (const command of commands) await ask('POST', `/commands/${command.id}`, JSON.stringify(await answerTo(command)))
      return commands.length
    },
  }
}
