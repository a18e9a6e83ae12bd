import type { Clock } from '@liren/device-bridge/ports/ports'
import { systemClock } from '@liren/device-bridge/ports/system'
import { dialCoap } from '@liren/device-bridge/protocols/coap/dial'
import type { ThingList } from './list.ts'
import { messageId } from './mqtt-line.ts'
import { inTurns, type Stage } from './playing.ts'
import { sensors } from './sensors.ts'

const everyMs = 4 * 60_000
const clock: Clock = systemClock

/** Detectors that wake in turns, tell by CoAP over DTLS how it stands, take what lies ready for them, and sleep again. */
export const playSleepers = (stage: Stage, all: ThingList['sleepers']): Promise<void> =>
  inTurns(stage, all, Math.max(everyMs, all.length * 5000), async ({ code, secret, product }) => {
    const port = await stage.port('coap.dtls')
    if (port === undefined) return
    await wake(stage, { code, secret, product, port }).catch(() => undefined)
  })

async function wake(stage: Stage, { code, secret, product, port }: { code: string; secret: string; product: string; port: number }) {
  const device = await dialCoap({ host: '127.0.0.1', port, code, secret, clock, chance: stage.chance })
  try {
    const now = stage.now()
    const message = { id: messageId(now, 0), ts: now, values: sensors[product]?.(code, now) ?? {} }
    await device.ask('post', 'messages', JSON.stringify(message))
    const { commands } = JSON.parse((await device.ask('get', 'commands')).body) as { commands: readonly { id: string }[] }
    for (const { id } of commands) {
      await device.ask('post', `commands/${id}`, '{"code":0}')
      stage.note(`${code} 醒来后执行命令 · did what lay ready for it`)
    }
  } finally {
    await device.close()
  }
}
